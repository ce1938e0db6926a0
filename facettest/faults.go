// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// Faults starts and stops an app once without a fault, and then once for each possible
// fault of each of its constructors, hooks, tasks, drain hooks and cleanups: it fails,
// it panics, it waits until its context ends, or it hangs longer than its context. Each
// is a subtest, which fails unless
//
//   - Start and Stop return within the budgets, with an error;
//   - every component that had started is stopped once, dependents first, and no other
//     component is stopped;
//   - every cleanup runs once;
//   - nothing else fails or panics because of the fault;
//   - no goroutine is leaked, except one that hangs, until it is released.
//
// The fault replaces the call of a constructor, a start hook or a task. For a stop
// hook, a drain hook or a cleanup, the fault follows the call, so that their resources
// are released. Tasks fail at once, and when the app is up.
//
// Each run has its own bubble of testing/synctest, in which hanging takes no time. If
// code waits for something outside the bubble, such as a network connection or a mutex,
// the time of the bubble stops; use [FaultsInRealTime] for components that do real I/O.
// All runs share the values in the options, for example those of facet.Supply. They
// must not be bound to a bubble, as channels and timers are.
func Faults(t *testing.T, opts ...facet.Option) {
	t.Helper()
	tryFaults(t, opts, virtualBudgets, func(t *testing.T, fr *faultRun) {
		t.Helper()
		stuck := inBubble(t, func(ctx context.Context) { fr.run(ctx, synctest.Wait) })
		if stuck != "" && len(fr.findings) == 0 {
			fr.addFinding("%s: the app waits for itself, or for something outside of the bubble", stuck)
		}
	})
}

// FaultsInRealTime is [Faults] without bubbles. Unless the options set other values,
// the app has half a second to start, half a second to stop, and a grace of 50
// milliseconds.
func FaultsInRealTime(t *testing.T, opts ...facet.Option) {
	t.Helper()
	tryFaults(t, opts, realTimeBudgets, func(t *testing.T, fr *faultRun) {
		t.Helper()
		fr.run(t.Context(), func() { time.Sleep(settleTime) })
	})
}

// settleTime is the time between start and stop for tasks.
const settleTime = 5 * time.Millisecond

// budgets are the budgets of the app. slack is the additional time that a run may take.
// patience is the time that a run waits for an app that ends by itself.
type budgets struct{ start, stop, grace, slack, patience time.Duration }

var (
	virtualBudgets  = budgets{start: startTimeout, stop: stopTimeout, grace: grace, patience: 24 * time.Hour}
	realTimeBudgets = budgets{start: 500 * time.Millisecond, stop: 500 * time.Millisecond, grace: 50 * time.Millisecond, slack: 5 * time.Second, patience: time.Minute}
)

// withBudgets adds the budgets to the options of a user, and reports whether all apply.
func (b budgets) withBudgets(opts []facet.Option) ([]facet.Option, bool) {
	defaults := []facet.Option{facet.StartTimeout(b.start), facet.StopTimeout(b.stop), facet.Grace(b.grace), facet.DrainDelay(0)}
	all := withDefaults(opts, defaults...)
	return all, len(all) == len(opts)+len(defaults)
}

// tryFaults runs the app without a fault, to record its calls, and then with each
// fault.
func tryFaults(t *testing.T, opts []facet.Option, b budgets, run func(*testing.T, *faultRun)) {
	t.Helper()
	opts, known := b.withBudgets(opts)
	probe := newFaultRun(opts, b, known)
	run(t, probe)
	if len(probe.findings) > 0 {
		t.Fatalf("facettest: the app does not run cleanly without a fault:\n%s", probe.report())
	}
	for _, c := range probe.recorder.calls() {
		for _, f := range faultsOf(c.Call) {
			t.Run(strings.ReplaceAll(callTitle(c.Call), " ", "_")+"_"+f.name, func(t *testing.T) {
				fr := newFaultRun(opts, b, known)
				fr.target, fr.fault = c.Call, f
				run(t, fr)
				if len(fr.findings) > 0 {
					t.Errorf("facettest: when this %s: %s\n%s", f.name, describe(c.Call), fr.report())
				}
			})
		}
	}
}

// callTitle names a call without its place.
func callTitle(c hooks.Call) string {
	name, _, _ := strings.Cut(describe(c), " at ")
	return name
}

// inBubble runs f in a bubble. It returns why the bubble did not end, or "".
func inBubble(t *testing.T, f func(context.Context)) (stuck string) {
	t.Helper()
	defer func() {
		if v := recover(); v != nil {
			stuck = guard.ValueText(v)
		}
	}()
	synctest.Test(t, func(t *testing.T) { f(t.Context()) })
	return ""
}
