// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"fmt"
	"slices"
	"time"
)

// Event is one thing that happened. Fields that do not apply are zero.
type Event struct {
	Seq   uint64        // the number of the event in its app, from 1
	Time  time.Time     // when it happened
	Op    Op            // what happened
	Node  string        // id of the component
	Hook  string        // name of the hook or task
	State State         // of OpState: the new state of the app
	Took  time.Duration // the duration, for ops that end something
	After string        // of OpStarting and OpStopping: the step whose end made this one ready, as "node hook"
	Err   error         // set if and only if something failed; its methods are users' code

	// Follows reports, for an OpStarted with Err, that the hook failed only because the
	// start was cancelled: something else failed, or a stop was requested. Logs do not
	// report it as an error.
	Follows bool

	// Budget is the time for the state of an OpState: the drain delay of StateDraining,
	// and the timeouts of the others; 0 is none.
	Budget time.Duration

	// Waiting are the ids of the components that wait for what is slow, of an OpSlow: the
	// nearest first, 5 at most. MoreWaiting is the number of further ones.
	Waiting     []string
	MoreWaiting int
}

// Op is the kind of an [Event].
type Op uint8

// The ops. The end of an op in -ing has its own op in -ed, unless the hook is abandoned.
const (
	OpState        Op = iota // the app moved to State
	OpConstructing           // a constructor or an invoked function is about to be called
	OpConstructed            // the constructor returned or failed
	OpStarting               // a start hook is about to be called
	OpStarted                // the start hook returned; Err is set if it failed
	OpDraining               // a drain hook is about to be called
	OpDrained
	OpStopping // a stop hook is about to be called, or a task is about to be cancelled
	OpStopped
	OpCleaning // a cleanup is about to be called
	OpCleaned
	OpLaunched   // a task began
	OpFinished   // a task ended by itself; Err is set if it failed
	OpRestarting // a task failed with Err and will be called again; the app continues
	OpAbandoned  // a constructor, hook or task did not return within Grace
	OpReturned   // an abandoned constructor, hook or task returned
	OpSignal     // a signal arrived; Hook is its name
	OpWarning    // a problem that does not stop the app
	OpResult     // the run ended; Err is nil after a clean end
	OpSlow       // a constructor, start hook, stop hook or task for which the app waits has not returned for 2 s, 4 s, 8 s and so on; Took is that time
)

var opNames = [...]string{
	"state", "constructing", "constructed", "starting", "started", "draining", "drained", "stopping", "stopped",
	"cleaning", "cleaned", "launched", "finished", "restarting", "abandoned", "returned", "signal", "warning", "result", "slow",
}

// String returns the op in lower case, as in "starting".
func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return fmt.Sprintf("Op(%d)", uint8(o))
}

// State is the state of an app.
type State uint8

// The states of an app. An app moves down this list. After a failure or a call of Stop it
// moves to Stopping from any state. From Stopped and Failed it may move back to Building.
const (
	StateNew      State = iota // nothing has been built
	StateBuilding              // constructors and invoked functions run
	StateBuilt                 // all constructors and invoked functions have returned
	StateStarting              // start hooks run
	StateRunning               // all start hooks have returned
	StateDraining              // drain hooks and the drain delay run
	StateStopping              // stop hooks and cleanups run
	StateStopped               // the run ended without an error
	StateFailed                // the run ended with an error
)

var stateNames = [...]string{
	"new", "building", "built", "starting", "running", "draining", "stopping", "stopped", "failed",
}

// String returns the state in lower case, as in "running".
func (s State) String() string {
	if int(s) < len(stateNames) {
		return stateNames[s]
	}
	return fmt.Sprintf("State(%d)", uint8(s))
}

// MarshalText writes String.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the form of MarshalText.
func (s *State) UnmarshalText(text []byte) error {
	i := slices.Index(stateNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("unknown state %q; want one of %q", text, stateNames)
	}
	*s = State(i) //nolint:gosec // there are nine
	return nil
}
