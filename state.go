// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// State is what an app is doing.
type State = observe.State

// The states of an app.
const (
	StateNew      = observe.StateNew
	StateBuilding = observe.StateBuilding
	StateBuilt    = observe.StateBuilt
	StateStarting = observe.StateStarting
	StateRunning  = observe.StateRunning
	StateDraining = observe.StateDraining
	StateStopping = observe.StateStopping
	StateStopped  = observe.StateStopped
	StateFailed   = observe.StateFailed
)

// State returns what the app is doing.
func (a *App) State() State {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state
}

// Running tells whether the app is up: from the return of the last start hook
// until draining begins.
func (a *App) Running() bool { return a.State() == StateRunning }

// enter begins a build or a start. It returns the run and the state from which
// it was entered, in which case the caller owns the transition.
func (a *App) enter(op string, next State) (*run, State, error) {
	a.mu.Lock()
	for a.state == StateStopped || a.state == StateFailed {
		last := a.run
		select {
		case <-last.done:
			a.beginsLocked(newRun(a))
		default: // its last events are on their way
			a.mu.Unlock()
			<-last.done
			a.mu.Lock()
		}
	}
	defer a.stream.Flush()
	defer a.mu.Unlock()
	from := a.state
	switch {
	case from == StateNew:
		next = StateBuilding
	case from == StateBuilt && next == StateBuilding:
		return nil, from, nil
	case from != StateBuilt:
		return nil, from, &StateError{Op: op, State: from}
	}
	if from == StateNew {
		a.stream.Begin()
	}
	a.setState(next)
	return a.run, from, nil
}

// beginsLocked makes r the coming run.
func (a *App) beginsLocked(r *run) {
	a.run, a.state = r, StateNew
	a.valid.Store(r)
}

// move changes the state. The caller owns the transition.
func (a *App) move(next State) {
	a.mu.Lock()
	a.setState(next)
	a.mu.Unlock()
	a.stream.Flush()
}

// moveUnlessEnding changes the state if the end has not been asked for.
func (a *App) moveUnlessEnding(r *run, next ...State) bool {
	a.mu.Lock()
	if justBuilt := len(next) == 1 && next[0] == StateBuilt; r.ending && (!r.kept || !justBuilt) {
		a.mu.Unlock()
		return false
	}
	for _, s := range next {
		a.setState(s)
	}
	a.mu.Unlock()
	a.stream.Flush()
	return true
}

// setState changes the state and posts the event of that. App.mu is held, so that
// events are in the order of the changes; the caller flushes the stream without it.
func (a *App) setState(s State) {
	a.state, a.since = s, time.Now()
	if s == StateStopped || s == StateFailed {
		a.valid.Store(nil)
	}
	if a.stream.Enabled() {
		a.stream.Post(observe.Event{Op: observe.OpState, State: s, Time: a.since})
	}
}
