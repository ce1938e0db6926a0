// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"os"
	"sync"

	"github.com/facet-go/facet/observe"
)

// listen takes signals until release is called. The first asks for the end; each
// further one skips a rung of the way down.
func (r *run) listen() (release func()) {
	s := &r.app.settings
	if len(s.signals) == 0 {
		return func() {}
	}
	const rungs = 3
	c := make(chan os.Signal, rungs)
	unnotify := sync.OnceFunc(s.notify(c, s.signals...))
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case sig := <-c:
				if !r.signal(sig) {
					unnotify()
					// Said at once: the next signal may end the process.
					r.app.stream.Post(observe.Event{Op: observe.OpWarning, Err: r.forcedError()})
					return
				}
			case <-quit:
				return
			}
		}
	}()
	return func() {
		unnotify()
		close(quit)
		<-ended
	}
}

// signal acts on one signal. It returns false after the last rung, when signals
// are to do again what they do without facet. It does not wait for observers.
func (r *run) signal(sig os.Signal) bool {
	a := r.app
	name, running := sig.String(), a.running()
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stream.Enabled() {
		a.stream.Post(observe.Event{Op: observe.OpSignal, Hook: name}) // before the state that it brings about
	}
	switch {
	case !r.signaled: // the first, also if the end was asked for otherwise
		r.signaled = true
		if (!r.ending || r.kept) && r.endLocked(nil, sig.String()) {
			go r.begunDown()
		}
		return true
	case a.state == StateDraining && !r.drained:
		r.drained = true
		if r.teardown != nil {
			r.teardown.EndDrain()
		}
		return true
	default:
		r.forced = &ForcedError{Signal: sig, Running: running}
		r.expireLocked(r.forced.cause())
		return false
	}
}

func (r *run) forcedError() error {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	return r.forced
}
