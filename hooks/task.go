// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"errors"
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

	// The fields below are guarded by Executor.mu.
	starting  bool  // a Serve that is not ready: its step reports how it ends
	abandoned bool  // nobody waits any more
	self      bool  // it ended by itself, and has brought the app down if that was a failure
	err       error // valid once done is closed
}

// launch starts the goroutine of a step. Outside the plan it counts among the
// component's running tasks, for which its turn to stop waits.
func (lc *Lifecycle) launch(s *step) *task {
	t := &task{s: s, began: time.Now(), ready: make(chan struct{}), done: make(chan struct{})}
	lc.x.mu.Lock()
	t.ctx, t.cancel = context.WithCancelCause(lc.baseLocked())
	late := lc.turned
	if lc.sealed && s.state == stepIdle {
		if lc.running == nil {
			lc.running = map[*task]struct{}{}
		}
		lc.running[t] = struct{}{}
	} else {
		t.starting = s.kind == kindServe
	}
	s.task = t
	lc.x.mu.Unlock()
	if late {
		t.cancel(errTurn)
	}
	go t.run()
	return t
}

func (t *task) run() {
	t.id.Store(guard.GoroutineID())
	pprof.SetGoroutineLabels(t.ctx)
	// Goexit leaves err as it is.
	err := guard.ErrGoexit
	defer func() { t.end(err) }()
	if stream := t.s.lc.x.cfg.Stream; stream.Enabled() {
		stream.Emit(observe.Event{Op: observe.OpLaunched, Node: t.s.lc.name(), Hook: t.s.title()})
	}
	err = guard.CallContext(t.ctx, func(ctx context.Context) error { return t.s.serve(ctx, t.markReady) })
}

func (t *task) markReady() {
	t.once.Do(func() {
		x := t.s.lc.x
		x.mu.Lock()
		t.starting = false
		x.mu.Unlock()
		close(t.ready)
	})
}

// end notes how the task ended, and brings the app down if it ended by itself
// with an error.
func (t *task) end(err error) {
	lc := t.s.lc
	x := lc.x
	cancelled := t.ctx.Err() != nil
	if cancelled && (errors.Is(err, context.Canceled) || errors.Is(err, errTurn)) {
		err = nil
	}
	x.mu.Lock()
	delete(lc.running, t)
	starting, abandoned := t.starting, t.abandoned
	t.self, t.err = !cancelled && !starting, err
	if err != nil && !starting {
		t.err = t.s.hookError(PhaseTask, t.began, err)
		lc.setState(graph.StateFailed)
	}
	failure := t.err
	x.mu.Unlock()
	t.cancel(nil)
	switch {
	case starting:
	case abandoned:
		x.cfg.Stream.Emit(t.event(observe.OpReturned, failure))
	case x.cfg.Stream.Enabled() || failure != nil:
		x.cfg.Stream.Emit(t.event(observe.OpFinished, failure))
	}
	close(t.done)
	if !starting && !cancelled && (failure != nil || t.s.significant) {
		x.end(failure)
	}
}

func (t *task) event(op observe.Op, err error) observe.Event {
	return observe.Event{Op: op, Node: t.s.lc.name(), Hook: t.s.title(), Took: time.Since(t.began), Err: err}
}

// serveUntilReady launches a task given to Serve and waits until it is ready.
func (t *task) serveUntilReady(ctx context.Context) error {
	select {
	case <-t.ready:
		return nil
	case <-t.done:
	case <-ctx.Done():
		t.cancel(context.Cause(ctx))
		<-t.done
	}
	select {
	case <-t.ready: // ready and ended at once: it has started
		return nil
	default:
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
	lc.x.mu.Lock()
	defer lc.x.mu.Unlock()
	tasks := make([]*task, 0, len(lc.running))
	for t := range lc.running {
		tasks = append(tasks, t)
	}
	return tasks
}
