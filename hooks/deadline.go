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

// minGraceShare is the minimum time for a step that begins after the deadline.
const minGraceShare = time.Millisecond

// maxStacks is the number of abandoned steps of one phase whose stacks and waiting
// components are recorded. It limits the size of the result.
const maxStacks = 16

// supervise waits until the execution has ended. It acts on the end of the context and
// abandons steps that do not return.
func (e *execution) supervise() {
	timer := time.NewTimer(0)
	timer.Stop() // most phases need none
	defer timer.Stop()
	slow := time.NewTimer(SlowAfter)
	defer slow.Stop()
	ended := e.ctx.Done()
	for {
		select {
		case <-e.done:
			if e.stackCount > 0 {
				e.x.config.Stream.Flush() // the events of abandoned steps precede the end of the phase
			}
			return
		case <-ended:
			ended = nil
			e.x.mu.Lock()
			e.checkContext()
			failed := e.cause != nil
			e.x.mu.Unlock()
			if failed {
				e.x.cancelContexts(e.handles(), guard.Cause(e.ctx))
			}
		case <-timer.C:
			e.abandonExpired()
		case <-slow.C:
			slow.Reset(e.reportSlow())
			continue
		case <-e.wake:
		}
		if at := e.nextDeadline(); !at.IsZero() {
			timer.Reset(time.Until(at))
		}
	}
}

// wakeSupervisor lets the supervisor compute the next deadline.
func (e *execution) wakeSupervisor() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// checkContext acts once on the end of the phase's context: running steps get Grace,
// and a start begins no further step. Executor.mu is held.
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

// startGrace limits the running steps to Grace from now on. Executor.mu is held.
func (e *execution) startGrace() {
	at := time.Now().Add(e.x.config.Grace)
	for _, f := range e.inFlight {
		if f.abandonAt.IsZero() || at.Before(f.abandonAt) {
			f.abandonAt = at
		}
	}
	e.wakeSupervisor()
}

// failByContext fails a start whose context has ended. A timeout is attributed to the
// step that has run longest.
func (e *execution) failByContext() {
	e.halted = true
	if e.cause != nil {
		return
	}
	e.cause = guard.Cause(e.ctx)
	if len(e.inFlight) > 0 && e.ctx.Err() == context.DeadlineExceeded {
		f := slices.MinFunc(e.inFlight, byNumber)
		// f.step is nil while the abandoned step is being reported.
		if s := cmp.Or(f.step, e.vertices[f.vertex].step()); s != nil {
			err := s.hookError(e.phase, f.startedAt, guard.Outcome{Err: e.cause})
			err.Budget = f.budget()
			e.cause = err
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

// abandonTime returns the time at which f, or the task for which it waits, must be
// abandoned; zero for never. Executor.mu is held.
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

// expired is a step or a task that must be abandoned.
type expired struct {
	*snapshot
	run    *stepRun // it may have another step by now, if only a task has expired
	ctx    context.Context
	budget time.Duration // of run
	task   *task         // for which run waits
	whole  bool          // run itself is abandoned, not only the task
}

// abandonExpired abandons the steps and tasks whose time is over.
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

// takeExpired returns the steps and tasks whose time is over, in the order in which
// they began, and marks them as abandoned.
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
		list[i] = expired{snapshot: e.snapshot(f), run: f, ctx: f.ctx, budget: f.budget(), task: f.awaitedTask, whole: s != nil && (f.awaitedTask == nil || f.awaitedTask.step == s)}
		if list[i].whole {
			f.abandoned, f.reported = true, make(chan struct{})
			e.x.abandoned[f] = e
			s.mayStillRun = true
		}
		f.step = nil // until the report is out
	}
	return list
}

// abandon reports an expired step or task and continues without it.
func (e *execution) abandon(o expired, look guard.Look) {
	if e.stackCount++; e.stackCount <= maxStacks {
		o.addStacks(look)
		o.addWaiting()
	}
	err := e.abandonedError(o)
	// Other steps have deadlines: do not wait for observers.
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
	if e.phase == PhaseStart && err.isSameStep(e.cause) {
		e.cause = nil // the timeout that was attributed to it before
	}
	now := e.now()
	e.complete(o.vertex, o.vertex, err, now)
	e.runners--
	e.dispatch(now)
}

// abandonedError returns the error of an expired step or task.
func (e *execution) abandonedError(o expired) *HookError {
	e.x.mu.Lock()
	own := o.step.ownTimeout(e.phase)
	e.x.mu.Unlock()
	if o.step.kind == kindUser {
		<-o.ctx.Done() // its deadline has come
	}
	cause := guard.Cause(o.ctx)
	switch { // a nil cause is the timeout of the step itself, or a timer that is about to fire
	case cause == nil && own != nil:
		cause = own
	case cause == nil:
		cause = context.DeadlineExceeded
	}
	err := o.step.hookError(o.Phase, o.startedAt, guard.Outcome{Err: cause})
	err.Abandoned, err.Budget = true, o.budget
	switch {
	case o.step.kind == kindHook && o.Phase == PhaseStart:
		err.advice = "a hook that runs as long as its component is a task: lc.Serve, or lc.Go"
	case o.step.isTask() && o.step.stop == nil && o.Phase == PhaseTask:
		err.advice = "a task that does not end with its context needs what ends it: hooks.StopWith"
	}
	err.Stack, err.Goroutines, err.NoStack = o.Stack, o.Goroutines, o.NoStack
	err.Waiting, err.MoreWaiting = o.Waiting, o.MoreWaiting
	return err
}

// graceShare returns the time for a step that begins after the deadline: its share of
// the one Grace for all remaining steps. Executor.mu is held.
func (e *execution) graceShare(v int32, now time.Time) time.Duration {
	if e.graceEnd.IsZero() {
		e.graceEnd = now.Add(e.x.config.Grace)
	}
	share := e.graceEnd.Sub(now) / time.Duration(e.longestFrom(v))
	return max(share, minGraceShare)
}

// longestFrom returns the number of steps on the longest path from v, v included.
func (e *execution) longestFrom(v int32) int32 {
	return e.paths.LongestFrom(e.successors, v, func(v int32) bool { return !e.isNoop(v) })
}
