// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"math"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// saturatingAdd returns the sum of two durations, or the longest duration if the sum
// overflows. A negative duration counts as 0. Sums with a [time.Time] need no such
// care: they do not overflow, and their differences are limited to the longest
// duration.
func saturatingAdd(a, b time.Duration) time.Duration {
	a, b = max(a, 0), max(b, 0)
	if b > math.MaxInt64-a {
		return math.MaxInt64
	}
	return a + b
}

func startTimeout(d time.Duration) *guard.TimeoutError {
	return &guard.TimeoutError{Name: "the start timeout", Budget: d, SetBy: "facet.StartTimeout sets it"}
}

func stopTimeout(d time.Duration) *guard.TimeoutError {
	return &guard.TimeoutError{Name: "the stop timeout", Budget: d, SetBy: "facet.StopTimeout sets it"}
}

// drainTimeout is the timeout of drain hooks. keep is what stop hooks reserve.
func drainTimeout(d, keep time.Duration) *guard.TimeoutError {
	setBy := "facet.DrainDelay and facet.StopTimeout add up to it"
	if keep > 0 {
		setBy += ", without what hooks.Reserve keeps"
	}
	return &guard.TimeoutError{Name: "the time to drain and stop", Budget: d, SetBy: setBy}
}

// ownTimeout returns the timeout of the step itself in a phase, or nil. Executor.mu is
// held.
func (s *step) ownTimeout(phase Phase) *guard.TimeoutError {
	if s == nil {
		return nil
	}
	d, ofAll, name := s.timeouts.Stop, s.lc.timeouts.Stop, "StopTimeout"
	if phase == PhaseStart {
		d, ofAll, name = s.timeouts.Start, s.lc.timeouts.Start, "StartTimeout"
	}
	if d <= 0 {
		return nil
	}
	err := &guard.TimeoutError{Name: "the hook's own timeout", Budget: d, SetBy: "Hook." + name + " sets it"}
	switch {
	case d == ofAll:
		err.SetBy = "provide." + name + " sets it"
	case s.hasTimeoutOption:
		err.SetBy = "hooks.Timeout sets it"
	}
	return err
}
