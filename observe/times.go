// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"maps"
	"time"
)

// Times is what a [Timeline] says at one moment. It belongs to the caller and does not
// change. It prints as text, encodes as JSON, and has other views: [Times.Sentence],
// [Times.SVG] and [Times.Trace].
type Times struct {
	State  State         `json:"state"`
	For    time.Duration `json:"for"`              // how long the app has been in that state
	Budget time.Duration `json:"budget,omitempty"` // as in the event of the state
	Start  *PhaseTimes   `json:"start,omitempty"`  // of the last run; nil before the first
	Stop   *PhaseTimes   `json:"stop,omitempty"`   // the last one, which may be that of an earlier run
	Uptime time.Duration `json:"uptime,omitempty"` // from the end of the start until it drains or stops, or until now
	Signal string        `json:"signal,omitempty"` // the first signal of the run
	// Failure is the first failure of the run, and Result the error of a run that has
	// ended. Both are texts of users' errors, of bounded length and safe to use.
	Failure string `json:"failure,omitempty"`
	Result  string `json:"result,omitempty"`
	Totals  Totals `json:"totals"`

	slow map[string]slowness // by node
}

// PhaseTimes are the times of one start or stop. Times are relative to its begin. The
// time between a call of Build and one of Start is no part of a start.
type PhaseTimes struct {
	Wall   time.Duration `json:"wall"`   // until its end, or until now
	Ended  bool          `json:"ended"`  // it is over
	Failed bool          `json:"failed"` // of a start: it is over, and the app was not up
	Before time.Duration `json:"before"` // the part before the first hook may begin: the constructors, or draining
	Work   time.Duration `json:"work"`   // the sum of the steps
	Peak   int           `json:"peak"`   // the largest number of steps at one time
	Steps  []StepTimes   `json:"steps"`  // in the order of their begins
	Chain  []ChainLink   `json:"chain"`  // what the wall time consists of; Wait and Own of the links add up to Wall
	Blame  []BlameTimes  `json:"blame"`  // by component, the longest work first

	// Concurrent is how long the start would have taken with facet.Concurrent, if a plan
	// was given, it has another order, and the start succeeded.
	Concurrent *time.Duration `json:"concurrent,omitempty"`
}

// StepTimes is one call of a constructor, hook or cleanup.
type StepTimes struct {
	Node string `json:"node"`           // id of the component
	Hook string `json:"hook,omitempty"` // "" for a constructor
	Kind string `json:"kind"`           // construct, start, drain, stop or clean
	// Eligible is when everything that the step depends on was done. With a plan that are
	// the component's dependencies and its earlier steps, else the step for whose end the
	// plan made it wait. A constructor is eligible when it is called.
	Eligible time.Duration  `json:"eligible"`
	Begin    time.Duration  `json:"begin"`
	End      time.Duration  `json:"end"`             // now, if it runs
	Outcome  Outcome        `json:"outcome"`         // how it has ended
	Slack    *time.Duration `json:"slack,omitempty"` // of a start hook; nil if no plan was given or the start has not succeeded

	previous int // the step for whose end it waited, or none
	nth      int // of a start hook: its number in the component
}

// Outcome is how a step has ended.
type Outcome string

// The outcomes of steps.
const (
	OutcomeRuns       Outcome = "runs"
	OutcomeDone       Outcome = "done"
	OutcomeFailed     Outcome = "failed"
	OutcomeCutShort   Outcome = "cut short"     // it failed only because the start was cancelled
	OutcomeAbandoned  Outcome = "abandoned"     // it has not returned
	OutcomeLateReturn Outcome = "returned late" // after it had been abandoned
)

var outcomes = [...]Outcome{OutcomeRuns, OutcomeDone, OutcomeFailed, OutcomeCutShort, OutcomeAbandoned, OutcomeLateReturn}

// ChainLink is a part of the critical chain: a step, and the time before it in which the
// chain waited. The last link may have no step: the time after the last one.
type ChainLink struct {
	Step int           `json:"step"`           // its index in Steps, or -1
	Wait time.Duration `json:"wait,omitempty"` // between the end of the link before and the begin of the step
	Own  time.Duration `json:"own"`
}

// BlameTimes is the work of one component in a start or stop.
type BlameTimes struct {
	Node      string        `json:"node"` // id
	Own       time.Duration `json:"own"`  // the sum of its steps
	Construct time.Duration `json:"construct,omitempty"`
	OnChain   bool          `json:"onChain"` // a hook of it, or a constructor of more than 1 % of the time, is a link of the critical chain
	// Slack is how much longer a start hook of it could take without a later end of the
	// start. Without is how long the start would take without the time of the component;
	// it is known of the [MaxWithout] components with the longest work. Both are nil if no
	// plan was given or the start has not succeeded.
	Slack   *time.Duration `json:"slack,omitempty"`
	Without *time.Duration `json:"without,omitempty"`
}

// MaxWithout is the number of components for which Times computes a start without them.
const MaxWithout = 20

// Times returns what is known now. With a plan, which may be nil, it has slacks and what
// would be faster. The plan must be that of the last start: one that lacks a step of it
// counts as nil.
func (t *Timeline) Times(plan Plan) *Times {
	now := time.Now()
	t.mu.Lock()
	times := &Times{State: t.state, Budget: t.budget, Signal: t.signal, Failure: t.failure, Result: t.result, Totals: t.totals}
	if !t.since.IsZero() {
		times.For = max(now.Sub(t.since), 0)
	}
	if !t.up.IsZero() {
		until := now
		if !t.down.IsZero() {
			until = t.down
		}
		times.Uptime = max(until.Sub(t.up), 0)
	}
	isUp := !t.up.IsZero()
	start, stop := t.start.copied(t.recordNow(now)), t.stop.copied(now)
	times.slow = maps.Clone(t.slow)
	t.mu.Unlock()

	times.Start, times.Stop = newPhase(start), newPhase(stop)
	if times.Start != nil {
		times.Start.Failed = times.Start.Ended && !isUp
		if isUp {
			times.Start.addPlan(plan)
		}
	}
	return times
}

// recordNow returns the present for the records. Between a call of Build and one of Start
// the start stands still.
func (t *Timeline) recordNow(now time.Time) time.Time {
	if t.state == StateBuilt {
		return t.builtAt
	}
	return now
}
