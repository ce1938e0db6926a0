// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"context"
	"runtime/pprof"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// stepRun is one run of the code of a vertex by a runner. Fields without a comment of
// their own are guarded by Executor.mu.
type stepRun struct {
	wake    chan bool           // of an idle runner: receives true when there is a vertex, and is closed at the end
	vertex  int32               // never changes
	number  int                 // in the order in which the execution has begun them; never changes
	timeout *guard.TimeoutError // of the step itself, or nil; never changes
	cancel  context.CancelFunc  // of a context with timeout, or nil; belongs to the runner

	index         int   // in execution.inFlight
	step          *step // whose code runs; nil between two waits of a component's stop
	ctx           context.Context
	startedAt     time.Time
	goroutine     uint64    // of the runner; 0 before it runs
	abandonAt     time.Time // zero for never
	awaitedTask   *task     // for which the runner waits, or nil
	abandonTaskAt time.Time // when the task is abandoned, zero for never
	returned      bool      // the user's code has returned
	abandoned     bool
	stoppingLate  bool          // it has succeeded after that, and its stop hook runs
	reported      chan struct{} // of an abandoned one: closed when the event was posted
}

// beginStep makes f a run of v. Executor.mu is held.
func (e *execution) beginStep(f *stepRun, v int32, now time.Time) {
	vx := &e.vertices[v]
	s := vx.step()
	e.startedCount++
	*f = stepRun{vertex: v, number: e.startedCount, index: len(e.inFlight), step: s, ctx: e.ctx, startedAt: now, goroutine: f.goroutine, wake: f.wake}
	if s != nil {
		if e.phase == PhaseStart {
			s.state = stepStarting
			vx.lc.setStarting(f.startedAt)
		} else {
			s.state = stepStopped
		}
	}
	switch timeout := s.ownTimeout(e.phase); {
	case e.ctxEnded:
		f.abandonAt = f.startedAt.Add(e.graceShare(v, f.startedAt))
	case timeout != nil:
		f.timeout = timeout
		f.abandonAt = f.startedAt.Add(saturatingAdd(timeout.Budget, e.x.config.Grace))
	}
	e.inFlight = append(e.inFlight, f)
	if !f.abandonAt.IsZero() {
		e.wakeSupervisor()
	}
}

// removeInFlight reverses beginStep. Executor.mu is held.
func (e *execution) removeInFlight(f *stepRun) {
	last := len(e.inFlight) - 1
	e.inFlight[f.index] = e.inFlight[last]
	e.inFlight[f.index].index = f.index
	e.inFlight[last] = nil
	e.inFlight = e.inFlight[:last]
}

// byNumber compares by the order in which the runs began.
func byNumber(f, g *stepRun) int { return cmp.Compare(f.number, g.number) }

// withTimeout makes a context with the timeout of the step, if it has one.
func (e *execution) withTimeout(f *stepRun) {
	if f.timeout == nil {
		return
	}
	ctx, cancel := context.WithDeadlineCause(e.ctx, f.startedAt.Add(f.timeout.Budget), f.timeout)
	f.cancel = cancel
	e.x.mu.Lock()
	f.ctx = ctx
	e.x.mu.Unlock()
}

// mayCall reports whether the code of the step is still to be called. A start that was
// abandoned earlier, because of a slow observer, is not called.
func (e *execution) mayCall(f *stepRun) bool {
	if e.phase != PhaseStart || !e.x.config.Stream.Enabled() && f.timeout == nil && e.ctx.Err() == nil {
		return true
	}
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return !f.abandoned
}

// callStep runs the user's code of the vertex of f. Executor.mu is not held.
func (e *execution) callStep(f *stepRun) error {
	vx := &e.vertices[f.vertex]
	pprof.SetGoroutineLabels(vx.lc.base)
	switch vx.kind {
	case vertexUp:
		return e.beginComponentStop(f, vx.lc)
	case vertexTasks:
		e.awaitTasks(f, vx.lc)
		return nil
	case vertexCleanup:
		return e.x.callCleanup(f.ctx, vx.step())
	case vertexDrain:
		return e.x.callUser(f.ctx, PhaseDrain, vx.step(), vx.step().start)
	case vertexStep:
	}
	s := vx.step()
	switch {
	case e.phase == PhaseStart && s.kind == kindHook:
		return e.x.callUser(f.ctx, PhaseStart, s, s.start)
	case e.phase == PhaseStart:
		t := vx.lc.launch(s)
		if s.kind == kindTask {
			return nil
		}
		e.setAwaited(f, t)
		return t.awaitReady(f.ctx)
	case s.kind == kindHook:
		return e.x.callUser(f.ctx, PhaseStop, s, s.stop)
	default:
		t := s.task
		e.setAwaited(f, t)
		t.cancel(errComponentStopping)
		if !t.wait() {
			return nil // it was abandoned
		}
		return t.stopError()
	}
}

// beginComponentStop ends the use of the component, its context and its added tasks.
func (e *execution) beginComponentStop(f *stepRun, lc *Lifecycle) error {
	e.x.mu.Lock()
	lc.stopping = true // from now on the contexts of new tasks have ended
	cancel, used := lc.cancel, lc.users > 0 || lc.isStandIn
	e.x.mu.Unlock()
	if used {
		e.awaitUsers(f, lc)
	}
	if cancel != nil {
		cancel(errComponentStopping)
	}
	e.awaitTasks(f, lc)
	return nil
}

// awaitTasks cancels the component's added tasks and waits for them, and for tasks
// that they add meanwhile. A task that does not return is abandoned, and the others
// are still awaited.
func (e *execution) awaitTasks(f *stepRun, lc *Lifecycle) {
	for tasks := lc.listAddedTasks(); len(tasks) > 0; tasks = lc.listAddedTasks() {
		for _, t := range tasks {
			t.cancel(errComponentStopping)
		}
		for _, t := range tasks {
			e.setAwaited(f, t)
			if !t.wait() {
				continue
			}
			if err := t.stopError(); err != nil {
				e.x.mu.Lock()
				e.errs = append(e.errs, err)
				e.x.mu.Unlock()
			}
		}
	}
	e.setAwaited(f, nil)
}

// setAwaited records the task for which the runner waits; nil for none.
func (e *execution) setAwaited(f *stepRun, t *task) {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	f.awaitedTask, f.step, f.abandonTaskAt = t, e.vertices[f.vertex].step(), time.Time{}
	if t == nil {
		return
	}
	if f.abandoned {
		t.abandon()
	}
	if f.step == nil && t.step.timeouts.Stop > 0 {
		f.abandonTaskAt = f.startedAt.Add(saturatingAdd(t.step.timeouts.Stop, e.x.config.Grace))
	}
	if deadline, ok := e.ctx.Deadline(); ok && t.step.kind == kindUser {
		// Its context has ended when the component began to stop, so it gets no Grace after the deadline.
		if f.abandonTaskAt = time.Now().Add(e.x.config.Grace); deadline.After(f.abandonTaskAt) {
			f.abandonTaskAt = deadline
		}
	}
	f.step = t.step
	e.wakeSupervisor()
}

// phaseOf returns the phase of a step, or of the task for which the stop waits.
func (e *execution) phaseOf(s *step, awaits *task) Phase {
	switch {
	case s.kind == kindCleanup:
		return PhaseCleanup
	case awaits != nil && e.phase == PhaseStop:
		return s.taskPhase()
	default:
		return e.phase
	}
}

// examine examines the error of the user's code. A hook that heeds a timeout of its
// own has failed by itself.
func (f *stepRun) examine(err error) guard.Outcome {
	if h, ok := err.(*HookError); ok { //nolint:errorlint // made by a task
		return guard.Outcome{Err: h}
	}
	c := guard.ExamineEnd(f.ctx, err)
	c.OnlyEnds = c.OnlyEnds && (f.timeout == nil || c.Err != error(f.timeout)) //nolint:errorlint // this very context's
	return c
}

// stepError returns the error of the step of f, or nil. The stop of a component has
// recorded the errors of its tasks already. Executor.mu is held.
func (e *execution) stepError(f *stepRun, c guard.Outcome) error {
	if c.Err == nil || f.step == nil {
		return nil
	}
	phase := e.phaseOf(f.step, f.awaitedTask)
	if phase == PhaseTask || phase == PhaseCheck || phase == PhaseCall {
		return c.Err // the task has made it
	}
	return f.step.hookError(phase, f.startedAt, c)
}
