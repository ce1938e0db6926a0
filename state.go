// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import "github.com/facet-go/facet/observe"

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
	from := a.state
	switch from {
	case StateNew:
	case StateBuilt:
		if next == StateBuilding {
			a.mu.Unlock()
			return nil, from, nil
		}
	case StateStopped, StateFailed:
		a.run = newRun(a)
	default:
		a.mu.Unlock()
		return nil, from, &StateError{Op: op, State: from}
	}
	r := a.run
	if from != StateBuilt {
		next = StateBuilding
	}
	a.state = next
	a.mu.Unlock()
	a.emitState(next)
	return r, from, nil
}

// move changes the state. The caller owns the transition.
func (a *App) move(next State) {
	a.mu.Lock()
	a.state = next
	a.mu.Unlock()
	a.emitState(next)
}

// moveUnlessEnding changes the state if the end has not been asked for.
func (a *App) moveUnlessEnding(r *run, next ...State) bool {
	a.mu.Lock()
	if justBuilt := len(next) == 1 && next[0] == StateBuilt; r.ending && (!r.kept || !justBuilt) {
		a.mu.Unlock()
		return false
	}
	a.state = next[len(next)-1]
	a.mu.Unlock()
	for _, s := range next {
		a.emitState(s)
	}
	return true
}

func (a *App) emitState(s State) {
	if a.stream.Enabled() {
		a.stream.Emit(observe.Event{Op: observe.OpState, State: s})
	}
}
