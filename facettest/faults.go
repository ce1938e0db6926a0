// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
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
		stuck := inBubble(t, bubbleTimeout, func(ctx context.Context) { fr.run(ctx, synctest.Wait) })
		if stuck != "" && len(fr.findings) == 0 {
			fr.addFinding("%s", stuck)
		}
	})
}

// FaultsInRealTime is [Faults] without bubbles. Unless the options set other values,
// the app has half a second to start, half a second to stop, and a grace of 50
// milliseconds. At most 200 faults are tried, unless FACETTEST_FAULTS sets another number.
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
type budgets struct {
	start, stop, grace, slack, patience time.Duration
	maxFaults                           int
}

var (
	virtualBudgets  = budgets{start: startTimeout, stop: stopTimeout, grace: grace, patience: 24 * time.Hour, maxFaults: 1000}
	realTimeBudgets = budgets{start: 500 * time.Millisecond, stop: 500 * time.Millisecond, grace: 50 * time.Millisecond, slack: 5 * time.Second, patience: time.Minute, maxFaults: 200}
)

// withBudgets adds the budgets to the options of a user, which come later and so count.
func (b budgets) withBudgets(opts []facet.Option) []facet.Option {
	return append([]facet.Option{facet.StartTimeout(b.start), facet.StopTimeout(b.stop), facet.Grace(b.grace), facet.DrainDelay(0)}, opts...)
}

// apply reports whether the budgets are those of an app: the user has set no others.
func (b budgets) apply(app *facet.App) bool {
	rows := app.String()
	for name, d := range map[string]time.Duration{"StartTimeout": b.start, "StopTimeout": b.stop, "Grace": b.grace} {
		if !regexp.MustCompile(`(?m)^  ` + name + ` +` + regexp.QuoteMeta(d.String()) + ` `).MatchString(rows) {
			return false
		}
	}
	return strings.Contains(rows, "\n  DrainDelay    none ")
}

// tryFaults runs the app without a fault, to record its calls, and then with each
// fault.
func tryFaults(t *testing.T, opts []facet.Option, b budgets, run func(*testing.T, *faultRun)) {
	t.Helper()
	opts = b.withBudgets(opts)
	probe := newFaultRun(opts, b)
	run(t, probe)
	if len(probe.findings) > 0 {
		t.Fatalf("facettest: the app does not run cleanly without a fault:\n%s", probe.report())
	}
	all := allFaults(probe.recorder.calls())
	chosen, err := choose(all, b.maxFaults)
	if err != nil {
		t.Fatalf("facettest: %v", err)
	}
	t.Logf("facettest: %d of %d faults are tried", len(chosen), len(all))
	for i, c := range chosen {
		if i > 0 && i%100 == 0 {
			t.Logf("facettest: %d of %d are done", i, len(chosen))
		}
		t.Run(strings.ReplaceAll(callTitle(c.call), " ", "_")+"_"+c.fault.name, func(t *testing.T) {
			fr := newFaultRun(opts, b)
			fr.target, fr.fault = c.call, c.fault
			run(t, fr)
			if len(fr.findings) > 0 {
				t.Errorf("facettest: when this %s: %s\n%s", c.fault.name, describe(c.call), fr.report())
			}
		})
	}
}

// callFault is a fault of a call.
type callFault struct {
	call  hooks.Call
	fault fault
}

func allFaults(calls []record) []callFault {
	var all []callFault
	for _, c := range calls {
		for _, f := range faultsOf(c.Call) {
			all = append(all, callFault{c.Call, f})
		}
	}
	return all
}

// choose returns at most n of the faults, evenly spread. FACETTEST_FAULTS replaces n.
func choose(all []callFault, n int) ([]callFault, error) {
	if text := os.Getenv(faultsEnv); text != "" {
		given, err := strconv.Atoi(text)
		if err != nil || given < 1 {
			return nil, fmt.Errorf("%s=%q is not a number of faults", faultsEnv, text)
		}
		n = given
	}
	if len(all) <= n {
		return all, nil
	}
	chosen := make([]callFault, n)
	for i := range chosen {
		chosen[i] = all[i*len(all)/n]
	}
	return chosen, nil
}

// faultsEnv is the variable with the largest number of faults.
const faultsEnv = "FACETTEST_FAULTS"

// callTitle names a call without its place.
func callTitle(c hooks.Call) string {
	name, _, _ := strings.Cut(describe(c), " at ")
	return name
}

// bubbleTimeout is the real time that a run in a bubble may take, in which time costs
// nothing.
const bubbleTimeout = 30 * time.Second

// inBubble runs f in a bubble. It returns why the bubble did not end, or "". A bubble that
// waits for something outside of it is abandoned.
func inBubble(t *testing.T, timeout time.Duration, f func(context.Context)) (stuck string) {
	t.Helper()
	ended := make(chan string, 1)
	go func() {
		stuck := "the run called runtime.Goexit" // t.FailNow, for example
		defer func() { ended <- stuck }()
		defer func() {
			if v := recover(); v != nil {
				stuck = guard.ValueText(v) + ": the app waits for itself, or for something outside of the bubble"
			}
		}()
		synctest.Test(t, func(t *testing.T) { f(t.Context()) })
		stuck = ""
	}()
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case stuck = <-ended:
	case <-timer.C:
		stuck = fmt.Sprintf("the run has not ended after %v: it waits for something outside of the bubble, such as a network connection; use FaultsInRealTime", timeout)
	}
	return stuck
}
