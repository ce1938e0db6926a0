// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"fmt"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// OnCheck registers a health check of the component under a name, by which
// reports call it. It is called while the component lives, by whoever asks for its
// health, on a goroutine of its own, at most once at a time; nobody asks, no call.
// A nil return is healthy. Neither an error nor a panic ends anything: what asks
// decides. Its context ends when the asker has no more time, or when the
// component's turn to stop comes, and the check is then awaited as a task is.
func (lc *Lifecycle) OnCheck(name string, fn func(context.Context) error) {
	s := &step{kind: kindCheck, name: name, start: fn, place: graph.Caller(1), details: &details{}}
	if name == "" {
		s.refuse("OnCheck needs a name, by which reports call the check")
	}
	lc.register("OnCheck", s, fn == nil, nil)
}

// Check is a health check of a component that lives.
type Check struct{ s *step }

// Component returns the id of the node in the graph.
func (c Check) Component() string { return c.s.lc.name() }

// Name returns the name under which the check was registered.
func (c Check) Name() string { return c.s.name }

// Place returns the line that registered it.
func (c Check) Place() graph.Place { return c.s.place }

// Run calls the check and returns what it returns, a [*PanicError] if it panics,
// and [ErrStopping] once the component's turn to stop has come. When ctx ends it
// returns without waiting for a check that does not heed that. Calls that come
// while one goes on wait for its result instead of making another, so a check that
// hangs occupies one goroutine, however often it is asked.
func (c Check) Run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	call := c.s.join(ctx)
	if call == nil {
		return ErrStopping
	}
	select {
	case <-call.done:
		return call.err
	case <-ctx.Done():
		return &lateCheckError{time.Since(call.began), context.Cause(ctx)}
	}
}

// lateCheckError says that a check has not returned in time. It is no [HookError]: the
// check goes on.
type lateCheckError struct {
	after time.Duration
	cause error
}

func (e *lateCheckError) Error() string {
	return fmt.Sprintf("it has not returned after %v: %s", e.after.Round(time.Millisecond), guard.Text(e.cause))
}

// Unwrap returns why the time was over.
func (e *lateCheckError) Unwrap() error { return e.cause }

// checkCall is one call of a check.
type checkCall struct {
	began time.Time
	done  chan struct{} // closed when it has ended
	err   error         // valid then
}

// join returns the call of the check that goes on, or makes one, with ctx's
// deadline; nil if it is too late for that.
func (s *step) join(ctx context.Context) *checkCall {
	x := s.lc.part.x
	call := &checkCall{began: time.Now(), done: make(chan struct{})}
	t := newTask(&step{lc: s.lc, kind: kindCheck, name: s.name, place: s.place, details: &details{of: s}})
	deadline, bounded := ctx.Deadline()
	x.mu.Lock()
	fn := s.start
	switch {
	case !s.lc.sealed || s.lc.turned || fn == nil:
		x.mu.Unlock()
		return nil
	case s.checking != nil:
		call = s.checking
		x.mu.Unlock()
		return call
	}
	s.checking = call
	t.s.serve = withDeadline(deadline, bounded, fn)
	// It runs from here on: the component's turn to stop waits for it.
	s.lc.enlist(t)
	x.mu.Unlock()
	t.start(false)
	return call
}

// withDeadline bounds fn by the deadline of the context that asks.
func withDeadline(deadline time.Time, bounded bool, fn func(context.Context) error) func(context.Context, func()) error {
	return func(ctx context.Context, _ func()) error {
		if bounded {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
		return fn(ctx)
	}
}

// checked notes the result of a check. Executor.mu is not held.
func (s *step) checked(err error, stopped bool) {
	if stopped && guard.Is(err, context.Canceled) {
		err = ErrStopping
	}
	s.lc.part.x.mu.Lock()
	call := s.checking
	s.checking = nil
	s.lc.part.x.mu.Unlock()
	call.err = err
	close(call.done)
}

// Checks returns the health checks of a component, in the order of registration.
func (x *Executor) Checks(lc *Lifecycle) []Check {
	x.mu.Lock()
	defer x.mu.Unlock()
	var checks []Check
	for s := range lc.all(kindCheck) {
		checks = append(checks, Check{s})
	}
	return checks
}
