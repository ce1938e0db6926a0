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

// The budgets of a handle are the defaults of an app.
const (
	startTimeout = 15 * time.Second
	stopTimeout  = 10 * time.Second
	grace        = time.Second
)

// Handle is the lifecycle of one component without an app. It is good for one start
// and one stop. Its methods are safe for concurrent use.
type Handle struct {
	// Lifecycle is what the constructor is given.
	Lifecycle *facet.Lifecycle

	tb    testing.TB
	x     *hooks.Executor
	part  *hooks.Part
	watch *watch
	log   *log
	done  chan struct{} // closed when errs is final

	mu     sync.Mutex // guards the fields below; never held while user code runs
	up     bool
	ending bool                    // the end was asked for
	going  bool                    // the way down has begun
	plan   *hooks.Plan             // made by Start or Stop
	cut    context.CancelCauseFunc // of a start in progress
	errs   []error
	told   bool // the test was given the result
}

// Lifecycle returns a handle for the test of a constructor. Call the constructor
// with its field Lifecycle, then Start. When the test ends it is stopped, if that was
// not done before, and cleanups run, whether it was started or not. A failure that
// no method has returned fails the test then; so do goroutines that hooks and tasks
// left behind.
//
// Hooks, tasks, drain hooks and cleanups are called as an app calls them, with the
// budgets that it has by default. A task that fails has the component stopped, as it
// has an app.
func Lifecycle(tb testing.TB) *Handle {
	tb.Helper()
	h := &Handle{tb: tb, watch: newWatch(), log: newLog(tb), done: make(chan struct{})}
	h.x = hooks.New(hooks.Config{
		Grace: grace, StopTimeout: stopTimeout, Stream: observe.NewStream(nil, h.log.observe),
		Name:     func(int) string { return tb.Name() },
		Around:   h.watch.around,
		Shutdown: func(_ *hooks.Lifecycle, cause error) { h.end(cause) },
		Report:   func(_ *hooks.Lifecycle, err error) { h.note(err) },
	})
	h.part = h.x.Part()
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
	told := h.told
	h.mu.Unlock()
	if err != nil && !told {
		h.tb.Errorf("facettest: the component did not run and stop cleanly:\n%s", guard.Text(err))
	}
	h.watch.check(h.tb)
}

// errBegun is what a second start returns.
var errBegun = errors.New("facettest: the component was started or stopped before; make another handle, and call the constructor with that")

// errEnded is what a start returns that came to a clean end before the component was
// up.
var errEnded = errors.New("facettest: the component was shut down before it was up")

// Start ends the time of registration and runs the start hooks and tasks. If it
// fails, what had started is stopped and cleanups run before it returns.
func (h *Handle) Start(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if !h.begin(cancel) {
		return errBegun
	}
	h.part.Values(ctx)
	err := h.part.Misuses()
	if err == nil {
		err = h.x.Start(ctx, h.plan, startTimeout)
	}
	if err == nil && h.isUp() {
		return nil
	}
	if !isCutShort(err) {
		h.note(err)
	}
	h.down(context.WithoutCancel(ctx))
	if err := h.result(); err != nil {
		return err
	}
	return errEnded
}

// Stop runs the drain hooks, the stop hooks and the cleanups, and returns what went
// wrong since the start: the first cause, then the rest. Further calls return the
// same. The end of ctx is the end of the time to stop.
func (h *Handle) Stop(ctx context.Context) error {
	_ = h.stop(ctx) // the same
	return h.result()
}

// Wait waits for the end of the component, by Stop, by Shutdown or by a failure, and
// returns what Stop does.
func (h *Handle) Wait() error {
	<-h.done
	return h.result()
}

// RequireStart is Start with the context of the test, which fails at once if that
// fails.
func (h *Handle) RequireStart() *Handle {
	h.tb.Helper()
	if err := h.Start(h.tb.Context()); err != nil {
		h.tb.Fatalf("facettest: the component did not start:\n%s", guard.Text(err))
	}
	return h
}

// RequireStop is Stop in a test that fails at once if that fails.
func (h *Handle) RequireStop() *Handle {
	h.tb.Helper()
	if err := h.Stop(context.WithoutCancel(h.tb.Context())); err != nil {
		h.tb.Fatalf("facettest: the component did not run and stop cleanly:\n%s", guard.Text(err))
	}
	return h
}
