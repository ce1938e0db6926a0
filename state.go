// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// State is the state of an app.
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

// State returns the current state. It may be called at any time and from any goroutine.
func (a *App) State() State {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.state
}

// Running reports whether the app is up: from the return of the last start hook until
// draining begins.
func (a *App) Running() bool { return a.State() == StateRunning }

func (a *App) currentRun() *run {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.run
}

// beginRun enters StateBuilding from StateNew, or next from StateBuilt, for a Build,
// Start or Run. It returns the run and the state before. The run is nil if there is
// nothing to build, or with an error.
func (a *App) beginRun(op string, next State) (*run, State, error) {
	a.mu.Lock()
	for a.state == StateStopped || a.state == StateFailed {
		last := a.run
		select {
		case <-last.done:
			a.setRun(newRun(a))
		default: // its last events are not emitted yet
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

// setRun makes r the next run. App.mu is held, except in New.
func (a *App) setRun(r *run) {
	a.run, a.state = r, StateNew
	a.lookupRun.Store(r)
}

// setStateAndEmit changes the state and emits the event. The caller owns the run.
func (a *App) setStateAndEmit(next State) {
	a.mu.Lock()
	a.setState(next)
	a.mu.Unlock()
	a.stream.Flush()
}

// setStateUnlessStopping enters the next states, one after another. It returns false if
// a stop was requested. A deferred request, which cancels the start only, does not keep
// the app from StateBuilt.
func (a *App) setStateUnlessStopping(r *run, next ...State) bool {
	a.mu.Lock()
	if onlyBuild := len(next) == 1 && next[0] == StateBuilt; r.stopRequested && (!r.deferredStop || !onlyBuild) {
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

// setState changes the state and posts the event. App.mu is held, so that the events
// have the order of the changes. The caller flushes the stream after it has released
// App.mu.
func (a *App) setState(s State) {
	a.state, a.since = s, time.Now()
	if s == StateStopped || s == StateFailed {
		a.lookupRun.Store(nil)
	}
	if s == StateRunning {
		a.run.hooks.SetReady()
	}
	a.stream.Post(observe.Event{Op: observe.OpState, State: s, Time: a.since, Budget: a.budgetOf(s)})
}

// budgetOf returns the time for a state; 0 is no limit.
func (a *App) budgetOf(s State) time.Duration {
	switch s {
	case StateBuilding:
		return a.settings.buildTimeout
	case StateStarting:
		return a.budgets().start
	case StateDraining:
		return a.budgets().drain
	case StateStopping:
		return a.budgets().stop
	default:
		return 0
	}
}
