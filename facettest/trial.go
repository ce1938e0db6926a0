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

// trial is one run of an app, with one fault or none.
type trial struct {
	opts    []facet.Option
	budgets budgets
	known   bool       // the budgets are those of the app
	target  hooks.Call // zero for none
	fault   fault

	up       chan struct{} // closed when the app is up
	release  chan struct{} // closed when what hangs may return
	reached  atomic.Bool   // the fault has happened
	recorder recorder
	watch    *watch
	app      *facet.App
	started  bool  // Start has returned nil
	result   error // of the run
	findings []string
}

func newTrial(opts []facet.Option, b budgets, known bool) *trial {
	return &trial{opts: opts, budgets: b, known: known, watch: newWatch()}
}

func (tr *trial) find(format string, args ...any) {
	tr.findings = append(tr.findings, fmt.Sprintf(format, args...))
}

// report lists what was found, and what was called.
func (tr *trial) report() string {
	var b strings.Builder
	for _, finding := range tr.findings {
		b.WriteString("  " + strings.ReplaceAll(strings.TrimSpace(finding), "\n", "\n  ") + "\n")
	}
	return b.String() + "it called\n" + tr.recorder.text()
}

// run starts and stops the app, and looks at what happened. settle waits for tasks.
func (tr *trial) run(ctx context.Context, settle func()) {
	tr.up, tr.release = make(chan struct{}), make(chan struct{}) // of the bubble
	outside := []facet.Option{facet.Around(tr.watch.around), facet.Around(tr.recorder.around)}
	inside := []facet.Option{facet.Around(tr.inject)}
	tr.app = facet.New(unlessGiven(slices.Concat(outside, tr.opts, inside), facet.Log(nil))...)
	tr.start(ctx)
	settle()
	if tr.started && tr.target.Phase == hooks.PhaseTask && !tr.fault.late {
		tr.await()
	}
	tr.stop(ctx)
	close(tr.release)
	settle()
	left := tr.watch.left()
	tr.judge()
	for _, goroutine := range left {
		tr.find("%s", goroutine)
	}
}

func (tr *trial) start(ctx context.Context) {
	if tr.target.Phase == hooks.PhaseConstruct {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, tr.budgets.start) // constructors have none by default
		defer cancel()
	}
	b := tr.budgets
	defer tr.within("Start", 2*b.start+b.stop+3*b.grace)()
	tr.started = tr.app.Start(ctx) == nil // the error is part of the result
	if tr.started {
		close(tr.up)
	}
}

func (tr *trial) stop(ctx context.Context) {
	defer tr.within("Stop", tr.budgets.stop+2*tr.budgets.grace)()
	tr.result = tr.app.Stop(context.WithoutCancel(ctx))
}

// await waits for the app to end by itself.
func (tr *trial) await() {
	tooLate := time.NewTimer(tr.budgets.patience)
	defer tooLate.Stop()
	select {
	case <-tr.app.Done():
	case <-tooLate.C:
		tr.find("the app had not come down %v after the task had failed", tr.budgets.patience)
	}
}

// within looks at how long it takes until what it returns is called.
func (tr *trial) within(op string, budget time.Duration) func() {
	began := time.Now()
	return func() {
		const least = time.Millisecond // of each step behind the end of the budgets
		budget += tr.budgets.slack + least*time.Duration(len(tr.recorder.calls()))
		if took := time.Since(began); tr.known && took > budget {
			tr.find("%s took %v, more than the budgets of %v", op, took, budget)
		}
	}
}

// inject is the middleware next to the hooks, in which the fault happens.
func (tr *trial) inject(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
	if c != tr.target || tr.reached.Swap(true) {
		return next(ctx)
	}
	return tr.fault.does(ctx, tr, next)
}
