// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import "time"

// Plan computes starts without running them, for what a [Timeline] says about slack and
// about what would be faster. *hooks.Plan implements it; a nil *hooks.Plan has no steps.
type Plan interface {
	// Rehearse computes a start. It calls end once for each step, in the order of their
	// begins, when everything that the step waits for has ended; begin is the time since
	// the start of the first step, and the step ends at the time that end returns. With
	// concurrent the order is that of facet.Concurrent, else that of the plan. The result
	// has all steps, in the order of their begins.
	Rehearse(concurrent bool, end func(step StepID, begin time.Duration) time.Duration) []RehearsedStep
	// IsConcurrent reports whether the plan has that order already.
	IsConcurrent() bool
}

// StepID identifies a start hook or a task in a plan.
type StepID struct {
	Node string // id of the component
	Nth  int    // its number among what the component starts, from 0
}

// RehearsedStep is a step of a computed start.
type RehearsedStep struct {
	StepID

	Begin, End time.Duration
	// Slack is how much longer the step could take without a later end of the start, as
	// long as the steps of a limited plan keep their order.
	Slack time.Duration
}
