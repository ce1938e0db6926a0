// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// flight is what a runner has in hand. Fields without a comment of their own are
// guarded by Executor.mu.
type flight struct {
	v      int32              // never changes
	stage  stage              // of the runner
	err    captured           // of the runner: what the user's code returned
	cancel context.CancelFunc // of the runner: of a context of its own, else nil
	own    *timeoutError      // the cause of that context's own end, else nil; never changes

	step      *step // whose code runs; nil between two waits of a turn
	ctx       context.Context
	began     time.Time
	goroutine uint64    // of the runner
	abandonAt time.Time // zero for never
	awaits    *task     // whose goroutine the runner waits for
	taskAt    time.Time // when a turn leaves that task behind, zero for never
	returned  bool      // the user's code has returned
	failure   error     // with this error
	abandoned bool
	late      bool          // it has succeeded after that, and is stopped
	reported  chan struct{} // of an abandoned one: closed when that was reported
}

// stage says what a runner does next. It moves on before that is done, so that
// the runner that goes on after a runtime.Goexit, of a hook or of an observer,
// neither repeats nor skips anything.
type stage uint8

const (
	toTake  stage = iota // the next vertex, when there is one
	toBegin              // tell that the user's code is about to be called
	toCall
	toReturn // tell that it has returned
	toSettle
	toReturnLate // the same after it was abandoned
	toStopLate
	toTellStopped
	toLeave // the runner is done
)

// advance does what comes next for f. Executor.mu is not held.
func (e *execution) advance(f *flight) {
	f.stage++
	switch f.stage - 1 {
	case toTake:
		e.relieve(f)
	case toBegin:
		e.equip(f)
		e.tellBegin(f)
	case toCall:
		if !e.mayCall(f) {
			e.leave(f)
			return
		}
		f.err = captured{err: guard.ErrGoexit}
		// The methods of the error count as the hook's own time.
		f.err = f.capture(e.perform(f))
	case toReturn:
		e.land(f)
	case toSettle:
		e.x.mu.Lock()
		e.proceed(f)
	case toReturnLate:
		e.returnLate(f)
	case toStopLate:
		e.stopLate(f)
	case toTellStopped:
		e.tellStopped(f)
		e.leave(f)
	case toLeave:
	}
}

// leave ends the runner of an abandoned flight.
func (e *execution) leave(f *flight) {
	f.stage = toLeave
	e.x.mu.Lock()
	delete(e.x.abandoned, f)
	e.x.mu.Unlock()
	if f.cancel != nil {
		f.cancel()
	}
}

// begin notes that f has v in hand. Executor.mu is held.
func (e *execution) begin(f *flight, v int32, now time.Time) {
	e.taken.Add(1)
	vx := &e.vertices[v]
	s := vx.step()
	*f = flight{v: v, stage: toBegin, step: s, ctx: e.ctx, began: now, goroutine: f.goroutine}
	if s != nil {
		if e.phase == PhaseStart {
			s.state = stepStarting
			vx.lc.begins(f.began)
		} else {
			s.state = stepStopping
		}
	}
	switch own := s.ownTimeout(e.phase); {
	case e.ended:
		f.abandonAt = f.began.Add(e.allowance(v, f.began))
	case own != nil:
		f.own = own
		f.abandonAt = f.began.Add(sum(own.budget, e.x.cfg.Grace))
	}
	e.flights = append(e.flights, f)
	if !f.abandonAt.IsZero() {
		e.poke()
	}
}

// equip makes a context with the timeout of f's step, if it has one of its own.
func (e *execution) equip(f *flight) {
	if f.own == nil {
		return
	}
	ctx, cancel := context.WithDeadlineCause(e.ctx, f.began.Add(f.own.budget), f.own)
	f.cancel = cancel
	e.x.mu.Lock()
	f.ctx = ctx
	e.x.mu.Unlock()
}

// mayCall tells whether the user's code is still to be called. A start that was
// abandoned before, because of a slow observer, is not.
func (e *execution) mayCall(f *flight) bool {
	if e.phase != PhaseStart || !e.x.cfg.Stream.Enabled() && f.own == nil && e.ctx.Err() == nil {
		return true
	}
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return !f.abandoned
}

// land notes that the code of f's vertex has returned. If nobody listens, f goes on
// at once.
func (e *execution) land(f *flight) {
	e.x.mu.Lock()
	if f.abandoned {
		f.stage = toReturnLate
		e.x.mu.Unlock()
		return
	}
	f.returned = true
	e.noticeEnd()
	f.failure = e.failure(f, f.err)
	failure := f.failure
	if f.awaits != nil && e.phase == PhaseStop {
		failure = nil // the task has told it
	}
	event := e.event(f, endOps, failure)
	if event.Hook == "" {
		e.proceed(f)
		return
	}
	e.x.mu.Unlock()
	e.x.cfg.Stream.Emit(event)
}

// proceed takes f off the list and gives its runner the next vertex. Executor.mu is
// held, and let go.
func (e *execution) proceed(f *flight) {
	cancel, now := f.cancel, e.now()
	e.unlist(f)
	e.settle(f.v, e.ender(f.v), f.failure, now)
	e.runners--
	took := e.take(f, now)
	e.x.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	if !took {
		e.rest(f)
	}
}

// ender returns the step whose end is the end of v. Executor.mu is held.
func (e *execution) ender(v int32) int32 {
	if e.vertices[v].at == none {
		return e.by[v]
	}
	return v
}

// unlist takes f off the list of flights. Executor.mu is held.
func (e *execution) unlist(f *flight) {
	for i, other := range e.flights {
		if other == f {
			e.flights = append(e.flights[:i], e.flights[i+1:]...)
			return
		}
	}
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
func (f *flight) capture(err error) captured {
	if h, ok := err.(*HookError); ok { //nolint:errorlint // of a task, which has made it
		return captured{err: h}
	}
	c := capture(f.ctx, err)
	c.consequence = c.consequence && (f.own == nil || c.err != error(f.own)) //nolint:errorlint // this very context's
	return c
}

// failure returns the error of f's step, nil for none. A turn or a release has
// noted the errors of its tasks already. Executor.mu is held.
func (e *execution) failure(f *flight, c captured) error {
	if c.err == nil || f.step == nil {
		return nil
	}
	phase := e.phaseOf(f.step, f.awaits)
	if phase == PhaseTask || phase == PhaseCheck || phase == PhaseCall {
		return c.err // its own
	}
	return f.step.hookError(phase, f.began, c)
}
