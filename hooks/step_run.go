// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"context"
	"runtime/pprof"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// stepRun is one run of the code of a vertex by a runner. Fields without a comment of
// their own are guarded by Executor.mu.
type stepRun struct {
	wake     chan bool           // of an idle runner: receives true when there is a vertex, and is closed at the end
	vertex   int32               // never changes
	number   int                 // in the order in which the execution has begun them; never changes
	timeout  *guard.TimeoutError // the cause of the end of its context at deadline, or nil; never changes
	deadline time.Time           // of its context, if timeout is not nil; never changes
	limited  limitedRun          // by the reserves of later hooks; never changes
	isOwed   bool                // the code of the step is called, and not only its component's added tasks are stopped; never changes
	cancel   context.CancelFunc  // of a context with timeout, or nil; belongs to the runner

	index         int   // in execution.inFlight
	step          *step // whose code runs; nil between two waits of a component's stop
	ctx           context.Context
	startedAt     time.Time
	slowCount     int       // events that it is slow
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
	isOwed := vx.kind != vertexStep || e.phase == PhaseStart || s.owesStop()
	if !isOwed {
		s = nil
	}
	*f = stepRun{vertex: v, number: e.startedCount, index: len(e.inFlight), step: s, isOwed: isOwed, ctx: e.ctx, startedAt: now, goroutine: f.goroutine, wake: f.wake}
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
		f.timeout, f.deadline = timeout, f.startedAt.Add(timeout.Budget)
		f.abandonAt = f.startedAt.Add(saturatingAdd(timeout.Budget, e.x.config.Grace))
	}
	f.limited = e.beforeReserves(v, now)
	f.applyLimit()
	e.inFlight = append(e.inFlight, f)
	if !f.abandonAt.IsZero() {
		e.wakeSupervisor()
	}
}

// applyLimit limits the run by the reserves of later hooks. Executor.mu is held.
func (f *stepRun) applyLimit() {
	l := &f.limited
	switch {
	case l.cause == nil:
		return
	case f.timeout == nil || l.ctxEnd.Before(f.deadline):
		f.timeout, f.deadline = l.cause, l.ctxEnd
	}
	if f.abandonAt.IsZero() || l.abandonAt.Before(f.abandonAt) {
		f.abandonAt = l.abandonAt
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

// withTimeout makes a context with the deadline of the run, if it has one.
func (e *execution) withTimeout(f *stepRun) {
	if f.timeout == nil {
		return
	}
	ctx, cancel := context.WithDeadlineCause(e.ctx, f.deadline, f.timeout)
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
	case !f.isOwed:
		return nil
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
		return e.stopTask(f, s.task)
	}
}

// stopTask calls the stop function of a task, ends its context and waits for it.
func (e *execution) stopTask(f *stepRun, t *task) error {
	e.setAwaited(f, t)
	if t.step.stop != nil {
		e.callStopFunction(f, t)
	}
	t.cancel(errComponentStopping)
	if !t.wait() {
		return nil // it was abandoned
	}
	return t.stopError()
}

// callStopFunction calls the function of StopWith on a goroutine of its own, and returns
// when it has returned or the task was abandoned.
func (e *execution) callStopFunction(f *stepRun, t *task) {
	began, ctx := time.Now(), f.ctx
	if t.step != e.vertices[f.vertex].step() {
		var cancel context.CancelFunc
		ctx, cancel = e.stopContext(f, t.step)
		defer cancel()
	}
	defer context.AfterFunc(ctx, func() { t.cancel(errComponentStopping) })()
	returned := make(chan error, 1)
	go func() {
		err := guard.ErrGoexit // which does not change err
		defer func() { returned <- err }()
		t.stopGoroutine.Store(guard.GoroutineID())
		pprof.SetGoroutineLabels(t.step.lc.base)
		err = e.x.callUser(ctx, PhaseStop, t.step, t.step.stop)
	}()
	select {
	case err := <-returned:
		t.stopGoroutine.Store(0)
		if c := guard.ExamineEnd(ctx, err); c.Err != nil {
			e.addError(t.step.hookError(PhaseStop, began, c))
		}
	case <-t.abandonedCh:
	}
}

// stopContext returns the context for the stop function of an added task, for which f
// waits.
func (e *execution) stopContext(f *stepRun, s *step) (context.Context, context.CancelFunc) {
	e.x.mu.Lock()
	own := s.ownTimeout(PhaseStop)
	e.x.mu.Unlock()
	ctx, cancel := e.ctx, context.CancelFunc(func() {})
	if f.limited.cause != nil {
		ctx, cancel = context.WithDeadlineCause(ctx, f.limited.ctxEnd, f.limited.cause)
	}
	if own == nil {
		return ctx, cancel
	}
	ctx, cancelOwn := context.WithTimeoutCause(ctx, own.Budget, own)
	return ctx, func() { cancelOwn(); cancel() }
}

// addError emits and records a failure that is not that of a vertex. Executor.mu is not
// held.
func (e *execution) addError(err *HookError) {
	e.x.config.Stream.Emit(observe.Event{Op: observe.OpStopped, Node: err.Component, Hook: err.Hook, Took: err.Elapsed, Err: err})
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	e.errs = append(e.errs, err)
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
			if t.step.stop == nil {
				t.cancel(errComponentStopping)
			}
		}
		for _, t := range tasks {
			err := e.stopTask(f, t)
			e.x.mu.Lock()
			delete(lc.addedTasks, t)
			if err != nil {
				e.errs = append(e.errs, err)
			}
			e.x.mu.Unlock()
		}
	}
	e.setAwaited(f, nil)
}

// awaitTasksOf waits for tasks that were added before or while the vertex of f ran in a
// stop, so that nothing that they may need stops earlier. The wait is no part of the time
// of the step. Executor.mu is not held.
func (e *execution) awaitTasksOf(f *stepRun) {
	lc := e.vertices[f.vertex].lc
	e.x.mu.Lock()
	mustWait := e.phase == PhaseStop && !f.abandoned && len(lc.addedTasks) > 0
	awaited := f.awaitedTask
	if mustWait && !e.ctxEnded {
		f.abandonAt = f.limited.abandonAt
	}
	e.x.mu.Unlock()
	if !mustWait {
		return
	}
	e.awaitTasks(f, lc)
	e.x.mu.Lock()
	f.awaitedTask = awaited
	e.x.mu.Unlock()
}

// setAwaited records the task for which the runner waits; nil for none.
func (e *execution) setAwaited(f *stepRun, t *task) {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	own := e.vertices[f.vertex].step()
	f.awaitedTask, f.step, f.abandonTaskAt = t, nil, time.Time{}
	if f.isOwed {
		f.step = own
	}
	if t == nil {
		return
	}
	if f.abandoned {
		t.abandon()
	}
	if t.step != own && t.step.timeouts.Stop > 0 {
		f.abandonTaskAt = f.startedAt.Add(saturatingAdd(t.step.timeouts.Stop, e.x.config.Grace))
	}
	if deadline, ok := f.ctx.Deadline(); ok && t.step.kind == kindUser {
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
	case awaits != nil && e.phase == PhaseStop && awaits.stopGoroutine.Load() == 0:
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
	err := f.step.hookError(phase, f.startedAt, c)
	err.Budget = f.budget()
	return err
}

// budget returns the time from the begin of the run to the deadline of its context; 0 is
// no limit.
func (f *stepRun) budget() time.Duration {
	deadline, ok := f.ctx.Deadline()
	if !ok {
		return 0
	}
	return max(0, deadline.Sub(f.startedAt)).Round(time.Millisecond)
}
