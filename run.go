// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// Main runs an app until it ends and exits the process: 0 after a clean end, else
// with the code of [ExitCode], the error on standard error. It does not return.
func Main(opts ...Option) {
	silent := &option{text: "Main", do: func(r *registry) { r.settings.printed = true }}
	err := New(append(opts, silent)...).Run(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(ExitCode(err)) //nolint:revive // what Main is for; nothing else exits
}

// Run starts the app, waits for its end, and returns the result of the run. A
// signal, or the cancellation of ctx, is a clean end: draining, then stop. Each
// further signal skips a rung: it ends the draining, if that goes on; it ends the
// stop's budget; after that, signals do again what they do without facet. Run never exits the
// process.
func (a *App) Run(ctx context.Context) error {
	if a.within(ctx) {
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
	app     *App
	done    chan struct{} // closed when result is final
	result  error
	handles []atomic.Pointer[hooks.Lifecycle] // by node
	built   atomic.Pointer[container.Build]
	plan    atomic.Pointer[hooks.Plan]
	hooks   *hooks.Executor

	// The fields below are guarded by App.mu.
	ending   bool                    // the end was asked for
	kept     bool                    // and is kept for the next start
	endedBy  string                  // by what
	cause    error                   // with what cause, nil for a clean end
	later    []error                 // reported meanwhile
	cut      context.CancelCauseFunc // ends the build or start in progress
	ctx      context.Context         //nolint:containedctx // carries the values of Start's context
	teardown *hooks.Teardown         // the way down, once it has begun
	signaled bool                    // a signal has asked for the end
	drained  bool                    // another has ended the draining
	expired  error                   // why the budget of the way down is over
	forced   *ForcedError            // a further signal was the reason
}

func newRun(a *App) *run {
	r := &run{app: a, done: make(chan struct{}), handles: make([]atomic.Pointer[hooks.Lifecycle], a.container.Size())}
	s := &a.settings
	r.hooks = hooks.New(hooks.Config{
		Grace: s.grace, StopTimeout: s.stopTimeout, Name: a.container.ID, Stream: a.stream,
		Shutdown: func(cause error) { r.end(cause, "Shutdown") },
		Report:   r.report,
	})
	return r
}

// cancellable returns a marked child of ctx that ends when the end of the run is
// asked for.
func (r *run) cancellable(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(r.marked(ctx))
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.cut, r.ctx = cancel, context.WithoutCancel(ctx)
	if r.ending && !r.kept {
		cancel(r.endCause())
	}
	return ctx, func() { cancel(nil) }
}

// up brings the app up, from a state in which it is built or not.
func (r *run) up(ctx context.Context, from State) error {
	a := r.app
	if a.isEnding(r) {
		return r.abort(ctx, nil)
	}
	if from != StateBuilt {
		if err := r.build(ctx); err != nil {
			return r.abort(ctx, err)
		}
		if !a.moveUnlessEnding(r, StateBuilt, StateStarting) {
			return r.abort(ctx, nil)
		}
	}
	ctx, stop := r.cancellable(ctx)
	defer stop()
	r.hooks.Values(ctx)
	if err := r.hooks.Start(ctx, r.plan.Load(), a.settings.startTimeout); err != nil {
		return r.abort(ctx, err)
	}
	if !a.moveUnlessEnding(r, StateRunning) {
		return r.abort(ctx, nil)
	}
	return nil
}

// abort rolls back after a build or start that failed with err, or that was
// ended from outside. The error is that of Start.
func (r *run) abort(ctx context.Context, err error) error {
	a := r.app
	if err == nil {
		a.mu.Lock()
		err = r.endCause()
		a.mu.Unlock()
	}
	r.report(err)
	if r.plan.Load() != nil {
		a.move(StateStopping)
		r.down(context.WithoutCancel(ctx), false)
	} else {
		r.finish()
	}
	<-r.done
	if r.result != nil {
		return r.result
	}
	return err
}

// down drains, if it should, stops what had started and runs the cleanups. The
// state has been moved already.
func (r *run) down(ctx context.Context, drain bool) {
	a := r.app
	s := &a.settings
	t := r.hooks.Teardown(r.marked(ctx), r.plan.Load(), hooks.Budget{Drain: s.drainDelay, Stop: s.stopTimeout})
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
		r.report(t.Drain())
		a.move(StateStopping)
	}
	r.report(t.Stop())
	r.finish()
}
