// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// makePlan makes the plan. It returns false if the plan exists already. cancelStart
// cancels the start.
func (h *Handle) makePlan(cut context.CancelCauseFunc) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.plan != nil {
		return false
	}
	h.cancelStart = cut
	h.plan = h.x.Plan([]hooks.Node{{Lifecycle: h.Lifecycle}}, hooks.Mode{})
	return true
}

// setUp records that the component is up. It returns false if a stop was requested
// earlier.
func (h *Handle) setUp() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.up = !h.stopRequested
	if h.up {
		h.part.SetReady()
	}
	return h.up
}

// addError records a failure.
func (h *Handle) addError(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.errs = append(h.errs, err)
}

// requestStop stops the component after a call of Shutdown or the failure of a task.
func (h *Handle) requestStop(cause error) {
	if exit, ok := guard.As[*facet.ExitError](cause); ok && exit != nil && exit.Code == 0 {
		cause = nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.errs = append(h.errs, cause)
	h.stopRequested = true
	if h.up {
		go h.runStop(context.WithoutCancel(h.tb.Context()))
	}
}

// stop stops the component, or prevents its start.
func (h *Handle) stop(ctx context.Context) error {
	if !h.makePlan(nil) {
		h.mu.Lock()
		starting := h.cancelStart != nil && !h.up && !h.stopping
		h.stopRequested = h.stopRequested || starting
		h.mu.Unlock()
		if starting {
			h.cancelStart(facet.ErrStopping)
			<-h.done // Start runs the stop itself
		}
	}
	h.runStop(ctx)
	return h.failures()
}

// runStop runs the stop once. It returns when the stop has ended.
func (h *Handle) runStop(ctx context.Context) {
	h.mu.Lock()
	first := !h.stopping
	h.stopping = true
	h.mu.Unlock()
	if !first {
		<-h.done
		return
	}
	teardown := h.x.Teardown(ctx, hooks.Budget{Stop: stopTimeout})
	h.addError(teardown.Drain(h.plan)) // does nothing unless the component is up
	h.addError(teardown.Stop(h.plan))
	close(h.done)
}

// failures returns the joined failures.
func (h *Handle) failures() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return hooks.Join(h.errs...)
}

// reportedFailures returns the failures, and records that the test has received them.
func (h *Handle) reportedFailures() error {
	h.mu.Lock()
	h.reported = true
	h.mu.Unlock()
	return h.failures()
}

// isCancelledByStop reports whether a start failed only because of Stop.
func isCancelledByStop(err error) bool {
	hook, ok := err.(*facet.HookError)                                                        //nolint:errorlint // only the error itself, not a wrapped or joined one
	return err == facet.ErrStopping || ok && !hook.Abandoned && hook.Err == facet.ErrStopping //nolint:errorlint // as above
}
