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
	timer := time.NewTimer(0)
	timer.Stop() // most phases need none
	defer timer.Stop()
	ended := e.ctx.Done()
	for {
		select {
		case <-e.done:
			if e.stackCount > 0 {
				e.x.config.Stream.Flush() // what was abandoned has been told when a phase is over
			}
			return
		case <-ended:
			ended = nil
			e.x.mu.Lock()
			e.checkContext()
			failed := e.cause != nil
			e.x.mu.Unlock()
			if failed {
				e.x.cancelContexts(e.handles(), context.Cause(e.ctx))
			}
		case <-timer.C:
			e.abandonExpired()
		case <-e.wake:
		}
		if at := e.nextDeadline(); !at.IsZero() {
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
	at := time.Now().Add(e.x.config.Grace)
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
	if e.cause != nil {
		return
	}
	e.cause = context.Cause(e.ctx)
	if len(e.inFlight) > 0 && e.ctx.Err() == context.DeadlineExceeded {
		f := slices.MinFunc(e.inFlight, byNumber)
		// f.step is nil while it is told that it was given up.
		if s := cmp.Or(f.step, e.vertices[f.vertex].step()); s != nil {
			e.cause = s.hookError(e.phase, f.startedAt, examinedError{err: e.cause})
		}
	}
}

func (e *execution) nextDeadline() time.Time {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	var next time.Time
	for _, f := range e.inFlight {
		if at := f.abandonTime(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// abandonTime returns when f is to be given up, zero for never. Executor.mu is held.
func (f *stepRun) abandonTime() time.Time {
	switch {
	case f.returned || f.abandoned || f.step == nil:
		return time.Time{}
	case f.abandonAt.IsZero() || !f.abandonTaskAt.IsZero() && f.abandonTaskAt.Before(f.abandonAt):
		return f.abandonTaskAt
	default:
		return f.abandonAt
	}
}

// expired is what is to be abandoned.
type expired struct {
	*snapshot
	run   *stepRun // which may run something else by now, if only the task of a turn has expired
	ctx   context.Context
	task  *task // that run waits for
	whole bool  // run itself is abandoned, and not only the task that it waits for
}

// abandonExpired abandons what should have returned by now: a step, or of a turn the
// task that it waits for.
func (e *execution) abandonExpired() {
	list := e.takeExpired(time.Now())
	var look guard.Look
	if len(list) > 0 && e.stackCount < maxStacks {
		look = e.x.dumper.Take(guard.Hurried(e.x.config.Grace)) // takes a while: not under the mutex
	}
	for _, o := range list {
		e.abandon(o, look)
	}
}

// takeExpired returns what should have returned by now, in the order in which it began,
// and marks it.
func (e *execution) takeExpired(now time.Time) []expired {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	var runs []*stepRun
	for _, f := range e.inFlight {
		if at := f.abandonTime(); !at.IsZero() && !at.After(now) {
			runs = append(runs, f)
		}
	}
	slices.SortFunc(runs, byNumber)
	list := make([]expired, len(runs))
	for i, f := range runs {
		s := e.vertices[f.vertex].step()
		list[i] = expired{snapshot: e.snapshot(f), run: f, ctx: f.ctx, task: f.awaitedTask, whole: s != nil}
		if s != nil {
			f.abandoned, f.reported = true, make(chan struct{})
			e.x.abandoned[f] = e
			s.mayStillRun = true
		}
		f.step = nil // until the report is out
	}
	return list
}

// abandon reports what has expired and goes on without it.
func (e *execution) abandon(o expired, look guard.Look) {
	if e.stackCount++; e.stackCount <= maxStacks {
		o.addStacks(look)
		o.addWaiting()
	}
	err := e.abandonedError(o)
	// The others' budgets go on: it must not wait for observers.
	e.x.config.Stream.Post(observe.Event{Op: observe.OpAbandoned, Node: err.Component, Hook: err.Hook, Took: err.Elapsed, Err: err})

	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	if o.task != nil {
		o.task.abandon()
	}
	if !o.whole {
		e.errs = append(e.errs, err)
		return
	}
	close(o.run.reported)
	e.removeInFlight(o.run)
	if e.phase == PhaseStart {
		o.step.state = stepAbandoned
		if err.isSameStep(e.cause) {
			e.cause = nil // the timeout that was blamed on it before
		}
	}
	now := e.now()
	e.complete(o.vertex, o.vertex, err, now)
	e.runners--
	e.dispatch(now)
}

// abandonedError makes the error of what has expired.
func (e *execution) abandonedError(o expired) *HookError {
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
	err := o.step.hookError(o.Phase, o.startedAt, examinedError{err: cause})
	err.Abandoned = true
	err.Stack, err.Goroutines, err.NoStack = o.Stack, o.Goroutines, o.NoStack
	err.Waiting, err.MoreWaiting = o.Waiting, o.MoreWaiting
	return err
}

// graceShare is how long a step may take that begins after the deadline: its share
// of the one Grace that all remaining steps have together. Executor.mu is held.
func (e *execution) graceShare(v int32, now time.Time) time.Duration {
	if e.graceEnd.IsZero() {
		e.graceEnd = now.Add(e.x.config.Grace)
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
