// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"time"

	"github.com/facet-go/facet/internal/order"
)

// execution runs a plan once, in one direction. Each ready vertex gets a runner, a
// goroutine that continues with one of the vertices that it makes ready. A vertex with
// nothing to do is completed in place. So a chain needs one goroutine. The caller of
// run supervises the runners.
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
	done       chan struct{}           // closed when the execution has ended
	wake       chan struct{}           // makes the supervisor look at the deadlines
	stackCount int                     // taken so far; of the supervisor

	inDegree     []int32 // by vertex: how many it still waits for
	madeReadyBy  []int32 // by vertex: the step whose end made it ready, or none
	noops        []int32 // ready, with nothing to do when they became so
	ready        order.Queue[int32]
	inFlight     []*stepRun // in no order
	idle         []*stepRun // whose runners wait for another vertex
	startedCount int        // how many have been in flight
	runners      int        // that run something and were not abandoned
	halted       bool       // no further step begins
	ctxEnded     bool       // checkContext has acted on the end of ctx

	finished bool
	cause    error // the first cause, of a start
	errs     []error

	reserves reserves      // of a stop; never changes
	budget   time.Duration // of a stop with reserves; never changes

	graceEnd time.Time // of the Grace that steps share after the deadline
	paths    order.Paths
}

// newExecution makes an execution with a child of ctx. ctx must not be a user's own
// context: to cancel its child may call user code, and fail cancels under the mutex.
func newExecution(ctx context.Context, x *Executor, phase Phase, d dag, mode Mode) *execution {
	e := &execution{
		x: x, phase: phase, dag: d, limit: mode.limit(), startedAt: time.Now(),
		inDegree: d.successors.InDegrees(), madeReadyBy: make([]int32, len(d.vertices)),
		done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	e.ready = order.NewQueue(e.less(mode))
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	return e
}

// less returns which of two ready vertices comes first: with a limit the one with the
// longest path, else the first in construction order, at a stop the last; or as drawn.
func (e *execution) less(mode Mode) func(v, w int32) bool {
	reverse := e.phase != PhaseStart
	if mode.Shuffled {
		drawn := mode.random(e.phase).Perm(len(e.vertices))
		return func(v, w int32) bool { return drawn[v] < drawn[w] }
	}
	return func(v, w int32) bool {
		if e.limit > 0 {
			if x, y := e.longestFrom(v), e.longestFrom(w); x != y {
				return x > y
			}
		}
		return v < w != reverse
	}
}

// run runs the plan and returns when no runner is left.
func (e *execution) run() {
	defer e.cancel(nil)
	e.x.mu.Lock()
	e.x.active = append(e.x.active, e)
	for v, n := range e.inDegree {
		if n == 0 {
			e.markReady(order.Vertex(v), none)
		}
	}
	e.dispatch(e.now())
	e.x.mu.Unlock()
	e.supervise()
	e.x.mu.Lock()
	e.x.active = slices.DeleteFunc(e.x.active, func(other *execution) bool { return other == e })
	e.x.mu.Unlock()
}

// markReady marks v as ready. by is the step whose end made it ready. Executor.mu is
// held.
func (e *execution) markReady(v, by int32) {
	e.madeReadyBy[v] = by
	if e.isNoop(v) {
		e.noops = append(e.noops, v)
	} else {
		e.ready.Push(v)
	}
}

// isNoop reports whether v has nothing to do. Executor.mu is held.
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
		return !s.owesStop() && len(vx.lc.addedTasks) == 0
	case vertexCleanup:
		return s.state == stepStopped // an earlier teardown has called it
	case vertexJoin:
		return true
	default:
		return false
	}
}

// now returns the current time from the monotonic clock only, which takes half the
// time of time.Now.
func (e *execution) now() time.Time { return e.startedAt.Add(time.Since(e.startedAt)) }

// result returns the errors, or nil.
func (e *execution) result() error {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return Join(append([]error{e.cause}, e.errs...)...)
}
