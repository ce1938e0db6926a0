// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"maps"
	"runtime/pprof"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// task is one goroutine of a component.
type task struct {
	step      *step
	ctx       context.Context //nolint:containedctx // of the goroutine, which it is
	cancel    context.CancelCauseFunc
	startedAt time.Time
	id        atomic.Uint64 // of the goroutine

	stopGoroutine atomic.Uint64 // that runs the function of StopWith, or 0

	ready       chan struct{} // closed when a task of Serve is ready
	once        sync.Once     // closes ready
	done        chan struct{} // closed when the goroutine has ended
	abandonedCh chan struct{} // closed when the task is abandoned

	// The fields below are guarded by Executor.mu.
	starting     bool  // a task of Serve that is not ready: its step reports its end
	abandoned    bool  // abandonedCh is closed
	readyTooLate bool  // a call of ready has no effect
	returned     bool  // its function has returned, and finish has begun
	endedItself  bool  // it ended without being canceled; a failure has stopped the app or failed the start
	ended        bool  // done is closed, or about to be
	err          error // valid when done is closed
}

// inTask is the context key of a task.
type inTask struct{}

// TaskKey is the context key by which [InTask] and [OutOfTask] recognize the contexts
// of tasks.
var TaskKey any = inTask{}

// InTask reports whether ctx belongs to a task for which no start waits: a task of Go,
// or a task of Serve that is ready. Such a task may wait for builds, starts and stops.
func InTask(ctx context.Context) bool {
	t, _ := ctx.Value(inTask{}).(*task)
	if t == nil {
		return false
	}
	t.step.lc.set.x.mu.Lock()
	defer t.step.lc.set.x.mu.Unlock()
	return !t.starting
}

// OutOfTask returns a child of ctx for work that a task starts and waits for. InTask
// is false for it.
func OutOfTask(ctx context.Context) context.Context {
	if ctx.Value(inTask{}) == nil {
		return ctx
	}
	return context.WithValue(ctx, inTask{}, (*task)(nil))
}

// taskPhase returns the phase of a step that runs on a goroutine of its own.
func (s *step) taskPhase() Phase {
	switch s.kind {
	case kindCheck:
		return PhaseCheck
	case kindUser:
		return PhaseCall
	default:
		return PhaseTask
	}
}

// launch starts the goroutine of a step. Outside of the plan the task becomes one of
// the component's added tasks, for which its stop waits.
func (lc *Lifecycle) launch(s *step) *task {
	t := newTask(s)
	lc.set.x.mu.Lock()
	late := lc.addTask(t)
	lc.set.x.mu.Unlock()
	t.start(late)
	return t
}

// newTask makes the task of a step. Executor.mu is not held.
func newTask(s *step) *task {
	t := &task{step: s, startedAt: time.Now(), ready: make(chan struct{}), done: make(chan struct{}), abandonedCh: make(chan struct{})}
	t.ctx, t.cancel = context.WithCancelCause(context.WithValue(s.lc.base, inTask{}, t))
	return t
}

// addTask registers t as running. late reports that the component is stopping.
// Executor.mu is held.
func (lc *Lifecycle) addTask(t *task) (late bool) {
	s := t.step
	if lc.sealed && s.state == stepIdle {
		if lc.addedTasks == nil {
			lc.addedTasks = map[*task]struct{}{}
		}
		lc.addedTasks[t] = struct{}{}
	} else {
		t.starting = s.kind == kindServe
	}
	s.task = t
	lc.set.x.tasks[t] = struct{}{}
	return lc.stopping
}

func (t *task) start(late bool) {
	if late {
		t.cancel(errComponentStopping)
	}
	go t.run()
}

func (t *task) run() {
	t.id.Store(guard.GoroutineID())
	pprof.SetGoroutineLabels(t.ctx)
	// runtime.Goexit does not change err.
	err := guard.ErrGoexit
	defer func() { t.finish(err) }()
	if stream := t.step.lc.set.x.config.Stream; stream.Enabled() && t.step.kind != kindCheck {
		t.step.lc.set.x.config.Stream.Emit(observe.Event{Op: observe.OpLaunched, Node: t.step.lc.name(), Hook: t.step.nameIn(PhaseTask)})
	}
	err = t.step.lc.set.x.callUser(t.ctx, t.step.taskPhase(), t.step, func(ctx context.Context) error { return t.step.serve(ctx, t.markReady) })
}

func (t *task) markReady() {
	t.once.Do(func() {
		x := t.step.lc.set.x
		x.mu.Lock()
		defer x.mu.Unlock()
		if !t.readyTooLate {
			t.starting = false
			close(t.ready)
		}
	})
}

// finish records how the task ended. A task that failed without being canceled stops
// the app. After that it ends the waits for the task.
func (t *task) finish(err error) {
	lc := t.step.lc
	x := lc.set.x
	cancelled := t.ctx.Err() != nil
	if t.step.check != nil {
		t.step.check.setCheckResult(err, cancelled)
		err = nil
	}
	outcome := t.examine(err, cancelled)
	x.mu.Lock()
	starting := t.starting
	t.returned, t.readyTooLate, t.endedItself, t.err = true, true, !cancelled, outcome.Err
	if outcome.Err != nil && !starting {
		t.err = t.failure(outcome)
		lc.setState(graph.StateFailed)
	}
	op, failure := observe.OpFinished, t.err
	quiet := starting || t.step.check != nil
	if t.abandoned {
		op, quiet = observe.OpReturned, false
	}
	x.mu.Unlock()
	t.cancel(nil)
	if !quiet && (x.config.Stream.Enabled() || failure != nil) {
		x.config.Stream.Emit(t.newEvent(op, failure))
	}
	if !starting && !cancelled && (failure != nil || t.step.significant) {
		x.requestShutdown(lc, failure)
	}
	x.mu.Lock()
	if t.err == nil || t.endedItself || lc.detached {
		delete(lc.addedTasks, t) // else the stop takes its error
	}
	delete(x.tasks, t)
	t.ended = true
	x.mu.Unlock()
	close(t.done)
}

// examine examines the error of the task's function. A clean end has none.
func (t *task) examine(err error, cancelled bool) guard.Outcome {
	ends, clean := t.cleanErrors(cancelled)
	facts := guard.Examine(err, append(ends, clean...)...)
	if err == nil || facts.Only || facts.Any(len(ends)) {
		return guard.Outcome{}
	}
	return guard.Outcome{Err: err, Text: facts.Text}
}

// failure returns the error of a task that has failed. Executor.mu is held.
func (t *task) failure(outcome guard.Outcome) *HookError {
	h := t.step.hookError(PhaseTask, t.startedAt, outcome)
	if t.step.lc.stopping && h.Stack == "" {
		h.advice = "if the task ends so when it is stopped: hooks.Clean, with this error"
	}
	return h
}

// cleanErrors returns the errors that only say that the task was to end, because its
// own context or that of its component has ended, and those of Clean.
func (t *task) cleanErrors(cancelled bool) (ends, clean []error) {
	lc := t.step.lc
	lc.set.x.mu.Lock()
	defer lc.set.x.mu.Unlock()
	ends = []error{ErrStopping}
	if cancelled || lc.stopping {
		ends, clean = append(ends, context.Canceled, errComponentStopping), t.step.clean
	}
	if lc.startCause != nil {
		ends, clean = append(ends, context.Canceled, lc.startCause), t.step.clean
	}
	return ends, clean
}

// abandon ends the waits for the task. Executor.mu is held.
func (t *task) abandon() {
	if !t.abandoned {
		t.abandoned = true
		close(t.abandonedCh)
		delete(t.step.lc.addedTasks, t)
	}
}

// wait waits for the end of the task. It returns false if the task was abandoned.
func (t *task) wait() bool {
	select {
	case <-t.done:
		return true
	case <-t.abandonedCh:
		return false
	}
}

func (t *task) newEvent(op observe.Op, err error) observe.Event {
	return observe.Event{Op: op, Node: t.step.lc.name(), Hook: t.step.nameIn(t.step.taskPhase()), Took: time.Since(t.startedAt), Err: err}
}

// awaitReady waits until a task of Serve is ready. If it is not when ctx ends, it is
// canceled, and a later call of ready has no effect, so that it does not count as up. A
// task with a stop function is left to the rollback, which calls that.
func (t *task) awaitReady(ctx context.Context) error {
	select {
	case <-t.ready:
	case <-t.done:
	case <-ctx.Done():
		t.step.lc.set.x.mu.Lock()
		t.readyTooLate = true
		t.step.lc.set.x.mu.Unlock()
	}
	select {
	case <-t.ready:
		return nil
	default:
	}
	if ctx.Err() != nil {
		if t.leaveToRollback() {
			return ctx.Err()
		}
		t.cancel(guard.Cause(ctx))
	}
	if !t.wait() {
		return nil // it was abandoned
	}
	switch {
	case t.err != nil:
		return t.err
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		return errNotReady
	}
}

// leaveToRollback lets a task run on that is not ready, if it has a stop function. From
// then on it fails like one that is ready.
func (t *task) leaveToRollback() bool {
	x := t.step.lc.set.x
	x.mu.Lock()
	defer x.mu.Unlock()
	if t.step.stop == nil || t.returned {
		return false
	}
	t.starting = false
	return true
}

// stopError returns the error of a task that was canceled by the stop of its
// component.
func (t *task) stopError() error {
	if t.endedItself {
		return nil
	}
	return t.err
}

// listAddedTasks returns the tasks that were added after the build.
func (lc *Lifecycle) listAddedTasks() []*task {
	lc.set.x.mu.Lock()
	defer lc.set.x.mu.Unlock()
	return slices.Collect(maps.Keys(lc.addedTasks))
}
