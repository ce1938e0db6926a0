// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// task is one goroutine of a component.
type task struct {
	s      *step
	ctx    context.Context //nolint:containedctx // of the goroutine, which it is
	cancel context.CancelCauseFunc
	began  time.Time
	id     atomic.Uint64 // of the goroutine

	ready chan struct{} // closed when a Serve is ready
	once  sync.Once     // closes ready
	done  chan struct{} // closed when the goroutine has ended
	left  chan struct{} // closed when nobody waits any more

	// The fields below are guarded by Executor.mu.
	starting  bool  // a Serve that is not ready: its step reports how it ends
	abandoned bool  // left is closed
	tooLate   bool  // ready has no effect any more
	self      bool  // it ended by itself, and has brought the app down if that was a failure
	over      bool  // done is closed, or about to be
	err       error // valid once done is closed
}

// inTask is the context key of a task.
type inTask struct{}

// TaskKey is the context key by which [InTask] and [OutOfTask] know the contexts of
// tasks.
var TaskKey any = inTask{}

// InTask tells whether ctx is of a task that no start waits for: one of Go, or
// one of Serve that is ready. Such a task may wait for what goes on in the app.
func InTask(ctx context.Context) bool {
	t, _ := ctx.Value(inTask{}).(*task)
	if t == nil {
		return false
	}
	t.s.lc.part.x.mu.Lock()
	defer t.s.lc.part.x.mu.Unlock()
	return !t.starting
}

// OutOfTask returns a child of ctx for what a task has others do, and waits for.
// InTask is false for it.
func OutOfTask(ctx context.Context) context.Context {
	if ctx.Value(inTask{}) == nil {
		return ctx
	}
	return context.WithValue(ctx, inTask{}, (*task)(nil))
}

// taskPhase is the phase of what runs on a goroutine of its own.
func (s *step) taskPhase() string {
	switch s.kind {
	case kindCheck:
		return PhaseCheck
	case kindUser:
		return PhaseCall
	default:
		return PhaseTask
	}
}

// launch starts the goroutine of a step. Outside the plan it counts among the
// component's running tasks, for which its turn to stop waits.
func (lc *Lifecycle) launch(s *step) *task {
	t := newTask(s)
	lc.part.x.mu.Lock()
	late := lc.enlist(t)
	lc.part.x.mu.Unlock()
	t.start(late)
	return t
}

// newTask makes the task of a step. Executor.mu is not held.
func newTask(s *step) *task {
	t := &task{s: s, began: time.Now(), ready: make(chan struct{}), done: make(chan struct{}), left: make(chan struct{})}
	t.ctx, t.cancel = context.WithCancelCause(context.WithValue(s.lc.base, inTask{}, t))
	return t
}

// enlist makes t a task that runs. late reports that the component's turn to stop
// has come. Executor.mu is held.
func (lc *Lifecycle) enlist(t *task) (late bool) {
	s := t.s
	if lc.sealed && s.state == stepIdle {
		if lc.running == nil {
			lc.running = map[*task]struct{}{}
		}
		lc.running[t] = struct{}{}
	} else {
		t.starting = s.kind == kindServe
	}
	s.task = t
	lc.part.x.tasks[t] = struct{}{}
	return lc.turned
}

func (t *task) start(late bool) {
	if late {
		t.cancel(errTurn)
	}
	go t.run()
}

func (t *task) run() {
	t.id.Store(guard.GoroutineID())
	pprof.SetGoroutineLabels(t.ctx)
	// Goexit leaves err as it is.
	err := guard.ErrGoexit
	defer func() { t.end(err) }()
	if stream := t.s.lc.part.x.cfg.Stream; stream.Enabled() && t.s.kind != kindCheck {
		t.s.lc.part.x.cfg.Stream.Emit(observe.Event{Op: observe.OpLaunched, Node: t.s.lc.name(), Hook: t.s.title(PhaseTask)})
	}
	err = t.s.lc.part.x.call(t.ctx, t.s.taskPhase(), t.s, func(ctx context.Context) error { return t.s.serve(ctx, t.markReady) })
}

func (t *task) markReady() {
	t.once.Do(func() {
		x := t.s.lc.part.x
		x.mu.Lock()
		defer x.mu.Unlock()
		if !t.tooLate {
			t.starting = false
			close(t.ready)
		}
	})
}

// end notes how the task ended, and brings the app down if it ended by itself
// with an error. Only then it is over for those who wait for it.
func (t *task) end(err error) {
	lc := t.s.lc
	x := lc.part.x
	cancelled := t.ctx.Err() != nil
	if t.s.of != nil {
		t.s.of.checked(err, cancelled)
		err = nil
	}
	facts := guard.Examine(err, t.cleanEnds(cancelled)...)
	if facts.Only {
		err = nil
	}
	x.mu.Lock()
	starting := t.starting
	t.tooLate, t.self, t.err = true, !cancelled && !starting, err
	if err != nil && !starting {
		t.err = t.s.hookError(PhaseTask, t.began, captured{err: err, text: facts.Text})
		lc.setState(graph.StateFailed)
	}
	op, failure := observe.OpFinished, t.err
	quiet := starting || t.s.of != nil
	if t.abandoned {
		op, quiet = observe.OpReturned, false
	}
	x.mu.Unlock()
	t.cancel(nil)
	if !quiet && (x.cfg.Stream.Enabled() || failure != nil) {
		x.cfg.Stream.Emit(t.event(op, failure))
	}
	if !starting && !cancelled && (failure != nil || t.s.significant) {
		x.end(lc, failure)
	}
	x.mu.Lock()
	delete(lc.running, t)
	delete(x.tasks, t)
	t.over = true
	x.mu.Unlock()
	close(t.done)
}

// cleanEnds returns the errors that say no more than that the task was to end: its
// own context has ended, or that of its component.
func (t *task) cleanEnds(cancelled bool) []error {
	lc := t.s.lc
	lc.part.x.mu.Lock()
	defer lc.part.x.mu.Unlock()
	clean := []error{ErrStopping}
	if cancelled || lc.turned {
		clean = append(clean, context.Canceled, errTurn)
	}
	if lc.cut != nil {
		clean = append(clean, context.Canceled, lc.cut)
	}
	return clean
}

// leave lets those go who wait for the task. Executor.mu is held.
func (t *task) leave() {
	if !t.abandoned {
		t.abandoned = true
		close(t.left)
		delete(t.s.lc.running, t)
	}
}

// wait waits for the end of the task. It returns false if the task was abandoned.
func (t *task) wait() bool {
	select {
	case <-t.done:
		return true
	case <-t.left:
		return false
	}
}

func (t *task) event(op observe.Op, err error) observe.Event {
	return observe.Event{Op: op, Node: t.s.lc.name(), Hook: t.s.title(t.s.taskPhase()), Took: time.Since(t.began), Err: err}
}

// serveUntilReady waits until a task given to Serve is ready. A task that is not
// when ctx ends is cancelled, and ready comes too late for it: it would count as
// up, and is about to end.
func (t *task) serveUntilReady(ctx context.Context) error {
	select {
	case <-t.ready:
	case <-t.done:
	case <-ctx.Done():
		t.s.lc.part.x.mu.Lock()
		t.tooLate = true
		t.s.lc.part.x.mu.Unlock()
	}
	select {
	case <-t.ready:
		return nil
	default:
	}
	if ctx.Err() != nil {
		t.cancel(context.Cause(ctx))
	}
	if !t.wait() {
		return nil // it was abandoned
	}
	switch {
	case t.err != nil:
		return t.err
	case ctx.Err() != nil:
		return context.Cause(ctx)
	default:
		return errNotReady
	}
}

// owed returns the error of a task that was cancelled in its turn.
func (t *task) owed() error {
	if t.self {
		return nil
	}
	return t.err
}

// runningTasks returns the tasks that were added while running.
func (lc *Lifecycle) runningTasks() []*task {
	lc.part.x.mu.Lock()
	defer lc.part.x.mu.Unlock()
	tasks := make([]*task, 0, len(lc.running))
	for t := range lc.running {
		tasks = append(tasks, t)
	}
	return tasks
}
