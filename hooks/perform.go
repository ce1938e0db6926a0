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
	pprof.SetGoroutineLabels(f.base)
	vx := &e.vertices[f.v]
	if e.x.cfg.Stream.Enabled() && f.step != nil {
		e.x.mu.Lock()
		event := e.event(f, beginOps, nil)
		e.x.mu.Unlock()
		e.x.cfg.Stream.Emit(event)
	}
	switch vx.kind {
	case vertexTurn:
		return e.turn(f, vx.lc)
	case vertexRelease:
		e.awaitTasks(f, vx.lc)
		return nil
	case vertexCleanup:
		return guard.Call(vx.step.cleanup)
	case vertexDrain:
		return guard.CallContext(f.ctx, vx.step.start)
	case vertexStep:
	}
	s := vx.step
	switch {
	case e.phase == PhaseStart && s.kind == kindHook:
		return guard.CallContext(f.ctx, s.start)
	case e.phase == PhaseStart:
		t := vx.lc.launch(s)
		if s.kind == kindTask {
			return nil
		}
		e.await(f, t)
		return t.serveUntilReady(f.ctx)
	case s.kind == kindHook:
		return guard.CallContext(f.ctx, s.stop)
	default:
		e.await(f, s.task)
		s.task.cancel(errTurn)
		<-s.task.done
		return s.task.owed()
	}
}

// turn ends the component's context and its running tasks.
func (e *execution) turn(f *flight, lc *Lifecycle) error {
	e.x.mu.Lock()
	lc.turned = true // from here on new tasks get an ended context
	cancel := lc.cancel
	e.x.mu.Unlock()
	if cancel != nil {
		cancel(errTurn)
	}
	e.awaitTasks(f, lc)
	return nil
}

// awaitTasks cancels the component's running tasks and waits for them, and for
// those that they add meanwhile.
func (e *execution) awaitTasks(f *flight, lc *Lifecycle) {
	for tasks := lc.runningTasks(); len(tasks) > 0; tasks = lc.runningTasks() {
		for _, t := range tasks {
			t.cancel(errTurn)
		}
		for _, t := range tasks {
			e.await(f, t)
			<-t.done
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
	f.awaits, f.step = t, e.vertices[f.v].step
	if t != nil {
		f.step = t.s
	}
}

// returnedLate handles the return of an abandoned hook. A start hook that
// succeeded after all is stopped at once; its errors are events only.
func (e *execution) returnedLate(f *flight, err error) {
	s := e.vertices[f.v].step
	if s == nil || s.serve != nil {
		return // tasks report their own end
	}
	phase := e.phase
	if s.kind == kindCleanup {
		phase = PhaseCleanup
	}
	event := observe.Event{Op: observe.OpReturned, Node: s.lc.name(), Hook: s.title(), Took: time.Since(f.began)}
	if err != nil {
		event.Err = s.hookError(phase, f.began, err)
	}
	e.x.cfg.Stream.Emit(event)
	if e.phase != PhaseStart || err != nil || s.stop == nil {
		return
	}
	ctx := context.WithoutCancel(e.ctx)
	timeout := shorter(e.x.cfg.StopTimeout, s.stopTimeout)
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, timeout, &timeoutError{"stop timeout", timeout})
		defer cancel()
	}
	began := time.Now()
	event = observe.Event{Op: observe.OpStopped, Node: s.lc.name(), Hook: s.title()}
	if err := guard.CallContext(ctx, s.stop); err != nil {
		cause, _ := causeOf(ctx, err)
		event.Err = s.hookError(PhaseStop, began, cause)
	}
	event.Took = time.Since(began)
	e.x.cfg.Stream.Emit(event)
}
