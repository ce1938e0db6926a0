// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// minGraceShare is what a step that begins after the deadline gets at least.
const minGraceShare = time.Millisecond

// maxStacks bounds how much one phase looks into what it abandons, and with it the
// size of its result: its stacks, and what waits for it.
const maxStacks = 16

// supervise waits for the runners to leave. It notices the end of the context
// and abandons what does not return.
func (e *execution) supervise() {
	var timer *time.Timer // most phases need none
	var due <-chan time.Time
	defer func() {
		if timer != nil {
			timer.Stop()
		}
	}()
	ended := e.ctx.Done()
	for {
		select {
		case <-e.done:
			if e.stacks > 0 {
				e.x.cfg.Stream.Flush() // what was abandoned has been told when a phase is over
			}
			return
		case <-ended:
			ended = nil
			e.x.mu.Lock()
			e.checkContext()
			failed := e.first != nil
			e.x.mu.Unlock()
			if failed {
				e.x.cut(e.handles(), context.Cause(e.ctx))
			}
		case <-due:
			e.abandonExpired()
		case <-e.wake:
		}
		switch at := e.nextDeadline(); {
		case at.IsZero():
		case timer == nil:
			timer = time.NewTimer(time.Until(at))
			due = timer.C
		default:
			timer.Reset(time.Until(at))
		}
	}
}

// wakeSupervisor makes the supervisor look at the deadlines.
func (e *execution) wakeSupervisor() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// checkContext acts once on the end of the phase's context: what is in flight gets
// Grace, and a start begins nothing new. Executor.mu is held.
func (e *execution) checkContext() {
	if e.ctxEnded || e.finished || e.ctx.Err() == nil {
		return
	}
	e.ctxEnded = true
	e.startGrace()
	if e.phase == PhaseStart {
		e.failByContext()
	}
}

// startGrace gives what is in flight Grace from now on, unless it has less. Executor.mu
// is held.
func (e *execution) startGrace() {
	at := time.Now().Add(e.x.cfg.Grace)
	for _, f := range e.inFlight {
		if f.abandonAt.IsZero() || at.Before(f.abandonAt) {
			f.abandonAt = at
		}
	}
	e.wakeSupervisor()
}

// failByContext fails a start whose context has ended. After a timeout the hook
// that was in flight longest is the culprit.
func (e *execution) failByContext() {
	e.halted = true
	if e.first != nil {
		return
	}
	e.first = context.Cause(e.ctx)
	if len(e.inFlight) > 0 && e.ctx.Err() == context.DeadlineExceeded {
		f := slices.MinFunc(e.inFlight, byNumber)
		// f.step is nil while it is told that it was given up.
		if s := cmp.Or(f.step, e.vertices[f.v].step()); s != nil {
			e.first = s.hookError(e.phase, f.began, captured{err: e.first})
		}
	}
}

func (e *execution) nextDeadline() time.Time {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	var next time.Time
	for _, f := range e.inFlight {
		if at := f.due(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// due returns when f is to be given up, zero for never. Executor.mu is held.
func (f *stepRun) due() time.Time {
	switch {
	case f.returned || f.abandoned || f.step == nil:
		return time.Time{}
	case f.abandonAt.IsZero() || !f.taskAt.IsZero() && f.taskAt.Before(f.abandonAt):
		return f.taskAt
	default:
		return f.abandonAt
	}
}

// overdue is what a flight that is to be given up was doing then.
type overdue struct {
	*stepRun  // which may be on with something else, if it was only a turn's task
	v         int32
	step      *step
	ctx       context.Context
	began     time.Time
	awaits    *task
	goroutine uint64
	since     time.Time // when that began with the step
	left      bool      // the flight itself was abandoned
}

// abandonExpired gives up what should have returned by now: a flight, or of a turn
// the task that it waits for.
func (e *execution) abandonExpired() {
	now := time.Now()
	e.x.mu.Lock()
	var due []overdue
	for _, f := range e.inFlight {
		if at := f.due(); at.IsZero() || at.After(now) {
			continue
		}
		o := overdue{stepRun: f, v: f.v, step: f.step, ctx: f.ctx, began: f.began, awaits: f.awaits, goroutine: f.goroutine, since: f.began}
		if o.awaits != nil {
			o.goroutine, o.since = o.awaits.id.Load(), o.awaits.began
		}
		s := e.vertices[f.v].step()
		if o.left = s != nil; o.left {
			f.abandoned, f.reported = true, make(chan struct{})
			e.x.abandoned[f] = e
			s.mayStillRun = true
		}
		f.step = nil // until the report is out
		due = append(due, o)
	}
	slices.SortFunc(due, func(a, b overdue) int { return byNumber(a.stepRun, b.stepRun) })
	e.x.mu.Unlock()
	var look guard.Look
	if len(due) > 0 && e.stacks < maxStacks {
		look = e.x.dumper.Take(guard.Hurried(e.x.cfg.Grace)) // takes a while: not under the mutex
	}
	for _, o := range due {
		e.abandon(o, look)
	}
}

// abandon reports what is overdue and goes on without it.
func (e *execution) abandon(o overdue, look guard.Look) {
	err := e.abandonedError(o)
	if e.stacks++; e.stacks <= maxStacks {
		seen := look.At(o.goroutine, o.since, err.Component)
		err.Stack, err.Goroutines, err.NoStack = seen.Stack, seen.Started, seen.Why
		err.Waiting, err.MoreWaiting = e.blockedComponents(o.v)
	}
	// The others' budgets go on: it must not wait for observers.
	e.x.cfg.Stream.Post(observe.Event{Op: observe.OpAbandoned, Node: err.Component, Hook: err.Hook, Took: err.Elapsed, Err: err})

	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	if o.awaits != nil {
		o.awaits.leave()
	}
	if !o.left {
		e.errs = append(e.errs, err)
		return
	}
	close(o.reported)
	e.removeInFlight(o.stepRun)
	if e.phase == PhaseStart {
		o.step.state = stepAbandoned
		if err.sameStep(e.first) {
			e.first = nil // the timeout that was blamed on it before
		}
	}
	e.complete(o.v, o.v, err, e.now())
	e.runners--
	e.dispatch(e.now())
}

// abandonedError makes the error of what is overdue.
func (e *execution) abandonedError(o overdue) *HookError {
	e.x.mu.Lock()
	own := o.step.ownTimeout(e.phase)
	e.x.mu.Unlock()
	if o.step.kind == kindUser {
		<-o.ctx.Done() // whose deadline has come
	}
	cause := context.Cause(o.ctx)
	switch { // nil is a task's own timeout, or a timer that is about to fire
	case cause == nil && own != nil:
		cause = own
	case cause == nil:
		cause = context.DeadlineExceeded
	}
	err := o.step.hookError(e.phaseOf(o.step, o.awaits), o.began, captured{err: cause})
	err.Abandoned = true
	return err
}

// graceShare is how long a step may take that begins after the deadline: its share
// of the one Grace that all remaining steps have together. Executor.mu is held.
func (e *execution) graceShare(v int32, now time.Time) time.Duration {
	if e.graceEnd.IsZero() {
		e.graceEnd = now.Add(e.x.cfg.Grace)
	}
	share := e.graceEnd.Sub(now) / time.Duration(e.longestFrom(v))
	return max(share, minGraceShare)
}

// longestFrom counts the steps on the longest path from v, itself included. It
// keeps what it counted, plus one so that 0 means unknown.
func (e *execution) longestFrom(v int32) int32 {
	if e.remaining == nil {
		e.remaining = make([]int32, len(e.vertices))
	}
	for stack := []int32{v}; len(stack) > 0; {
		top := stack[len(stack)-1]
		longest, known := int32(0), true
		for _, s := range e.successors[top] {
			if e.remaining[s] == 0 {
				stack, known = append(stack, s), false
			}
			longest = max(longest, e.remaining[s]-1)
		}
		if !known {
			continue
		}
		stack = stack[:len(stack)-1]
		if top == v || !e.isNoop(top) {
			longest++
		}
		e.remaining[top] = longest + 1
	}
	return e.remaining[v] - 1
}
