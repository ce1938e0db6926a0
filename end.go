// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// finish makes the result known.
func (r *run) finish() {
	a := r.app
	result := r.join(a.stream.End())
	if a.stream.Enabled() || result != nil {
		a.stream.Emit(observe.Event{Op: observe.OpResult, Err: result})
	}
	// What an observer does at that event is of this run, and what it does later of
	// none: the result is known then.
	if late := a.stream.Err(); late != nil {
		result = hooks.Join(result, late)
	}
	r.result = result
	next := StateStopped
	if result != nil {
		next = StateFailed
	}
	a.move(next)
	r.over.Store(true)
	close(r.done)
}

// join puts the result together: the first cause, then what went wrong later.
// What a clean end cut short is no failure.
// No lock is held: users' errors are asked.
func (r *run) join(observers error) error {
	r.app.mu.Lock()
	later, cause := r.later.all(), r.cause
	if r.forced != nil {
		later = append(later, r.forced)
	}
	r.app.mu.Unlock()
	all := hooks.Join(append(later, observers)...)
	if cause != nil && !guard.Is(all, cause) {
		// It came when the start had failed already.
		all = hooks.Join(all, cause)
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
	end, ok := guard.As[*stoppedEarlyError](err)
	if !ok {
		return false
	}
	if hook, ok := guard.As[*HookError](err); ok {
		return !hook.Abandoned && hook.Err == error(end) //nolint:errorlint // anything around it is news
	}
	if construct, ok := guard.As[*ConstructError](err); ok {
		return !construct.Abandoned && (!construct.Called || construct.Err == error(end)) //nolint:errorlint // as above
	}
	return true
}

// report notes an error that is part of the result.
func (r *run) report(err error) {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.later.add(err)
}

// reportFirst notes why the run did not come up. What was asked for meanwhile came
// later.
func (r *run) reportFirst(err error) {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	r.later.insert(err)
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
	r.app.stream.Flush()
	r.down(r.ctx, true, false)
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
		cause = &opaqueError{f} // one cause, not to be taken apart
	}
	up := a.state == StateBuilding || a.state == StateStarting
	first := !r.ending || r.kept && r.cause == nil
	if first {
		r.cause = cause
	} else {
		r.later.add(cause)
	}
	if r.ending && (!r.kept || !up) {
		return false
	}
	r.ending, r.endedBy = true, by
	r.kept = a.state == StateNew || a.state == StateBuilt
	switch {
	case up && r.cut != nil:
		r.cut(r.endCause())
	case a.state == StateRunning:
		a.setState(StateDraining)
		r.later.insert(cause) // the first cause of the result
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

// expireWith ends the budget of the way down when ctx ends, until stop is called.
func (r *run) expireWith(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() {
		r.app.mu.Lock()
		defer r.app.mu.Unlock()
		r.expireLocked(context.Cause(ctx))
	})
}

// endCause returns the cause of the contexts that the end cuts short.
func (r *run) endCause() error {
	if r.cause != nil {
		return r.cause
	}
	return &stoppedEarlyError{by: r.endedBy}
}

// whyEnded returns the cause of the end if that was asked for, nil if not.
func (r *run) whyEnded() error {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	if !r.ending {
		return nil
	}
	return r.endCause()
}

func (r *run) endByContext(ctx context.Context) {
	if ctx.Err() == context.Canceled {
		r.end(nil, "the end of Run's context")
	} else {
		r.end(context.Cause(ctx), "the deadline of Run's context")
	}
}
