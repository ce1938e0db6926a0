// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"fmt"
	"math"
	"time"
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

// timeoutError is the cause of a context whose budget has ended.
type timeoutError struct {
	name   string
	budget time.Duration
	setBy  string // the option that sets the budget
}

func startTimeout(d time.Duration) *timeoutError {
	return &timeoutError{"the start timeout", d, "facet.StartTimeout sets it"}
}

func stopTimeout(d time.Duration) *timeoutError {
	return &timeoutError{"the stop timeout", d, "facet.StopTimeout sets it"}
}

func drainTimeout(d time.Duration) *timeoutError {
	return &timeoutError{"the time to drain and stop", d, "facet.DrainDelay and facet.StopTimeout add up to it"}
}

// ownTimeout returns the timeout of the step itself in a phase, or nil. Executor.mu is
// held.
func (s *step) ownTimeout(phase Phase) *timeoutError {
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
	err := &timeoutError{"the hook's own timeout", d, "Hook." + name + " sets it"}
	switch {
	case d == ofAll:
		err.setBy = "provide." + name + " sets it"
	case s.hasTimeoutOption:
		err.setBy = "hooks.Timeout sets it"
	}
	return err
}

func (e *timeoutError) Error() string {
	return fmt.Sprintf("%s of %v was exceeded; %s", e.name, e.budget, e.setBy)
}

// Unwrap makes errors.Is find context.DeadlineExceeded.
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout makes os.IsTimeout and net.Error users see a timeout.
func (e *timeoutError) Timeout() bool { return true }
