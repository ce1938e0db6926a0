// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"context"
	"runtime/pprof"
	"time"
)

// stepRun is what a runner runs: the code of one vertex. Fields without a comment of
// their own are guarded by Executor.mu.
type stepRun struct {
	wake    chan bool          // of an idle runner: sends true when f has a vertex, and is closed at the end
	v       int32              // never changes
	number  int                // of those that the execution has begun, in order; never changes
	timeout *timeoutError      // why ctx ends by a timeout of the step's own, else nil; never changes
	cancel  context.CancelFunc // of the runner: of a context of its own, else nil

	at           int   // its index in execution.inFlight
	step         *step // whose code runs; nil between two waits of a turn
	ctx          context.Context
	began        time.Time
	goroutine    uint64    // of the runner; 0 until that runs
	abandonAt    time.Time // zero for never
	awaits       *task     // whose goroutine the runner waits for
	taskAt       time.Time // when a turn leaves that task behind, zero for never
	returned     bool      // the user's code has returned
	abandoned    bool
	stoppingLate bool          // it has succeeded after that, and is stopped
	reported     chan struct{} // of an abandoned one: closed when that was reported
}

// begin notes that f runs v. Executor.mu is held.
func (e *execution) begin(f *stepRun, v int32, now time.Time) {
	vx := &e.vertices[v]
	s := vx.step()
	e.begun++
	*f = stepRun{v: v, number: e.begun, at: len(e.inFlight), step: s, ctx: e.ctx, began: now, goroutine: f.goroutine, wake: f.wake}
	if s != nil {
		if e.phase == PhaseStart {
			s.state = stepStarting
			vx.lc.begins(f.began)
		} else {
			s.state = stepStopping
		}
	}
	switch timeout := s.ownTimeout(e.phase); {
	case e.ctxEnded:
		f.abandonAt = f.began.Add(e.graceShare(v, f.began))
	case timeout != nil:
		f.timeout = timeout
		f.abandonAt = f.began.Add(sum(timeout.budget, e.x.cfg.Grace))
	}
	e.inFlight = append(e.inFlight, f)
	if !f.abandonAt.IsZero() {
		e.wakeSupervisor()
	}
}

// removeInFlight ends what begin has begun. Executor.mu is held.
func (e *execution) removeInFlight(f *stepRun) {
	last := len(e.inFlight) - 1
	e.inFlight[f.at] = e.inFlight[last]
	e.inFlight[f.at].at = f.at
	e.inFlight[last] = nil
	e.inFlight = e.inFlight[:last]
}

// byNumber compares by the order in which they have begun.
func byNumber(f, g *stepRun) int { return cmp.Compare(f.number, g.number) }

// withTimeout makes a context with the timeout of f's step, if it has one of its own.
func (e *execution) withTimeout(f *stepRun) {
	if f.timeout == nil {
		return
	}
	ctx, cancel := context.WithDeadlineCause(e.ctx, f.began.Add(f.timeout.budget), f.timeout)
	f.cancel = cancel
	e.x.mu.Lock()
	f.ctx = ctx
	e.x.mu.Unlock()
}

// mayCall reports whether the user's code is still to be called. A start that was
// abandoned before that, because of a slow observer, is not.
func (e *execution) mayCall(f *stepRun) bool {
	if e.phase != PhaseStart || !e.x.cfg.Stream.Enabled() && f.timeout == nil && e.ctx.Err() == nil {
		return true
	}
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return !f.abandoned
}

// perform runs the user's code of f's vertex. Executor.mu is not held.
func (e *execution) perform(f *stepRun) error {
	vx := &e.vertices[f.v]
	pprof.SetGoroutineLabels(vx.lc.base)
	switch vx.kind {
	case vertexUp:
		return e.turn(f, vx.lc)
	case vertexTasks:
		e.awaitTasks(f, vx.lc)
		return nil
	case vertexCleanup:
		return e.x.callCleanup(f.ctx, vx.step())
	case vertexDrain:
		return e.x.call(f.ctx, PhaseDrain, vx.step(), vx.step().start)
	case vertexStep:
	}
	s := vx.step()
	switch {
	case e.phase == PhaseStart && s.kind == kindHook:
		return e.x.call(f.ctx, PhaseStart, s, s.start)
	case e.phase == PhaseStart:
		t := vx.lc.launch(s)
		if s.kind == kindTask {
			return nil
		}
		e.await(f, t)
		return t.serveUntilReady(f.ctx)
	case s.kind == kindHook:
		return e.x.call(f.ctx, PhaseStop, s, s.stop)
	default:
		t := s.task
		e.await(f, t)
		t.cancel(errTurn)
		if !t.wait() {
			return nil // it was abandoned
		}
		return t.owed()
	}
}

// turn ends the use of the component, its context and its running tasks.
func (e *execution) turn(f *stepRun, lc *Lifecycle) error {
	e.x.mu.Lock()
	lc.turned = true // from here on new tasks get an ended context
	cancel, used := lc.cancel, lc.users > 0 || lc.standsIn
	e.x.mu.Unlock()
	if used {
		e.awaitUsers(f, lc)
	}
	if cancel != nil {
		cancel(errTurn)
	}
	e.awaitTasks(f, lc)
	return nil
}

// awaitTasks cancels the component's running tasks and waits for them, and for
// those that they add meanwhile. A task that overstays is left behind alone.
func (e *execution) awaitTasks(f *stepRun, lc *Lifecycle) {
	for tasks := lc.runningTasks(); len(tasks) > 0; tasks = lc.runningTasks() {
		for _, t := range tasks {
			t.cancel(errTurn)
		}
		for _, t := range tasks {
			e.await(f, t)
			if !t.wait() {
				continue
			}
			if err := t.owed(); err != nil {
				e.x.mu.Lock()
				e.errs = append(e.errs, err)
				e.x.mu.Unlock()
			}
		}
	}
	e.await(f, nil)
}

// await notes whose goroutine the runner waits for.
func (e *execution) await(f *stepRun, t *task) {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	f.awaits, f.step, f.taskAt = t, e.vertices[f.v].step(), time.Time{}
	if t == nil {
		return
	}
	if f.abandoned {
		t.leave()
	}
	if f.step == nil && t.s.timeouts.Stop > 0 {
		f.taskAt = f.began.Add(sum(t.s.timeouts.Stop, e.x.cfg.Grace))
	}
	if deadline, ok := e.ctx.Deadline(); ok && t.s.kind == kindUser {
		// Its own context has ended at the turn, so it gets no Grace after the deadline.
		f.taskAt = latest(deadline, time.Now().Add(e.x.cfg.Grace))
	}
	f.step = t.s
	e.wakeSupervisor()
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// phaseOf returns the phase of a step, and of a task that the stop waits for.
func (e *execution) phaseOf(s *step, awaits *task) string {
	switch {
	case s.kind == kindCleanup:
		return PhaseCleanup
	case awaits != nil && e.phase == PhaseStop:
		return s.taskPhase()
	default:
		return e.phase
	}
}

// capture examines the error of the user's code. That a hook heeds a timeout of its
// own follows from nothing else.
func (f *stepRun) capture(err error) captured {
	if h, ok := err.(*HookError); ok { //nolint:errorlint // of a task, which has made it
		return captured{err: h}
	}
	c := capture(f.ctx, err)
	c.consequence = c.consequence && (f.timeout == nil || c.err != error(f.timeout)) //nolint:errorlint // this very context's
	return c
}

// failure returns the error of f's step, nil for none. A turn or a release has
// noted the errors of its tasks already. Executor.mu is held.
func (e *execution) failure(f *stepRun, c captured) error {
	if c.err == nil || f.step == nil {
		return nil
	}
	phase := e.phaseOf(f.step, f.awaits)
	if phase == PhaseTask || phase == PhaseCheck || phase == PhaseCall {
		return c.err // its own
	}
	return f.step.hookError(phase, f.began, c)
}
