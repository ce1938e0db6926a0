// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"runtime/pprof"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// perform runs the user's code of f's vertex. Executor.mu is not held.
func (e *execution) perform(f *flight) error {
	vx := &e.vertices[f.v]
	pprof.SetGoroutineLabels(vx.lc.base)
	switch vx.kind {
	case vertexTurn:
		return e.turn(f, vx.lc)
	case vertexRelease:
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
func (e *execution) turn(f *flight, lc *Lifecycle) error {
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
func (e *execution) awaitTasks(f *flight, lc *Lifecycle) {
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
func (e *execution) await(f *flight, t *task) {
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
	e.poke()
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// returnLate tells that an abandoned hook has returned.
func (e *execution) returnLate(f *flight) {
	<-f.reported
	e.x.mu.Lock()
	s := e.vertices[f.v].step()
	t := s.task
	e.x.mu.Unlock()
	if t != nil {
		t.cancel(errTurn) // which tells of its own end
		e.leave(f)
		return
	}
	if e.phase != PhaseStart || f.err.err != nil || s.stop == nil {
		e.leave(f)
	}
	phase := e.phase
	if s.kind == kindCleanup {
		phase = PhaseCleanup
	}
	event := observe.Event{Op: observe.OpReturned, Node: s.lc.name(), Hook: s.title(phase), Took: time.Since(f.began)}
	if f.err.err != nil {
		event.Err = s.hookError(phase, f.began, f.err)
	}
	e.x.cfg.Stream.Emit(event)
}

// stopLate stops an abandoned start hook that succeeded after all. Its errors are
// events only.
func (e *execution) stopLate(f *flight) {
	s := e.vertices[f.v].step()
	if f.cancel != nil {
		f.cancel()
	}
	ctx, cancel := context.WithoutCancel(e.ctx), context.CancelFunc(func() {})
	e.x.mu.Lock()
	bound := s.ownTimeout(PhaseStop)
	e.x.mu.Unlock()
	if d := e.x.cfg.StopTimeout; d > 0 && (bound == nil || d < bound.budget) {
		bound = stopTimeout(d)
	}
	if bound != nil {
		ctx, cancel = context.WithTimeoutCause(ctx, bound.budget, bound)
	}
	e.x.mu.Lock()
	f.ctx, f.cancel, f.began, f.late = ctx, cancel, time.Now(), true
	e.x.mu.Unlock()
	f.err = captured{err: guard.ErrGoexit}
	f.err = capture(ctx, e.x.call(ctx, PhaseStop, s, s.stop))
}

// tellStopped tells how that ended.
func (e *execution) tellStopped(f *flight) {
	s := e.vertices[f.v].step()
	event := observe.Event{Op: observe.OpStopped, Node: s.lc.name(), Hook: s.title(PhaseStop), Took: time.Since(f.began)}
	if f.err.err != nil {
		event.Err = s.hookError(PhaseStop, f.began, f.err)
	}
	e.x.cfg.Stream.Emit(event)
}
