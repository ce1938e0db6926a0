// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"time"
)

// execution runs a plan once, in one direction. Each ready vertex gets a runner, a
// goroutine that goes on with one of those that it made ready; a vertex with nothing to
// do is completed in place. So a chain needs one goroutine. The caller supervises them.
//
// Fields without a comment of their own are guarded by Executor.mu.
type execution struct {
	x          *Executor
	phase      string                  // never changes
	ctx        context.Context         //nolint:containedctx // of the phase, which it is
	cancel     context.CancelCauseFunc // never changes
	dag                                // never changes
	limit      int                     // of runners, 0 for none; never changes
	startedAt  time.Time               // never changes
	done       chan struct{}           // closed when nothing runs and nothing more begins
	wake       chan struct{}           // makes the supervisor look at the deadlines
	stackCount int                     // taken so far; of the supervisor

	inDegree     []int32 // by vertex: how many it still waits for
	madeReadyBy  []int32 // by vertex: the step that made it ready, or none
	noops        []int32 // ready, with nothing to do when they became so
	ready        queue
	inFlight     []*stepRun // in no order
	idle         []*stepRun // whose runners wait for more to do
	startedCount int        // how many have been in flight
	runners      int        // that run something and were not abandoned
	halted       bool       // nothing new begins
	ctxEnded     bool       // the end of ctx was noticed

	finished bool
	cause    error // the first cause, of a start
	errs     []error

	graceEnd  time.Time // of the Grace that steps share after the deadline
	remaining []int32   // by vertex: steps on the longest path from it
}

// newExecution makes an execution with a child of ctx, which is not a user's own: to
// cancel a child of that may call the user's code, and fail cancels under the mutex.
func newExecution(ctx context.Context, x *Executor, phase string, d dag, mode Mode) *execution {
	e := &execution{
		x: x, phase: phase, dag: d, limit: mode.limit(), startedAt: time.Now(),
		inDegree: d.inDegrees(), madeReadyBy: make([]int32, len(d.vertices)),
		done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	e.ready.less = e.order(mode)
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	return e
}

// run executes the plan and returns when all runners have left.
func (e *execution) run() {
	defer e.cancel(nil)
	e.x.mu.Lock()
	e.x.active = append(e.x.active, e)
	for v, n := range e.inDegree {
		if n == 0 {
			e.markReady(to32(v), none)
		}
	}
	e.dispatch(e.now())
	e.x.mu.Unlock()
	e.supervise()
	e.x.mu.Lock()
	e.x.active = slices.DeleteFunc(e.x.active, func(other *execution) bool { return other == e })
	e.x.mu.Unlock()
}

// markReady notes that v waits for nothing any more, by the end of the step by.
// Executor.mu is held.
func (e *execution) markReady(v, by int32) {
	e.madeReadyBy[v] = by
	if e.isNoop(v) {
		e.noops = append(e.noops, v)
	} else {
		e.ready.push(v)
	}
}

// isNoop tells whether v has nothing to do. Executor.mu is held.
func (e *execution) isNoop(v int32) bool {
	vx := &e.vertices[v]
	s := vx.step()
	if e.phase == PhaseStart {
		return vx.kind != vertexStep || s.state != stepIdle || s.kind == kindHook && s.start == nil
	}
	switch vx.kind {
	case vertexUp:
		return vx.lc.cancel == nil && len(vx.lc.addedTasks) == 0 && vx.lc.users == 0 && !vx.lc.isStandIn
	case vertexTasks:
		return len(vx.lc.addedTasks) == 0
	case vertexStep:
		return s.state != stepStarted || s.kind == kindHook && s.stop == nil || s.task != nil && s.task.ended && s.task.endedItself
	case vertexCleanup:
		return s.state == stepDone // of a part that was going before
	case vertexJoin:
		return true
	default:
		return false
	}
}

// now is time.Now without another look at the wall clock, which takes half of it.
func (e *execution) now() time.Time { return e.startedAt.Add(time.Since(e.startedAt)) }

// result returns what went wrong, nil if nothing did.
func (e *execution) result() error {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return Join(append([]error{e.cause}, e.errs...)...)
}
