// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// onLateReturn emits that an abandoned hook has returned, and stops what it has started
// after all.
func (e *execution) onLateReturn(f *stepRun, c captured) {
	<-f.reported
	e.x.mu.Lock()
	s := e.vertices[f.v].step()
	t := s.task
	e.x.mu.Unlock()
	if t != nil {
		t.cancel(errTurn) // which emits its own end
		e.leave(f)
		return
	}
	started := e.phase == PhaseStart && c.err == nil && s.stop != nil
	if !started {
		e.leave(f)
	}
	phase := e.phaseOf(s, nil)
	event := observe.Event{Op: observe.OpReturned, Node: s.lc.name(), Hook: s.title(phase), Took: time.Since(f.began)}
	if c.err != nil {
		event.Err = s.hookError(phase, f.began, c)
	}
	e.x.cfg.Stream.Emit(event)
	if started {
		e.stopLate(f, s)
	}
}

// stopLate stops an abandoned start hook that has succeeded. Its errors are events
// only.
func (e *execution) stopLate(f *stepRun, s *step) {
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
	f.ctx, f.cancel, f.began, f.stoppingLate = ctx, cancel, time.Now(), true
	e.x.mu.Unlock()
	returned := false
	defer func() {
		if !returned { // runtime.Goexit ends this goroutine
			go e.onLateStop(f, s, captured{err: guard.ErrGoexit})
		}
	}()
	c := capture(ctx, e.x.call(ctx, PhaseStop, s, s.stop))
	returned = true
	e.onLateStop(f, s, c)
}

// onLateStop emits how that ended.
func (e *execution) onLateStop(f *stepRun, s *step, c captured) {
	event := observe.Event{Op: observe.OpStopped, Node: s.lc.name(), Hook: s.title(PhaseStop), Took: time.Since(f.began)}
	if c.err != nil {
		event.Err = s.hookError(PhaseStop, f.began, c)
	}
	e.x.cfg.Stream.Emit(event)
	e.leave(f)
}

// leave ends the runner of an abandoned step. Executor.mu is not held.
func (e *execution) leave(f *stepRun) {
	e.x.mu.Lock()
	delete(e.x.abandoned, f)
	e.x.mu.Unlock()
	if f.cancel != nil {
		f.cancel()
	}
}
