// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/internal/guard"
)

// requestStop requests a stop on behalf of a component.
func (r *run) requestStop(cause error) { r.requestStopBy(cause, "Shutdown") }

// requestStopBy requests a stop and returns at once. A nil cause is a clean stop.
func (r *run) requestStopBy(cause error, by string) {
	r.app.mu.Lock()
	mustStop := r.requestStopLocked(cause, by)
	r.app.mu.Unlock()
	if mustStop {
		go r.stopInBackground()
	}
}

func (r *run) requestStopByContext(ctx context.Context) {
	if ctx.Err() == context.Canceled {
		r.requestStopBy(nil, "the end of Run's context")
	} else {
		r.requestStopBy(guard.Cause(ctx), "the deadline of Run's context")
	}
}

// requestStopLocked records a request to stop, and cancels a build or start in
// progress. It reports whether the caller must stop the run. App.mu is held.
func (r *run) requestStopLocked(cause error, by string) (mustStop bool) {
	a := r.app
	if a.run != r || a.state == StateStopped || a.state == StateFailed {
		return false
	}
	cause = normalizedCause(cause)
	isStarting := a.state == StateBuilding || a.state == StateStarting
	isFirst := !r.stopRequested || r.deferredStop && r.stopCause == nil
	if isFirst {
		r.stopCause = cause
	} else {
		r.errs.add(cause)
	}
	if r.stopRequested && (!r.deferredStop || !isStarting) {
		return false
	}
	r.stopRequested = true
	if r.stoppedEarly == nil {
		r.stoppedEarly = &stoppedEarlyError{by: by}
	}
	r.deferredStop = a.state == StateNew || a.state == StateBuilt
	switch {
	case isStarting && r.cancelStart != nil:
		r.cancelStart(r.cancelCause())
	case a.state == StateRunning:
		a.setState(StateDraining)
		r.failLocked(cause)
		return true
	}
	return false
}

// normalizedCause returns a cause as it is recorded: nil for Exit(0), and a Failure as
// one error, which the result does not take apart.
func normalizedCause(cause error) error {
	switch c := cause.(type) { //nolint:errorlint // the error itself, not a wrapped one
	case *ExitError:
		if c != nil && c.Code == 0 {
			return nil
		}
	case *Failure:
		return &opaqueError{c}
	}
	return cause
}

// stopInBackground stops a running app on a goroutine of its own.
func (r *run) stopInBackground() {
	r.app.stream.Flush()
	r.stop(r.ctx, true, false)
}

// endBudgetLocked ends the budget of the stop, also of one that has not begun. App.mu
// is held.
func (r *run) endBudgetLocked(cause error) {
	r.budgetEnded = cause
	if r.teardown != nil {
		r.teardown.Expire(cause)
	}
}

// endBudgetWith ends the budget of the stop when ctx ends, until detach is called.
func (r *run) endBudgetWith(ctx context.Context) (detach func() bool) {
	return context.AfterFunc(ctx, func() {
		r.app.mu.Lock()
		defer r.app.mu.Unlock()
		r.endBudgetLocked(guard.Cause(ctx))
	})
}

// cancelCause returns the cause of the contexts that a requested stop cancels. App.mu
// is held.
func (r *run) cancelCause() error {
	if r.stopCause != nil {
		return r.stopCause
	}
	return r.stoppedEarly
}

// requestedCause returns cancelCause if a stop was requested, else nil.
func (r *run) requestedCause() error {
	r.app.mu.Lock()
	defer r.app.mu.Unlock()
	if !r.stopRequested {
		return nil
	}
	return r.cancelCause()
}
