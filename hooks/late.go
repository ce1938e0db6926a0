// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// onLateReturn emits that an abandoned hook has returned. If that was a start hook
// that succeeded, it calls the stop hook.
func (e *execution) onLateReturn(f *stepRun, c guard.Outcome) {
	<-f.reported
	e.x.mu.Lock()
	s := e.vertices[f.vertex].step()
	t := s.task
	e.x.mu.Unlock()
	if t != nil {
		t.cancel(errComponentStopping) // the task emits its end itself
		e.endAbandoned(f)
		return
	}
	started := e.phase == PhaseStart && c.Err == nil && s.stop != nil
	if !started {
		e.endAbandoned(f)
	}
	phase := e.phaseOf(s, nil)
	event := observe.Event{Op: observe.OpReturned, Node: s.lc.name(), Hook: s.nameIn(phase), Took: time.Since(f.startedAt)}
	if c.Err != nil {
		event.Err = s.hookError(phase, f.startedAt, c)
	}
	e.x.config.Stream.Emit(event)
	if started {
		e.stopLate(f, s)
	}
}

// stopLate calls the stop hook of an abandoned start hook that has succeeded. Its
// errors are events only.
func (e *execution) stopLate(f *stepRun, s *step) {
	if f.cancel != nil {
		f.cancel()
	}
	ctx, cancel := context.WithoutCancel(e.ctx), context.CancelFunc(func() {})
	e.x.mu.Lock()
	bound, d := s.ownTimeout(PhaseStop), e.x.stopTimeout
	e.x.mu.Unlock()
	if d > 0 && (bound == nil || d < bound.Budget) {
		bound = stopTimeout(d)
	}
	if bound != nil {
		ctx, cancel = context.WithTimeoutCause(ctx, bound.Budget, bound)
	}
	e.x.mu.Lock()
	f.ctx, f.cancel, f.startedAt, f.stoppingLate = ctx, cancel, time.Now(), true
	e.x.mu.Unlock()
	err := guard.ErrGoexit // which does not change err
	defer func() {
		event := observe.Event{Op: observe.OpStopped, Node: s.lc.name(), Hook: s.nameIn(PhaseStop), Took: time.Since(f.startedAt)}
		if c := guard.ExamineEnd(ctx, err); c.Err != nil {
			event.Err = s.hookError(PhaseStop, f.startedAt, c)
		}
		e.x.config.Stream.Emit(event)
		e.endAbandoned(f)
	}()
	err = e.x.callUser(ctx, PhaseStop, s, s.stop)
}

// endAbandoned ends the runner of an abandoned step. Executor.mu is not held.
func (e *execution) endAbandoned(f *stepRun) {
	e.x.mu.Lock()
	delete(e.x.abandoned, f)
	e.x.mu.Unlock()
	if f.cancel != nil {
		f.cancel()
	}
}
