// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"sync/atomic"
	"time"
)

// execution runs a plan once, in one direction. Runners are goroutines that take
// one ready vertex after another; the caller supervises them. A vertex with
// nothing to do is settled in place, and a lone successor runs on the runner
// that made it ready, so a chain needs one goroutine. What is ready beside that is
// for the relief.
//
// Fields without a comment of their own are guarded by Executor.mu.
type execution struct {
	x      *Executor
	phase  string                  // never changes
	ctx    context.Context         //nolint:containedctx // of the phase, which it is
	cancel context.CancelCauseFunc // never changes
	course                         // never changes
	limit  int                     // of runners, 0 for none; never changes
	began  time.Time               // never changes
	done   chan struct{}           // closed when no runner has anything to do any more
	wake   chan struct{}           // tells the supervisor to look at the deadlines
	stacks int                     // taken so far; of the supervisor

	waits   []int32 // by vertex: how many it still waits for
	by      []int32 // by vertex: the step that made it ready, or none
	passing []int32 // ready, with nothing to do when they became so
	ready   queue
	flights []*flight // the longest in flight first
	runners int       // that have a vertex in hand and were not abandoned
	relief  relief
	taken   atomic.Uint32 // vertices; read without the mutex
	halted  bool          // nothing new begins
	ended   bool          // the end of ctx was noticed

	finished bool
	first    error // the first cause, of a start
	errs     []error

	graceEnd  time.Time // of the Grace that steps share after the deadline
	remaining []int32   // by vertex: steps on the longest path from it
}

// newExecution makes an execution with a child of ctx, which is not a user's own: to
// cancel a child of that may call the user's code, and fail cancels under the mutex.
func newExecution(ctx context.Context, x *Executor, phase string, c course, mode Mode) *execution {
	e := &execution{
		x: x, phase: phase, course: c, limit: mode.limit(), began: time.Now(),
		waits: c.waits(), by: make([]int32, len(c.vertices)),
		done: make(chan struct{}), wake: make(chan struct{}, 1), relief: newRelief(),
	}
	switch {
	case mode.Shuffled:
		e.ready.random = mode.random(phase)
	case e.limit > 0:
		e.ready.rank = e.longestFrom
		e.ready.reverse = phase != PhaseStart
	}
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	return e
}

// run executes the plan and returns when all runners have left.
func (e *execution) run() {
	defer e.cancel(nil)
	e.x.mu.Lock()
	e.x.active = append(e.x.active, e)
	for v, n := range e.waits {
		if n == 0 {
			e.readies(id(v), none)
		}
	}
	e.goOn()
	e.x.mu.Unlock()
	e.supervise()
	e.x.mu.Lock()
	e.x.active = slices.DeleteFunc(e.x.active, func(other *execution) bool { return other == e })
	e.x.mu.Unlock()
}

// readies notes that v waits for nothing any more, by the end of the step by.
// Executor.mu is held.
func (e *execution) readies(v, by int32) {
	e.by[v] = by
	if e.trivial(v) {
		e.passing = append(e.passing, v)
	} else {
		e.ready.push(v)
	}
}

// trivial tells whether v has nothing to do. Executor.mu is held.
func (e *execution) trivial(v int32) bool {
	vx := &e.vertices[v]
	s := vx.step()
	if e.phase == PhaseStart {
		return vx.kind != vertexStep || s.state != stepIdle || s.kind == kindHook && s.start == nil
	}
	switch vx.kind {
	case vertexTurn:
		return vx.lc.cancel == nil && len(vx.lc.running) == 0 && vx.lc.users == 0 && !vx.lc.standsIn
	case vertexRelease:
		return len(vx.lc.running) == 0
	case vertexStep:
		return s.state != stepStarted || s.kind == kindHook && s.stop == nil || s.task != nil && s.task.over && s.task.self
	case vertexCleanup:
		return s.state == stepDone // of a part that was going before
	case vertexPass:
		return true
	default:
		return false
	}
}

// now is time.Now without another look at the wall clock, which takes half of it.
func (e *execution) now() time.Time { return e.began.Add(time.Since(e.began)) }

// result returns what went wrong, nil if nothing did.
func (e *execution) result() error {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return Join(append([]error{e.first}, e.errs...)...)
}
