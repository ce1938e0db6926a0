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

// OnCheck registers a health check of the component. Reports show it by its name. It
// is called on demand, while the component is up, on a goroutine of its own, and never
// twice at a time. A nil return is healthy. An error or a panic ends nothing; the
// caller of the check decides. Its context ends at the deadline of the caller, or when
// the component begins to stop, which then waits for the check as for a task.
func (lc *Lifecycle) OnCheck(name string, fn func(context.Context) error) {
	s := &step{kind: kindCheck, name: name, start: fn, place: graph.Caller(1)}
	if name == "" {
		s.setProblem("OnCheck needs a name, by which reports call the check")
	}
	lc.register("OnCheck", s, fn == nil, nil)
}

// Check is a health check of a live component.
type Check struct{ s *step }

// Component returns the id of the node in the graph.
func (c Check) Component() string { return c.s.lc.name() }

// Name returns the name under which the check was registered.
func (c Check) Name() string { return c.s.name }

// Place returns the line that registered the check.
func (c Check) Place() graph.Place { return c.s.place }

// Run calls the check as [Check.Ask] does, and returns the error only.
func (c Check) Run(ctx context.Context) error { return c.Ask(ctx).Err }

// CheckResult is the result of a call of a check.
type CheckResult struct {
	// Err is nil if the check is healthy. Otherwise it is the error of the check, a
	// [*PanicError] if it panicked, or [ErrStopping] if the component is
	// stopping. If ctx has ended, it contains the cause.
	Err error
	// Text is the text of Err, "" for nil. If methods of Err panic or do
	// not return, it begins with the name of the type.
	Text string
	// TimedOut reports whether ctx has reached its deadline, or Err is a
	// [context.DeadlineExceeded].
	TimedOut bool
}

// Ask calls the check. When ctx ends it returns without waiting for the check. A call
// during another one waits for the result of that one, so a check that hangs occupies
// one goroutine, however often it is called. Methods of the error are called once, on
// the goroutine of the check.
func (c Check) Ask(ctx context.Context) CheckResult {
	ctx, release := guard.Context(ctx)
	defer release()
	if ctx.Err() != nil {
		return contextResult(ctx, "")
	}
	call := c.s.joinCheck(ctx)
	if call == nil {
		return stoppingResult()
	}
	select {
	case <-call.done:
		return call.result
	case <-ctx.Done():
		return c.s.unreturnedResult(ctx, call)
	}
}

func stoppingResult() CheckResult { return CheckResult{Err: ErrStopping, Text: ErrStopping.Error()} }

// unreturnedResult returns the result of a call that has not ended when ctx of the
// caller ends.
func (s *step) unreturnedResult(ctx context.Context, call *checkCall) CheckResult {
	s.lc.set.x.mu.Lock()
	err := call.returned
	s.lc.set.x.mu.Unlock()
	if err != nil {
		return CheckResult{Err: err, Text: fmt.Sprintf("%T (its Error method has not returned)", err)}
	}
	return contextResult(ctx, fmt.Sprintf("it has not returned after %v: ", time.Since(call.startedAt).Round(time.Millisecond)))
}

// contextResult returns the result of a call whose ctx has ended.
func contextResult(ctx context.Context, why string) CheckResult {
	cause := guard.Cause(ctx)
	text := why + guard.Text(cause)
	if why != "" {
		cause = &guard.EndedError{Err: cause, Cause: cause, Text: text}
	}
	return CheckResult{Err: cause, Text: text, TimedOut: ctx.Err() == context.DeadlineExceeded}
}

// checkCall is one call of a check.
type checkCall struct {
	startedAt time.Time
	returned  error         // the error of the check, before it is examined; guarded by Executor.mu
	done      chan struct{} // closed when it has ended
	result    CheckResult   // valid then
}

// joinCheck returns the call of the check in progress, or begins one with the deadline
// of ctx. It returns nil if the component is stopping. Otherwise the component waits for
// the call when it stops.
func (s *step) joinCheck(ctx context.Context) *checkCall {
	x := s.lc.set.x
	call := &checkCall{startedAt: time.Now(), done: make(chan struct{})}
	deadline, hasDeadline := ctx.Deadline()
	t := newTask(&step{lc: s.lc, kind: kindCheck, name: s.name, place: s.place, check: s})
	x.mu.Lock()
	fn, current := s.start, s.checkCall
	begins := current == nil
	if !s.lc.sealed || s.lc.stopping || fn == nil {
		x.mu.Unlock()
		return nil
	}
	if begins {
		s.checkCall = call
		s.lc.addTask(t)
	}
	x.mu.Unlock()
	if !begins {
		return current
	}
	t.step.serve = func(ctx context.Context, _ func()) error {
		if hasDeadline {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
		return fn(ctx)
	}
	t.start(false)
	return call
}

// setCheckResult examines the error of the check and ends the call. Executor.mu is not
// held.
func (s *step) setCheckResult(err error, stopped bool) {
	x := s.lc.set.x
	x.mu.Lock()
	call := s.checkCall
	call.returned = err
	x.mu.Unlock()
	switch facts := guard.Examine(err, context.Canceled, context.DeadlineExceeded); {
	case err == nil:
	case stopped && facts.Is(0):
		call.result = stoppingResult()
	default:
		call.result = CheckResult{Err: err, Text: facts.Text, TimedOut: facts.Is(1)}
	}
	x.mu.Lock()
	s.checkCall = nil
	x.mu.Unlock()
	close(call.done)
}

// Checks returns the health checks of a component, in the order of registration.
func (x *Executor) Checks(lc *Lifecycle) []Check {
	x.mu.Lock()
	defer x.mu.Unlock()
	var checks []Check
	for s := range lc.stepsOf(kindCheck) {
		checks = append(checks, Check{s})
	}
	return checks
}
