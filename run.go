// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync/atomic"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// Main runs an app and exits the process: with 0 after a clean stop, else with the code
// of [ExitCode] after it has written the error to standard error, unless the default log
// has written it there. It does not return.
func Main(opts ...Option) {
	app := New(opts...)
	err := app.Run(context.Background())
	if err != nil && !app.resultTold.Load() {
		fmt.Fprintln(os.Stderr, hooks.Text(err))
	}
	os.Exit(ExitCode(err)) //nolint:revive // the purpose of Main; nothing else exits
}

// Run starts the app, waits until it has stopped, and returns the result of the run. A
// signal, or the cancellation of ctx, requests a clean stop: draining, then the stop
// hooks. Further signals shorten the stop. The next one ends the draining, if the app
// still drains; one more ends the budget of the stop. After that, signals have their
// default effect again. Run never exits the process.
func (a *App) Run(ctx context.Context) error {
	ctx, done := a.adopt(ctx)
	defer done()
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	r, from, err := a.beginRun("Run", StateStarting)
	if err != nil {
		return err
	}
	release := r.listen()
	defer release()
	if ctx.Err() != nil {
		r.requestStopByContext(ctx)
	}
	stop := context.AfterFunc(ctx, func() { r.requestStopByContext(ctx) })
	defer stop()
	_ = r.start(context.WithoutCancel(ctx), from) // part of the result
	<-r.done
	return r.result
}

// run is one life cycle of an app, from the build to the end of the stop.
type run struct {
	lifetime
	done   chan struct{} // closed when result is final
	result error

	// The fields below are guarded by App.mu.
	stopRequested bool
	deferredStop  bool                    // the request came before the start, which it cancels
	stoppedEarly  *stoppedEarlyError      // with what a clean stop cancels the start; nil until one is requested
	cancelStart   context.CancelCauseFunc // cancels the build or start in progress
	ctx           context.Context         //nolint:containedctx // carries the values of Start's context
	signaled      bool                    // a signal was received
	rollsBack     bool                    // the stop follows a failed build or start
	drainSkipped  bool                    // a further signal has ended the draining
	budgetEnded   error                   // why the budget of the stop has ended early
	forced        *ForcedError            // a further signal has ended the budget
}

func newRun(a *App) *run {
	r := &run{done: make(chan struct{})}
	r.init(a, r)
	r.handles = make([]atomic.Pointer[hooks.Lifecycle], a.container.Size())
	r.staysOpen = a.settings.openUntilStart
	r.prepareBuild()
	return r
}

// build constructs what the roots need, unless the graph has problems.
func (r *run) build(ctx context.Context) error {
	a := r.app
	err, warning := a.container.Check()
	if err := a.withRegistrationProblems("build", err); err != nil {
		return err
	}
	if warning != nil {
		a.stream.Emit(observe.Event{Op: observe.OpWarning, Err: warning})
	}
	if near := a.nearGroups(false); len(near) > 0 {
		a.stream.Emit(observe.Event{Op: observe.OpWarning, Err: &Problems{Op: "match all groups", Left: "the app runs without these members", List: near}})
	}
	return r.lifetime.build(ctx, a.container.Build)
}

// startContext returns a child of ctx for a build or start of the run. A request to
// stop cancels it.
func (r *run) startContext(ctx context.Context) (context.Context, func()) {
	ctx, leave := withTransition(ctx, r.app, r)
	ctx, cancel := context.WithCancelCause(ctx)
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.cancelStart, r.ctx = cancel, context.WithoutCancel(ctx)
	if r.stopRequested && !r.deferredStop {
		cancel(r.cancelCause())
	}
	return ctx, func() { leave(); cancel(nil) }
}

// start builds the app, unless from is StateBuilt, and starts it.
func (r *run) start(ctx context.Context, from State) error {
	ctx, stop := r.startContext(ctx)
	defer stop()
	if hasTransition, err := r.buildAndStart(ctx, from); err != nil {
		return r.rollBack(ctx, err, hasTransition)
	}
	r.app.endTransition()
	return nil
}

// buildAndStart reports also whether the run holds the transition.
func (r *run) buildAndStart(ctx context.Context, from State) (hasTransition bool, err error) {
	a := r.app
	if err := r.requestedCause(); err != nil { // a stop may have been requested already
		return false, err
	}
	if err := a.beginTransition(ctx); err != nil {
		return false, err
	}
	if from != StateBuilt {
		if err := r.build(ctx); err != nil {
			return true, err
		}
		if !a.setStateUnlessStopping(r, StateBuilt, StateStarting) {
			return true, r.requestedCause()
		}
	}
	r.endRegistration()
	if r.staysOpen {
		if err := r.reserveProblem(); err != nil {
			return true, err
		}
	}
	r.hooks.Values(ctx)
	if err := a.hooks.Start(ctx, r.plan.Load(), a.budgets().start); err != nil {
		return true, err
	}
	if !a.setStateUnlessStopping(r, StateRunning) {
		return true, r.requestedCause()
	}
	return true, nil
}

// rollBack stops what a failed or canceled build or start had started, and returns the
// error of Start. hasTransition reports that the run holds the transition.
func (r *run) rollBack(ctx context.Context, err error, hasTransition bool) error {
	r.fail(err)
	if r.plan.Load() != nil {
		r.rollsBack = true
		r.app.setStateAndEmit(StateStopping)
		r.stop(context.WithoutCancel(ctx), false, hasTransition)
	} else {
		if hasTransition {
			r.app.endTransition()
		}
		r.finish()
	}
	<-r.done
	if r.result != nil {
		return r.result
	}
	return err
}

// stop drains if drain is set, stops all live components and runs the cleanups.
// hasTransition reports that the run holds the transition.
func (r *run) stop(ctx context.Context, drain, hasTransition bool) {
	a := r.app
	b := a.budgets()
	ctx, leave := withTransition(ctx, a, r)
	defer leave()
	if r.rollsBack && a.settings.rollbackTimeout > 0 {
		b.stop = a.settings.rollbackTimeout
	}
	t := a.hooks.Teardown(ctx, hooks.Budget{Drain: b.drain, Stop: b.stop})
	a.mu.Lock()
	r.teardown = t
	if r.drainSkipped {
		t.EndDrain()
	}
	if r.budgetEnded != nil {
		t.Expire(r.budgetEnded)
	}
	a.mu.Unlock()
	if drain {
		a.signalDraining()
		r.addError(t.Drain(r.plan.Load()))
		a.setStateAndEmit(StateStopping)
	}
	a.signalStopping()
	if !hasTransition {
		t.Await(r.awaitTransition)
	}
	a.awaitStoppingCalls()
	nodes, plan := r.liveNodesAndPlan()
	r.addError(t.Stop(plan))
	a.forget(nodes)
	a.endTransition()
	r.finish()
}

// liveNodesAndPlan returns all live nodes, those whose constructors failed, and the
// plan that stops them in reverse.
func (r *run) liveNodesAndPlan() ([]int, *hooks.Plan) {
	a := r.app
	r.endRegistration()
	nodes := r.appendFailedNode(a.container.Live())
	a.mu.Lock()
	nodes = append(nodes, a.pendingCleanups...)
	a.pendingCleanups = nil
	a.mu.Unlock()
	standIns := r.makeStandIns(nodes)
	if r.plannedNodes != nil && standIns.isEmpty() && slices.Equal(nodes, r.plannedNodes) {
		return nodes, r.plan.Load()
	}
	return nodes, a.planOf(nodes, standIns)
}
