// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// maxIdle is the number of idle runners that are kept. To wake one takes less than
// half the time of a new goroutine.
const maxIdle = 128

// dispatch gives each ready vertex a runner, as far as the limit allows, and ends the
// execution when none runs. A hook may block forever, so a ready vertex never waits
// for a runner that has another vertex. Executor.mu is held.
func (e *execution) dispatch(now time.Time) {
	for e.mayTake(now) {
		if last := len(e.idle) - 1; last >= 0 {
			f := e.idle[last]
			e.idle = e.idle[:last]
			e.takeReady(f, now)
			f.wake <- true
			continue
		}
		f := &stepRun{}
		e.takeReady(f, now)
		go e.work(f)
	}
	if e.runners == 0 && !e.finished {
		e.finished = true
		close(e.done)
		for _, f := range e.idle {
			close(f.wake)
		}
	}
}

// mayTake reports whether a vertex is ready and the limit allows another runner.
// Executor.mu is held.
func (e *execution) mayTake(now time.Time) bool {
	e.checkContext()
	e.completeNoops(now)
	return !e.halted && e.ready.Len() > 0 && (e.limit == 0 || e.runners < e.limit)
}

// takeReady gives the next ready vertex to f. Executor.mu is held.
func (e *execution) takeReady(f *stepRun, now time.Time) {
	e.runners++
	e.beginStep(f, e.ready.Pop(), now)
}

// completeNoops completes the ready vertices that have nothing to do. Executor.mu is
// held.
func (e *execution) completeNoops(now time.Time) {
	for len(e.noops) > 0 && !e.halted {
		v := e.noops[len(e.noops)-1]
		e.noops = e.noops[:len(e.noops)-1]
		if e.isNoop(v) {
			e.complete(v, e.madeReadyBy[v], nil, now)
		} else {
			e.ready.Push(v) // a task was added meanwhile
		}
	}
}

// work is the loop of a runner: it runs the vertex of f, and then one of the vertices
// that this made ready. dispatch gives runners to the others.
func (e *execution) work(f *stepRun) {
	e.setGoroutine(f)
	for {
		e.withTimeout(f)
		e.emitBegin(f)
		if !e.mayCall(f) {
			e.endAbandoned(f)
			return
		}
		if !e.onReturn(f, e.call(f)) {
			return
		}
	}
}

// setGoroutine records that f runs on the calling goroutine.
func (e *execution) setGoroutine(f *stepRun) {
	id := guard.GoroutineID()
	e.x.mu.Lock()
	f.goroutine = id
	e.x.mu.Unlock()
}

// call calls the user's code. If the code ends the goroutine by runtime.Goexit,
// another goroutine continues.
func (e *execution) call(f *stepRun) guard.Outcome {
	returned := false
	defer func() {
		if !returned {
			go e.workAfterGoexit(f)
		}
	}()
	// The time of the error's methods counts as the hook's own.
	c := f.examine(e.callStep(f))
	returned = true
	return c
}

// workAfterGoexit continues work on a new goroutine.
func (e *execution) workAfterGoexit(f *stepRun) {
	e.setGoroutine(f)
	if e.onReturn(f, guard.Outcome{Err: guard.ErrGoexit}) {
		e.work(f)
	}
}

// onReturn completes the vertex of f after its code has returned, and waits until f
// has another vertex. It returns false if there is none. Executor.mu is not held.
func (e *execution) onReturn(f *stepRun, c guard.Outcome) (more bool) {
	e.awaitTasksOf(f)
	e.x.mu.Lock()
	if f.abandoned {
		e.x.mu.Unlock()
		e.onLateReturn(f, c)
		return false
	}
	f.returned = true
	e.checkContext()
	failure := e.stepError(f, c)
	toEmit := failure
	if f.awaitedTask != nil && e.phase == PhaseStop {
		toEmit = nil // the task has emitted it
	}
	if event := e.event(f, endOps, toEmit); event.Hook != "" {
		e.x.mu.Unlock()
		e.x.config.Stream.Emit(event)
		e.x.mu.Lock()
	}
	cancel, now := f.cancel, e.now()
	e.removeInFlight(f)
	e.complete(f.vertex, e.endingStep(f.vertex), failure, now)
	e.runners--
	if more = e.mayTake(now); more {
		e.takeReady(f, now)
	}
	e.dispatch(now)
	var wake chan bool
	if !more {
		wake = e.makeIdle(f)
	}
	e.x.mu.Unlock()
	if cancel != nil {
		cancel()
	}
	return more || wake != nil && <-wake
}

// makeIdle makes the runner of f idle. It returns the channel that receives true when
// f has another vertex, or nil if the runner must end. Executor.mu is held.
func (e *execution) makeIdle(f *stepRun) (wake chan bool) {
	if e.finished || len(e.idle) == maxIdle {
		return nil
	}
	if f.wake == nil {
		f.wake = make(chan bool, 1)
	}
	e.idle = append(e.idle, f)
	return f.wake
}

// endingStep returns the step whose end completes v. Executor.mu is held.
func (e *execution) endingStep(v int32) int32 {
	if e.vertices[v].stepIndex == none {
		return e.madeReadyBy[v]
	}
	return v
}
