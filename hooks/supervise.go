// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"errors"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// minAllowance is what a step that begins after the deadline gets at least.
const minAllowance = time.Millisecond

// supervise waits for the runners to leave. It notices the end of the context
// and abandons what does not return.
func (e *execution) supervise() {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	ended := e.ctx.Done()
	for {
		select {
		case <-e.done:
			return
		case <-ended:
			ended = nil
			e.x.mu.Lock()
			e.noticeEnd()
			e.x.mu.Unlock()
			if e.phase == PhaseStart {
				e.x.Cancel(context.Cause(e.ctx))
			}
		case <-timer.C:
			e.abandonDue()
		case <-e.wake:
		}
		if at := e.nextDeadline(); !at.IsZero() {
			timer.Reset(time.Until(at))
		}
	}
}

// poke makes the supervisor look at the deadlines.
func (e *execution) poke() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// noticeEnd acts once on the end of the phase's context: what is in flight gets
// Grace, and a start begins nothing new. Executor.mu is held.
func (e *execution) noticeEnd() {
	if e.ended || e.ctx.Err() == nil {
		return
	}
	e.ended = true
	at := time.Now().Add(e.x.cfg.Grace)
	for _, f := range e.flights {
		if f.abandonAt.IsZero() || at.Before(f.abandonAt) {
			f.abandonAt = at
		}
	}
	e.poke()
	if e.phase == PhaseStart {
		e.failByContext()
	}
}

// failByContext fails a start whose context has ended. After a timeout the hook
// that was in flight longest is the culprit.
func (e *execution) failByContext() {
	e.halted = true
	if e.first != nil {
		return
	}
	e.first = context.Cause(e.ctx)
	if len(e.flights) > 0 && errors.Is(e.first, context.DeadlineExceeded) {
		f := e.flights[0]
		e.first = f.step.hookError(e.phase, f.began, e.first)
	}
}

func (e *execution) nextDeadline() time.Time {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	var next time.Time
	for _, f := range e.flights {
		if !f.abandonAt.IsZero() && !f.returned && (next.IsZero() || f.abandonAt.Before(next)) {
			next = f.abandonAt
		}
	}
	return next
}

// overdue is a flight that is marked as abandoned, and what it was doing then.
type overdue struct {
	*flight
	step      *step
	awaits    *task
	goroutine uint64
}

// abandonDue gives up what should have returned by now.
func (e *execution) abandonDue() {
	now := time.Now()
	e.x.mu.Lock()
	var due []overdue
	for _, f := range e.flights {
		if f.abandonAt.IsZero() || f.abandonAt.After(now) || f.returned || f.step == nil {
			continue
		}
		f.abandoned = true
		o := overdue{flight: f, step: f.step, awaits: f.awaits, goroutine: f.goroutine}
		if o.awaits != nil {
			o.awaits.abandoned = true
			o.goroutine = o.awaits.id.Load()
		}
		due = append(due, o)
	}
	e.x.mu.Unlock()
	for _, o := range due {
		e.abandon(o)
	}
}

// abandon reports an overdue step and goes on without its runner.
func (e *execution) abandon(o overdue) {
	phase := e.phase
	switch {
	case o.step.kind == kindCleanup:
		phase = PhaseCleanup
	case o.awaits != nil && e.phase == PhaseStop:
		phase = PhaseTask
	}
	err := o.step.hookError(phase, o.began, context.Cause(o.ctx))
	err.Abandoned = true
	err.Stack = guard.Stack(o.goroutine) // stops the world: not under the mutex
	e.x.cfg.Stream.Emit(observe.Event{Op: observe.OpAbandoned, Node: err.Component, Hook: err.Hook, Took: err.Elapsed, Err: err})

	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	e.land(o.flight)
	if e.phase == PhaseStart {
		o.step.state = stepAbandoned
		e.replaceFirst(err)
	}
	e.settle(o.v, err)
	e.runners--
	if !e.halted && len(e.ready) > 0 {
		e.spawn()
	}
	e.finishIfIdle()
}

// replaceFirst lets the error of an abandoned hook take the place of the timeout
// that was blamed on it before.
func (e *execution) replaceFirst(err *HookError) {
	if h, ok := e.first.(*HookError); ok && h.Component == err.Component && h.Hook == err.Hook && h.Place == err.Place && !h.Abandoned { //nolint:errorlint // made by this package
		e.first = nil
	}
}

// allowance is how long a step may take that begins after the deadline: its share
// of the one Grace that all remaining steps have together. Executor.mu is held.
func (e *execution) allowance(v int32, now time.Time) time.Duration {
	if e.graceEnd.IsZero() {
		e.graceEnd = now.Add(e.x.cfg.Grace)
		e.remaining = make([]int32, len(e.vertices))
	}
	share := e.graceEnd.Sub(now) / time.Duration(e.longestFrom(v))
	return max(share, minAllowance)
}

// longestFrom counts the steps on the longest path from v, itself included. It
// keeps what it counted, plus one so that 0 means unknown.
func (e *execution) longestFrom(v int32) int32 {
	for stack := []int32{v}; len(stack) > 0; {
		top := stack[len(stack)-1]
		longest, known := int32(0), true
		for _, s := range e.next[top] {
			if e.remaining[s] == 0 {
				stack, known = append(stack, s), false
			}
			longest = max(longest, e.remaining[s]-1)
		}
		if !known {
			continue
		}
		stack = stack[:len(stack)-1]
		if top == v || !e.trivial(top) {
			longest++
		}
		e.remaining[top] = longest + 1
	}
	return e.remaining[v] - 1
}
