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

// Faults starts and stops an app once as it is, and then once for each thing that can
// go wrong with each of its constructors, hooks, tasks, drain hooks and cleanups: it
// fails, it panics, it waits until its context ends, it hangs whatever its context
// says. Each is a subtest, which fails unless
//
//   - Start and Stop return within the budgets, with an error;
//   - what had started is stopped, once each, dependents first; what had not is not;
//   - every cleanup runs, once;
//   - nothing else fails or panics because of it;
//   - no goroutine is left behind but the one that hangs, until it is let go.
//
// In place of a constructor, a start hook or a task, the fault happens instead of what
// the app has there; behind a stop hook, a drain hook or a cleanup, it happens after
// it, so that what they release is released. Tasks fail at once, and when the app is
// up.
//
// Each run is in a bubble of testing/synctest, where hanging takes no time. What waits
// for something outside of it, a network connection or a mutex, stops the time: with
// components that do real I/O use [FaultsInRealTime]. What the options hold, as
// facet.Supply does, is shared by all runs, and must not be bound to a bubble, as
// channels and timers are.
func Faults(t *testing.T, opts ...facet.Option) {
	t.Helper()
	tryFaults(t, opts, virtual, func(t *testing.T, tr *trial) {
		t.Helper()
		stuck := inBubble(t, func(ctx context.Context) { tr.run(ctx, synctest.Wait) })
		if stuck != "" && len(tr.findings) == 0 {
			tr.find("%s: the app waits for itself, or for something outside of the bubble", stuck)
		}
	})
}

// FaultsInRealTime is [Faults] without bubbles. Unless the options say otherwise, the
// app has half a second to start, as much to stop, and a grace of 50 milliseconds.
func FaultsInRealTime(t *testing.T, opts ...facet.Option) {
	t.Helper()
	tryFaults(t, opts, inRealTime, func(t *testing.T, tr *trial) {
		t.Helper()
		tr.run(t.Context(), func() { time.Sleep(settling) })
	})
}

// settling is the time that tasks get between start and stop.
const settling = 5 * time.Millisecond

// budgets are those of the apps of trials. Slack is what a trial may take beside,
// patience how long an app that ends by itself is waited for.
type budgets struct{ start, stop, grace, slack, patience time.Duration }

var (
	virtual    = budgets{start: startTimeout, stop: stopTimeout, grace: grace, patience: 24 * time.Hour}
	inRealTime = budgets{start: 500 * time.Millisecond, stop: 500 * time.Millisecond, grace: 50 * time.Millisecond, slack: 5 * time.Second, patience: time.Minute}
)

// options adds the budgets to those of a user, and tells whether all apply.
func (b budgets) options(opts []facet.Option) ([]facet.Option, bool) {
	own := []facet.Option{facet.StartTimeout(b.start), facet.StopTimeout(b.stop), facet.Grace(b.grace), facet.DrainDelay(0)}
	all := unlessGiven(opts, own...)
	return all, len(all) == len(opts)+len(own)
}

// tryFaults runs the app without a fault, to see what there is, and then with each.
func tryFaults(t *testing.T, opts []facet.Option, b budgets, run func(*testing.T, *trial)) {
	t.Helper()
	opts, known := b.options(opts)
	probe := newTrial(opts, b, known)
	run(t, probe)
	if len(probe.findings) > 0 {
		t.Fatalf("facettest: the app does not run cleanly without a fault:\n%s", probe.report())
	}
	for _, c := range probe.recorder.calls() {
		for _, f := range faultsOf(c.Call) {
			t.Run(strings.ReplaceAll(title(c.Call), " ", "_")+"_"+f.name, func(t *testing.T) {
				tr := newTrial(opts, b, known)
				tr.target, tr.fault = c.Call, f
				run(t, tr)
				if len(tr.findings) > 0 {
					t.Errorf("facettest: when this %s: %s\n%s", f.name, describe(c.Call), tr.report())
				}
			})
		}
	}
}

// title names a call without its place.
func title(c hooks.Call) string {
	name, _, _ := strings.Cut(describe(c), " at ")
	return name
}

// inBubble runs f in a bubble. It returns why the bubble did not come to an end, ""
// if it did.
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
