// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// The budgets of a handle are the default budgets of an app.
const (
	startTimeout = 15 * time.Second
	stopTimeout  = 10 * time.Second
	grace        = time.Second
)

// Handle is the lifecycle of one component without an app. It can be started and
// stopped once. Its methods are safe for concurrent use.
type Handle struct {
	// Lifecycle is the argument for the constructor.
	Lifecycle *facet.Lifecycle

	tb       testing.TB
	x        *hooks.Executor
	part     *hooks.HandleSet
	detector *leakDetector
	log      *log
	done     chan struct{} // closed when errs is final

	mu            sync.Mutex // guards the fields below; never held while user code runs
	up            bool
	stopRequested bool                    // a stop was requested
	stopping      bool                    // the stop has begun
	plan          *hooks.Plan             // made by Start or Stop
	cancelStart   context.CancelCauseFunc // cancels a start in progress
	errs          []error
	reported      bool // a method has returned the failures to the test
}

// Lifecycle returns a handle for the test of a constructor. Call the constructor with
// its field Lifecycle, then Start. When the test ends, the component is stopped, unless
// it is stopped already, and its cleanups run even if it was never started. Failures
// that no method has returned fail the test then. So do goroutines that hooks and tasks
// leak.
//
// Hooks, tasks, drain hooks and cleanups are called as in an app, with its default
// budgets. A task that fails stops the component, as it stops an app.
func Lifecycle(tb testing.TB) *Handle {
	tb.Helper()
	h := &Handle{tb: tb, detector: newLeakDetector(), log: newLog(tb), done: make(chan struct{})}
	h.x = hooks.New(hooks.Config{
		Grace: grace, StopTimeout: stopTimeout, Stream: observe.NewStream(nil, h.log.observe),
		Name:     func(int) string { return tb.Name() },
		Around:   h.detector.label,
		Shutdown: func(_ *hooks.Lifecycle, cause error) { h.requestStop(cause) },
		Report:   func(_ *hooks.Lifecycle, err error) { h.addError(err) },
	})
	h.part = h.x.NewHandleSet()
	h.part.Values(context.WithoutCancel(tb.Context()))
	h.Lifecycle = h.part.Lifecycle(0, hooks.Timeouts{})
	tb.Cleanup(h.cleanup)
	return h
}

func (h *Handle) cleanup() {
	h.tb.Helper()
	defer h.log.close()
	err := h.stop(context.WithoutCancel(h.tb.Context()))
	h.mu.Lock()
	reported := h.reported
	h.mu.Unlock()
	if err != nil && !reported {
		h.tb.Errorf("facettest: the component did not run and stop cleanly:\n%s", guard.Text(err))
	}
	h.detector.failIfLeft(h.tb)
}

// errAlreadyUsed is the error of a second start.
var errAlreadyUsed = errors.New("facettest: the component was started or stopped before; make another handle, and call the constructor with that")

// errShutDownEarly is the error of a start that ended without a failure before the
// component was up.
var errShutDownEarly = errors.New("facettest: the component was shut down before it was up")

// Start ends the registration and runs the start hooks and tasks. If it fails, it stops
// what had started and runs the cleanups before it returns.
func (h *Handle) Start(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if !h.makePlan(cancel) {
		return errAlreadyUsed
	}
	h.part.Values(ctx)
	err := h.part.Problems()
	if err == nil {
		err = h.x.Start(ctx, h.plan, startTimeout)
	}
	if err == nil && h.setUp() {
		return nil
	}
	if !isCancelledByStop(err) {
		h.addError(err)
	}
	h.runStop(context.WithoutCancel(ctx))
	if err := h.reportedFailures(); err != nil {
		return err
	}
	return errShutDownEarly
}

// Stop runs the drain hooks, the stop hooks and the cleanups. It returns the failures
// since the start, the first cause first. Further calls return the same. The end of ctx
// ends the time to stop.
func (h *Handle) Stop(ctx context.Context) error {
	_ = h.stop(ctx) // the same
	return h.reportedFailures()
}

// Wait waits until the component has stopped, after Stop, Shutdown or a failure, and
// returns the result of Stop.
func (h *Handle) Wait() error {
	<-h.done
	return h.reportedFailures()
}

// RequireStart is Start with the context of the test. A failure ends the test.
func (h *Handle) RequireStart() *Handle {
	h.tb.Helper()
	if err := h.Start(h.tb.Context()); err != nil {
		h.tb.Fatalf("facettest: the component did not start:\n%s", guard.Text(err))
	}
	return h
}

// RequireStop is Stop. A failure ends the test.
func (h *Handle) RequireStop() *Handle {
	h.tb.Helper()
	if err := h.Stop(context.WithoutCancel(h.tb.Context())); err != nil {
		h.tb.Fatalf("facettest: the component did not run and stop cleanly:\n%s", guard.Text(err))
	}
	return h
}
