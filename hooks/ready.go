// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

// Ready returns a channel that is closed when everything that was constructed in the
// same build as the component is up: the whole app, or for a component that a call of
// Do constructed, the part that the call needs. It is never closed if that start fails
// or is canceled. A component has one such start in its life, because another start of
// the app makes new components, so the channel is always the same.
//
// It is for tasks, such as a server that answers only when the start has succeeded. A
// start hook must not wait for it, because the start waits for the hook. A task waits
// for its own context too:
//
//	select {
//	case <-lc.Ready():
//	case <-ctx.Done():
//		return nil
//	}
func (lc *Lifecycle) Ready() <-chan struct{} { return lc.set.Ready() }

// Ready returns the channel of [Lifecycle.Ready].
func (p *HandleSet) Ready() <-chan struct{} {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	if p.ready == nil {
		p.ready = make(chan struct{})
		if p.isReady {
			close(p.ready)
		}
	}
	return p.ready
}

// SetReady closes the channel of [HandleSet.Ready]. It is called when a start that
// includes all components of the set has succeeded.
func (p *HandleSet) SetReady() {
	p.x.mu.Lock()
	defer p.x.mu.Unlock()
	if p.ready != nil && !p.isReady {
		close(p.ready)
	}
	p.isReady = true
}
