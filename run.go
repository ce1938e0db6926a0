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

// Main runs an app until it ends and exits the process: 0 after a clean end, else
// with the code of [ExitCode], the error on standard error. It does not return.
func Main(opts ...Option) {
	silent := &option{name: "Main", do: func(r *registry) { r.settings.printed = true }}
	err := New(append(opts, silent)...).Run(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, hooks.Text(err))
	}
	os.Exit(ExitCode(err)) //nolint:revive // what Main is for; nothing else exits
}

// Run starts the app, waits for its end, and returns the result of the run. A
// signal, or the cancellation of ctx, is a clean end: draining, then stop. Each
// further signal skips a rung: it ends the draining, if that goes on; it ends the
// stop's budget; after that, signals do again what they do without facet. Run never exits the
// process.
func (a *App) Run(ctx context.Context) error {
	ctx, done := a.adopt(ctx)
	defer done()
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	r, from, err := a.enter("Run", StateStarting)
	if err != nil {
		return err
	}
	release := r.listen()
	defer release()
	if ctx.Err() != nil {
		r.endByContext(ctx)
	}
	stop := context.AfterFunc(ctx, func() { r.endByContext(ctx) })
	defer stop()
	_ = r.up(context.WithoutCancel(ctx), from) // part of the result
	<-r.done
	return r.result
}

// run is one life of an app: from a build to the end of the stop.
type run struct {
	*part
	done   chan struct{} // closed when result is final
	result error

	// The fields below are guarded by App.mu.
	ending   bool                    // the end was asked for
	kept     bool                    // and is kept for the next start
	endedBy  string                  // by what
	cause    error                   // with what cause, nil for a clean end
	later    errorList               // reported meanwhile
	cut      context.CancelCauseFunc // ends the build or start in progress
	ctx      context.Context         //nolint:containedctx // carries the values of Start's context
	teardown *hooks.Teardown         // the way down, once it has begun
	signaled bool                    // a signal has asked for the end
	drained  bool                    // another has ended the draining
	expired  error                   // why the budget of the way down is over
	forced   *ForcedError            // a further signal was the reason
}

func newRun(a *App) *run {
	handles := make([]atomic.Pointer[hooks.Lifecycle], a.container.Size())
	r := &run{part: newPart(a, handles), done: make(chan struct{})}
	r.requestStop = func(cause error) { r.end(cause, "Shutdown") }
	return r
}

// build constructs what the roots need, unless the graph forbids it.
func (r *run) build(ctx context.Context) error {
	a := r.app
	err, warning := a.container.Check()
	if err := a.withRegistrationProblems("build", err); err != nil {
		return err
	}
	if warning != nil {
		a.stream.Emit(observe.Event{Op: observe.OpWarning, Err: warning})
	}
	return r.part.build(ctx, a.container.Build)
}

// cancellable returns a marked child of ctx that ends when the end of the run is
// asked for.
func (r *run) cancellable(ctx context.Context) (context.Context, func()) {
	ctx, leave := withTransition(ctx, r.app, r)
	ctx, cancel := context.WithCancelCause(ctx)
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.cut, r.ctx = cancel, context.WithoutCancel(ctx)
	if r.ending && !r.kept {
		cancel(r.endCause())
	}
	return ctx, func() { leave(); cancel(nil) }
}

// up brings the app up, from a state in which it is built or not.
func (r *run) up(ctx context.Context, from State) error {
	ctx, stop := r.cancellable(ctx)
	defer stop()
	if holds, err := r.bring(ctx, from); err != nil {
		return r.abort(ctx, err, holds)
	}
	r.app.endTransition()
	return nil
}

// bring tells beside its error whether the run has the turn.
func (r *run) bring(ctx context.Context, from State) (holds bool, err error) {
	a := r.app
	if err := r.whyEnded(); err != nil { // the end may have been asked for before
		return false, err
	}
	if err := a.beginTransition(ctx); err != nil {
		return false, err
	}
	if from != StateBuilt {
		if err := r.build(ctx); err != nil {
			return true, err
		}
		if !a.moveUnlessEnding(r, StateBuilt, StateStarting) {
			return true, r.whyEnded()
		}
	}
	r.hooks.Values(ctx)
	if err := a.hooks.Start(ctx, r.plan.Load(), a.settings.startTimeout); err != nil {
		return true, err
	}
	if !a.moveUnlessEnding(r, StateRunning) {
		return true, r.whyEnded()
	}
	return true, nil
}

// abort rolls back after a build or start that failed with err, or that was
// ended from outside. The error is that of Start. holds tells that the run has the
// turn.
func (r *run) abort(ctx context.Context, err error, holds bool) error {
	r.reportFirst(err)
	if r.plan.Load() != nil {
		r.app.move(StateStopping)
		r.down(context.WithoutCancel(ctx), false, holds)
	} else {
		if holds {
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

// down drains, if it should, stops all that lives and runs the cleanups. holds
// reports that the caller has the transition.
func (r *run) down(ctx context.Context, drain, holds bool) {
	a := r.app
	s := &a.settings
	ctx, leave := withTransition(ctx, r.app, r)
	defer leave()
	t := a.hooks.Teardown(ctx, hooks.Budget{Drain: s.drainDelay, Stop: s.stopTimeout})
	a.mu.Lock()
	r.teardown = t
	if r.drained {
		t.EndDrain()
	}
	if r.expired != nil {
		t.Expire(r.expired)
	}
	a.mu.Unlock()
	if drain {
		r.rejectCalls()
		r.report(t.Drain(r.plan.Load()))
		a.move(StateStopping)
	}
	r.dismissCalls()
	if !holds {
		t.Within(r.beginTransition)
	}
	r.awaitDismissed()
	nodes, plan := r.remaining()
	r.report(t.Stop(plan))
	a.forget(nodes)
	a.endTransition()
	r.finish()
}

// remaining returns all that lives, with the component whose constructor failed
// last, and the plan whose mirror image stops it.
func (r *run) remaining() ([]int, *hooks.Plan) {
	a := r.app
	nodes := r.withFailed(a.container.Alive())
	a.mu.Lock()
	nodes = append(nodes, a.pendingCleanups...)
	a.pendingCleanups = nil
	a.mu.Unlock()
	standIns := r.standIns(nodes)
	if r.planned != nil && standIns.isEmpty() && slices.Equal(nodes, r.planned) {
		return nodes, r.plan.Load()
	}
	return nodes, a.planOf(nodes, standIns)
}
