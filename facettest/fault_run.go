// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// faultRun is one run of an app, with one fault or none.
type faultRun struct {
	opts    []facet.Option
	budgets budgets
	target  hooks.Call // the call that fails; zero for none
	fault   fault

	up       chan struct{} // closed when the app is up
	release  chan struct{} // closed when hanging calls may return
	injected atomic.Bool   // the fault has happened
	recorder recorder
	detector *leakDetector
	app      *facet.App
	started  bool  // Start has returned nil
	result   error // of the run
	findings []string
}

func newFaultRun(opts []facet.Option, b budgets) *faultRun {
	return &faultRun{opts: opts, budgets: b, detector: newLeakDetector()}
}

func (fr *faultRun) addFinding(format string, args ...any) {
	fr.findings = append(fr.findings, fmt.Sprintf(format, args...))
}

// report lists the findings and the calls.
func (fr *faultRun) report() string {
	var b strings.Builder
	for _, finding := range fr.findings {
		b.WriteString("  " + strings.ReplaceAll(strings.TrimSpace(finding), "\n", "\n  ") + "\n")
	}
	return b.String() + "it called\n" + fr.recorder.text()
}

// run starts and stops the app, and verifies the promises. settle waits for tasks.
func (fr *faultRun) run(ctx context.Context, settle func()) {
	fr.up, fr.release = make(chan struct{}), make(chan struct{}) // channels belong to the bubble
	outside := []facet.Option{facet.Around(fr.detector.label), facet.Around(fr.recorder.record)}
	inside := []facet.Option{facet.Around(fr.injectFault)}
	fr.app = facet.New(slices.Concat([]facet.Option{facet.Log(nil)}, outside, fr.opts, inside)...)
	fr.start(ctx)
	settle()
	if fr.started && fr.target.Phase == hooks.PhaseTask && !fr.fault.late {
		fr.awaitEnd()
	}
	fr.stop(ctx)
	close(fr.release)
	settle()
	left := fr.detector.leaks()
	fr.verify()
	for _, goroutine := range left {
		fr.addFinding("%s", goroutine)
	}
}

func (fr *faultRun) start(ctx context.Context) {
	if fr.target.Phase == hooks.PhaseConstruct {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, fr.budgets.start) // constructors have no timeout by default
		defer cancel()
	}
	b := fr.budgets
	defer fr.checkDuration("Start", 2*b.start+b.stop+3*b.grace)()
	fr.started = fr.app.Start(ctx) == nil // the error is part of the result
	if fr.started {
		close(fr.up)
	}
}

func (fr *faultRun) stop(ctx context.Context) {
	defer fr.checkDuration("Stop", fr.budgets.stop+2*fr.budgets.grace)()
	fr.result = fr.app.Stop(context.WithoutCancel(ctx))
}

// awaitEnd waits until the app ends by itself.
func (fr *faultRun) awaitEnd() {
	tooLate := time.NewTimer(fr.budgets.patience)
	defer tooLate.Stop()
	select {
	case <-fr.app.Done():
	case <-tooLate.C:
		fr.addFinding("the app had not stopped %v after the task had failed", fr.budgets.patience)
	}
}

// checkDuration returns a function that checks the time until it is called.
func (fr *faultRun) checkDuration(op string, budget time.Duration) func() {
	began := time.Now()
	return func() {
		const perCall = time.Millisecond // for each call after the end of the budgets
		budget += fr.budgets.slack + perCall*time.Duration(len(fr.recorder.calls()))
		if took := time.Since(began); took > budget && fr.budgets.apply(fr.app) {
			fr.addFinding("%s took %v, more than the budgets of %v", op, took, budget)
		}
	}
}

// injectFault is the innermost middleware; it runs the fault.
func (fr *faultRun) injectFault(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
	if c != fr.target || fr.injected.Swap(true) {
		return next(ctx)
	}
	return fr.fault.behavior(ctx, fr, next)
}
