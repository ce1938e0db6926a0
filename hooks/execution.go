// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"time"
)

// execution runs a plan once, in one direction. Runners are goroutines that take
// one ready vertex after another; the caller supervises them. A vertex with
// nothing to do is settled in place, and a lone successor runs on the runner
// that made it ready, so a chain needs one goroutine.
//
// Fields without a comment of their own are guarded by Executor.mu.
type execution struct {
	x        *Executor
	phase    string                  // never changes
	ctx      context.Context         //nolint:containedctx // of the phase, which it is
	cancel   context.CancelCauseFunc // never changes
	release  context.CancelFunc      // of its parent; never changes
	vertices []vertex                // never changes
	next     [][]int32               // by vertex: its successors; never changes
	done     chan struct{}           // closed when the last runner has left
	wake     chan struct{}           // tells the supervisor to look at the deadlines
	stacks   int                     // taken so far; of the supervisor

	waits   []int32   // by vertex: predecessors that are not settled
	by      []int32   // by vertex: the step that made it ready, -1 for none
	ready   []int32   // in the order in which they became ready
	flights []*flight // the longest in flight first
	runners int       // that were not abandoned
	halted  bool      // nothing new begins
	ended   bool      // the end of ctx was noticed

	finished bool
	first    error // the first cause, of a start
	errs     []error

	graceEnd  time.Time // of the Grace that steps share after the deadline
	remaining []int32   // by vertex: steps on the longest path from it
}

func newExecution(ctx context.Context, x *Executor, phase string, vertices []vertex, next [][]int32, waits []int32) *execution {
	e := &execution{
		x: x, phase: phase, vertices: vertices, next: next, waits: waits,
		by:   make([]int32, len(vertices)),
		done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	// The cancel of a child of a user's own context may call that user's code, and
	// fail cancels under the mutex: so there is a context of ours between.
	ctx, e.release = context.WithCancel(ctx)
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	return e
}

// run executes the plan and returns when all runners have left.
func (e *execution) run() {
	defer e.release()
	defer e.cancel(nil)
	e.x.mu.Lock()
	e.x.active = append(e.x.active, e)
	for v, n := range e.waits {
		e.by[v] = -1
		if n == 0 {
			e.ready = append(e.ready, int32(v)) //nolint:gosec // see Plan.link
		}
	}
	e.spawn()
	e.finishIfIdle()
	e.x.mu.Unlock()
	e.supervise()
	e.x.mu.Lock()
	e.x.active = slices.DeleteFunc(e.x.active, func(other *execution) bool { return other == e })
	e.x.mu.Unlock()
}

// spawn starts a runner if there is something to do. Executor.mu is held.
func (e *execution) spawn() {
	f := &flight{}
	e.runners++
	if e.take(f) {
		go e.runner(f)
	}
}

// trivial tells whether v has nothing to do. Executor.mu is held.
func (e *execution) trivial(v int32) bool {
	vx := &e.vertices[v]
	s := vx.step
	if e.phase == PhaseStart {
		return vx.kind != vertexStep || s.kind == kindHook && s.start == nil
	}
	switch vx.kind {
	case vertexTurn:
		return vx.lc.cancel == nil && len(vx.lc.running) == 0
	case vertexRelease:
		return len(vx.lc.running) == 0
	case vertexStep:
		return s.state != stepStarted || s.kind == kindHook && s.stop == nil || s.task != nil && s.task.over && s.task.self
	default:
		return false
	}
}

// finishIfIdle ends the execution when no runner is left. Executor.mu is held.
func (e *execution) finishIfIdle() {
	if e.runners == 0 && !e.finished {
		e.finished = true
		close(e.done)
	}
}

// result returns what went wrong, nil if nothing did.
func (e *execution) result() error {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return Join(append([]error{e.first}, e.errs...)...)
}
