// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"slices"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// finish sets the result and the last state, and closes done.
func (r *run) finish() {
	a := r.app
	result := r.joinResult(a.stream.End())
	if a.stream.Enabled() || result != nil {
		a.stream.Emit(observe.Event{Op: observe.OpResult, Err: result})
	}
	// A failure of an observer at that event belongs to this run. A later one belongs to
	// no run, as the result is known then.
	if late := a.stream.Err(); late != nil {
		result = hooks.Join(result, late)
	}
	r.result = result
	next := StateStopped
	if result != nil {
		next = StateFailed
	}
	a.setStateAndEmit(next)
	r.finished.Store(true)
	close(r.done)
}

// joinResult joins the first cause and the later errors. Errors that say only that a
// clean stop canceled the build or start are left out. No lock is held while methods of
// users' errors run.
func (r *run) joinResult(observers error) error {
	r.app.mu.Lock()
	errs, stopCause := r.errorsLocked(), r.stopCause
	if r.forced != nil {
		errs = append(errs, r.forced)
	}
	r.app.mu.Unlock()
	all := hooks.Join(append(errs, observers)...)
	if stopCause != nil && !guard.Is(all, stopCause) {
		all = hooks.Join(all, stopCause) // last, as the start had failed before the request
	}
	failures, ok := all.(*Failure) //nolint:errorlint // made by Join, never wrapped
	if !ok {
		failures = &Failure{Later: []error{all}}
	}
	return hooks.Join(slices.DeleteFunc(append([]error{failures.Cause}, failures.Later...), r.saysStoppedEarly)...)
}

// saysStoppedEarly reports whether err says only that a clean stop canceled the build or
// start of this run. It calls no methods of err.
func (r *run) saysStoppedEarly(err error) bool {
	switch e := err.(type) { //nolint:errorlint // the error of the run itself: what a user wraps says more
	case *HookError:
		return !e.Abandoned && r.isStoppedEarly(e.Err)
	case *ConstructError:
		return !e.Abandoned && r.isStoppedEarly(e.Err)
	default:
		return r.isStoppedEarly(err)
	}
}

func (r *run) isStoppedEarly(err error) bool {
	early, ok := err.(*stoppedEarlyError) //nolint:errorlint // a wrapped one says more
	return ok && early == r.stoppedEarly
}

// joinResult joins the errors of the call. The cause of a requested stop comes first
// unless one of the errors contains it.
func (c *doCall) joinResult() error {
	c.app.mu.Lock()
	errs, stopCause := c.errorsLocked(), c.stopCause
	c.app.mu.Unlock()
	all := hooks.Join(errs...)
	if stopCause != nil && !guard.Is(all, stopCause) {
		return hooks.Join(stopCause, all)
	}
	return all
}
