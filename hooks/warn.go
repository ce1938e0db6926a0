// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import "github.com/facet-go/facet/observe"

// Warn emits a warning of the component: a problem that does not stop the app, and does
// not belong to its result. Logs show it at level warn. Like every event it waits for
// the observers, for Grace at most. A nil error is ignored. After the component has
// stopped it does nothing.
func (lc *Lifecycle) Warn(err error) {
	lc.set.x.mu.Lock()
	gone := lc.detached
	lc.set.x.mu.Unlock()
	if err != nil && !gone {
		lc.set.x.config.Stream.Emit(observe.Event{Op: observe.OpWarning, Node: lc.name(), Err: err})
	}
}
