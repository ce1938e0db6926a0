// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// begin makes the plan. It returns false if that was done before. cut ends a start.
func (h *Handle) begin(cut context.CancelCauseFunc) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.plan != nil {
		return false
	}
	h.cut = cut
	h.plan = h.x.Plan([]hooks.Node{{Lifecycle: h.Lifecycle}}, hooks.Mode{})
	return true
}

// isUp notes that the component is up, unless its end was asked for meanwhile.
func (h *Handle) isUp() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.up = !h.ending
	return h.up
}

// note notes a failure.
func (h *Handle) note(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.errs = append(h.errs, err)
}

// end is what the component asks for by Shutdown or by a failing task.
func (h *Handle) end(cause error) {
	if exit, ok := guard.As[*facet.ExitError](cause); ok && exit != nil && exit.Code == 0 {
		cause = nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.errs = append(h.errs, cause)
	h.ending = true
	if h.up {
		go h.down(context.WithoutCancel(h.tb.Context()))
	}
}

// stop stops what was started, or keeps it from being.
func (h *Handle) stop(ctx context.Context) error {
	if !h.begin(nil) {
		h.mu.Lock()
		starting := h.cut != nil && !h.up && !h.going
		h.ending = h.ending || starting
		h.mu.Unlock()
		if starting {
			h.cut(facet.ErrStopping)
			<-h.done // Start goes down itself
		}
	}
	h.down(ctx)
	return h.failures()
}

// down is the way down, once. It returns when that is over.
func (h *Handle) down(ctx context.Context) {
	h.mu.Lock()
	first := !h.going
	h.going = true
	h.mu.Unlock()
	if !first {
		<-h.done
		return
	}
	way := h.x.Teardown(ctx, hooks.Budget{Stop: stopTimeout})
	h.note(way.Drain(h.plan)) // of a component that is up
	h.note(way.Stop(h.plan))
	close(h.done)
}

// failures returns what went wrong.
func (h *Handle) failures() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return hooks.Join(h.errs...)
}

// result is failures for the test, which then knows them.
func (h *Handle) result() error {
	h.mu.Lock()
	h.told = true
	h.mu.Unlock()
	return h.failures()
}

// isCutShort tells whether a start failed only because of Stop.
func isCutShort(err error) bool {
	hook, ok := err.(*facet.HookError)                                                        //nolint:errorlint // nothing around it, nothing after it
	return err == facet.ErrStopping || ok && !hook.Abandoned && hook.Err == facet.ErrStopping //nolint:errorlint // as above
}
