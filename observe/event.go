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
	Seq   uint64        // counted from 1 for each app
	Time  time.Time     // when it happened
	Op    Op            // what happened
	Node  string        // id of the component
	Hook  string        // name of the hook or task
	State State         // of OpState: the new state of the app
	Took  time.Duration // of the ops that end something
	After string        // of OpStarting and OpStopping: the step whose end made this one eligible, as "node hook"
	Err   error         // set exactly if something failed; its methods are users' code

	// Follows tells of an OpStarted with Err that the hook has only heeded the end of
	// the start: something else failed, or the app was asked to end. No log calls that
	// an error.
	Follows bool
}

// Op is what an [Event] tells.
type Op uint8

// The ops. An op in -ing is followed by its counterpart in -ed, unless the hook
// is abandoned.
const (
	OpState        Op = iota // the app moved to State
	OpConstructing           // a constructor or an invoked function is about to be called
	OpConstructed            // it returned, or failed
	OpStarting               // a start hook is about to be called
	OpStarted                // it returned; a failed one has Err
	OpDraining               // a drain hook
	OpDrained
	OpStopping // a stop hook is about to be called, or a task to be cancelled and awaited
	OpStopped
	OpCleaning // a cleanup
	OpCleaned
	OpLaunched   // a task began
	OpFinished   // a task ended by itself; a failed one has Err
	OpRestarting // a task failed with Err and will be called again, which does not stop the app
	OpAbandoned  // a constructor, hook or task did not return within Grace
	OpReturned   // an abandoned one returned after all
	OpSignal     // a signal arrived; Hook is its name
	OpWarning    // something is wrong that does not stop the app
	OpResult     // the run has ended with Err, nil for a clean end
)

var opNames = [...]string{
	"state", "constructing", "constructed", "starting", "started", "draining", "drained", "stopping", "stopped",
	"cleaning", "cleaned", "launched", "finished", "restarting", "abandoned", "returned", "signal", "warning", "result",
}

// String returns the op in lower case, as in "starting".
func (o Op) String() string {
	if int(o) < len(opNames) {
		return opNames[o]
	}
	return fmt.Sprintf("Op(%d)", uint8(o))
}

// State is what an app is doing.
type State uint8

// The states of an app. It moves down this list, from any of them to Stopping
// when something fails or Stop is called, and from Stopped and Failed back to
// Building.
const (
	StateNew      State = iota // nothing was built yet
	StateBuilding              // constructors and invoked functions run
	StateBuilt                 // they have all returned
	StateStarting              // start hooks run
	StateRunning               // every start hook has returned
	StateDraining              // drain hooks run, and the drain delay
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

// UnmarshalText reads what MarshalText wrote.
func (s *State) UnmarshalText(text []byte) error {
	i := slices.Index(stateNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("unknown state %q; want one of %q", text, stateNames)
	}
	*s = State(i) //nolint:gosec // there are nine
	return nil
}
