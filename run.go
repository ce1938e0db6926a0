// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync/atomic"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
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

// finish makes the result known.
func (r *run) finish() {
	a := r.app
	if b := r.built.Load(); b != nil {
		b.Forget()
	}
	observers := a.stream.Err()
	a.mu.Lock()
	r.result = r.join(observers)
	next := StateStopped
	if r.result != nil {
		next = StateFailed
	}
	a.mu.Unlock()
	if a.stream.Enabled() || r.result != nil {
		a.stream.Emit(observe.Event{Op: observe.OpResult, Err: r.result})
	}
	a.move(next)
	close(r.done)
}

// join puts the result together: the first cause, then what went wrong later.
// What a clean end cut short is no failure.
func (r *run) join(observers error) error {
	var forced error
	if r.forced != nil {
		forced = r.forced
	}
	all := hooks.Join(append(slices.Clone(r.later), forced, observers)...)
	if r.cause != nil && !errors.Is(all, r.cause) {
		// It came when the start had failed already.
		all = hooks.Join(all, r.cause)
	}
	failures, ok := all.(*Failure) //nolint:errorlint // made by Join, never wrapped
	if !ok {
		failures = &Failure{Later: []error{all}}
	}
	kept := slices.DeleteFunc(append([]error{failures.Cause}, failures.Later...), isCleanEnd)
	return hooks.Join(kept...)
}

// isCleanEnd tells whether err says no more than that a clean end cut a build or
// start short.
func isCleanEnd(err error) bool {
	var end *endError
	if !errors.As(err, &end) {
		return false
	}
	var construct *ConstructError
	var hook *HookError
	switch {
	case errors.As(err, &hook):
		return !hook.Abandoned && hook.Err == error(end) //nolint:errorlint // anything around it is news
	case errors.As(err, &construct):
		return !construct.Abandoned && (!construct.Called || construct.Err == error(end)) //nolint:errorlint // as above
	default:
		return true
	}
}

// report notes an error that is part of the result.
func (r *run) report(err error) {
	if err == nil {
		return
	}
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.later = append(r.later, err)
}

// end asks for the end of the run.
func (r *run) end(cause error, by string) {
	r.app.mu.Lock()
	begin := r.endLocked(cause, by)
	r.app.mu.Unlock()
	if begin {
		go r.begunDown()
	}
}

// begunDown is the goroutine of the app on which it ends by itself.
func (r *run) begunDown() {
	r.app.tellStates()
	r.down(r.ctx, true)
}

// endLocked notes that the end is asked for. It returns true if the caller has
// to begin the way down. App.mu is held.
func (r *run) endLocked(cause error, by string) bool {
	a := r.app
	if exit, ok := cause.(*ExitError); ok && exit.Code == 0 { //nolint:errorlint // what was given, nothing around it
		cause = nil
	}
	if a.run != r || a.state == StateStopped || a.state == StateFailed {
		return false
	}
	if f, ok := cause.(*Failure); ok { //nolint:errorlint // what was given, nothing around it
		cause = &wholeError{f} // one cause, not to be taken apart
	}
	up := a.state == StateBuilding || a.state == StateStarting
	first := !r.ending || r.kept && r.cause == nil
	if !first && cause != nil {
		r.later = append(r.later, cause)
	}
	if r.ending && (!r.kept || !up) {
		return false
	}
	r.ending, r.endedBy = true, by
	if first {
		r.cause = cause
	}
	r.kept = a.state == StateNew || a.state == StateBuilt
	switch {
	case up && r.cut != nil:
		r.cut(r.endCause())
	case a.state == StateRunning:
		a.setState(StateDraining)
		r.later = slices.Insert(r.later, 0, cause) // the first cause of the result
		return true
	}
	return false
}

// expireLocked ends the budget of the way down, be it yet to come. App.mu is held.
func (r *run) expireLocked(cause error) {
	r.expired = cause
	if r.teardown != nil {
		r.teardown.Expire(cause)
	}
}

// endCause returns the cause of the contexts that the end cuts short.
func (r *run) endCause() error {
	if r.cause != nil {
		return r.cause
	}
	return &endError{by: r.endedBy}
}

func (r *run) endByContext(ctx context.Context) {
	if errors.Is(ctx.Err(), context.Canceled) {
		r.end(nil, "the end of Run's context")
	} else {
		r.end(context.Cause(ctx), "the deadline of Run's context")
	}
}

func (a *App) isEnding(r *run) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return r.ending
}
