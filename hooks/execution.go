// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// execution runs a plan once, in one direction. Runners are goroutines that take
// one ready vertex after another; the caller supervises them. A vertex with
// nothing to do is settled in place, and a lone successor runs on the runner
// that made it ready, so a chain needs one goroutine.
//
// Fields without a comment of their own are guarded by Executor.mu.
type execution struct {
	x        *Executor
	phase    string                  // never changes
	ctx      context.Context         //nolint:containedctx // of the phase, which it is
	cancel   context.CancelCauseFunc // never changes
	vertices []vertex                // never changes
	next     [][]int32               // by vertex: its successors; never changes
	done     chan struct{}           // closed when the last runner has left
	wake     chan struct{}           // tells the supervisor to look at the deadlines

	waits   []int32   // by vertex: predecessors that are not settled
	by      []int32   // by vertex: the step that made it ready, -1 for none
	ready   []int32   // in the order in which they became ready
	flights []*flight // the longest in flight first
	runners int       // that were not abandoned
	halted  bool      // nothing new begins
	ended   bool      // the end of ctx was noticed

	finished bool
	first    error // the first cause, of a start
	errs     []error

	graceEnd  time.Time // of the Grace that steps share after the deadline
	remaining []int32   // by vertex: steps on the longest path from it
}

// flight is what a runner has in hand.
type flight struct {
	v         int32
	step      *step // whose code runs; nil between two waits of a turn
	ctx       context.Context
	cancel    context.CancelFunc // of a context of its own, else nil
	base      context.Context    //nolint:containedctx // carries the labels
	busy      bool
	returned  bool // the user's code has returned
	abandoned bool
	began     time.Time
	abandonAt time.Time // zero for never
	goroutine uint64    // of the runner
	awaits    *task     // whose goroutine the runner waits for
}

func newExecution(ctx context.Context, x *Executor, phase string, vertices []vertex, next [][]int32, waits []int32) *execution {
	e := &execution{
		x: x, phase: phase, vertices: vertices, next: next, waits: waits,
		by:   make([]int32, len(vertices)),
		done: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	e.ctx, e.cancel = context.WithCancelCause(ctx)
	return e
}

// run executes the plan and returns when all runners have left.
func (e *execution) run() {
	defer e.cancel(nil)
	e.x.mu.Lock()
	e.x.active = append(e.x.active, e)
	for v, n := range e.waits {
		e.by[v] = -1
		if n == 0 {
			e.ready = append(e.ready, int32(v)) //nolint:gosec // see Plan.link
		}
	}
	e.spawn()
	e.finishIfIdle()
	e.x.mu.Unlock()
	e.supervise()
	e.x.mu.Lock()
	e.x.active = slices.DeleteFunc(e.x.active, func(other *execution) bool { return other == e })
	e.x.mu.Unlock()
}

// spawn starts a runner if there is something to do. Executor.mu is held.
func (e *execution) spawn() {
	f := &flight{}
	e.runners++
	if e.take(f) {
		go e.runner(f)
	}
}

func (e *execution) runner(f *flight) {
	id := guard.GoroutineID()
	e.x.mu.Lock()
	f.goroutine = id
	e.x.mu.Unlock()
	defer e.exited(f)
	for {
		err := e.perform(f)
		if !e.complete(f, err) {
			return
		}
	}
}

// exited finds a hook that called runtime.Goexit: its goroutine ends, and another
// goes on.
func (e *execution) exited(f *flight) {
	e.x.mu.Lock()
	busy := f.busy
	e.x.mu.Unlock()
	if busy && e.complete(f, guard.ErrGoexit) {
		go e.runner(f)
	}
}

// take gives f the next vertex that has something to do, and starts further
// runners for what else is ready. It returns false, and f's runner is done, if
// there is none. Executor.mu is held.
func (e *execution) take(f *flight) bool {
	for {
		e.noticeEnd()
		if e.halted {
			e.ready = nil
		}
		if len(e.ready) == 0 {
			e.runners--
			e.finishIfIdle()
			return false
		}
		v := e.ready[0]
		e.ready = e.ready[1:]
		if e.trivial(v) {
			e.settle(v, nil)
			continue
		}
		e.begin(f, v)
		if len(e.ready) > 0 {
			e.spawn()
		}
		return true
	}
}

// begin notes that f has v in hand.
func (e *execution) begin(f *flight, v int32) {
	vx := &e.vertices[v]
	*f = flight{v: v, step: vx.step, ctx: e.ctx, base: vx.lc.baseLocked(), busy: true, began: time.Now(), goroutine: f.goroutine}
	timeout := time.Duration(0)
	if s := vx.step; s != nil {
		timeout = s.stopTimeout
		if e.phase != PhaseStop {
			timeout = s.startTimeout
		}
		if e.phase == PhaseStart {
			s.state = stepStarting
			vx.lc.begins(f.began)
		} else {
			s.state = stepStopping
		}
	}
	switch {
	case e.ended:
		f.abandonAt = f.began.Add(e.allowance(v, f.began))
	case timeout > 0:
		f.ctx, f.cancel = context.WithTimeoutCause(e.ctx, timeout, &timeoutError{"timeout of the hook", timeout})
		f.abandonAt = f.began.Add(timeout + e.x.cfg.Grace)
	}
	e.flights = append(e.flights, f)
	if !f.abandonAt.IsZero() {
		e.poke()
	}
}

// complete notes that the code of f's vertex has returned, and gives f the next
// one. It returns false if the runner is done.
func (e *execution) complete(f *flight, err error) bool {
	if f.cancel != nil {
		defer f.cancel()
	}
	e.x.mu.Lock()
	if f.abandoned {
		f.busy = false
		e.x.mu.Unlock()
		e.returnedLate(f, err)
		return false
	}
	f.returned = true
	failure := e.failure(f, err)
	if e.x.cfg.Stream.Enabled() || failure != nil {
		event := e.event(f, endOps, failure)
		e.x.mu.Unlock()
		e.x.cfg.Stream.Emit(event)
		e.x.mu.Lock()
	}
	defer e.x.mu.Unlock()
	e.land(f)
	e.settle(f.v, failure)
	return e.take(f)
}

// failure returns the error of f's step, nil for none. A turn or a release has
// noted the errors of its tasks already.
func (e *execution) failure(f *flight, err error) error {
	if err == nil || f.step == nil {
		return nil
	}
	phase := e.phase
	switch {
	case f.step.kind == kindCleanup:
		phase = PhaseCleanup
	case f.awaits != nil && e.phase == PhaseStop:
		return err // the task's own
	}
	cause, consequence := causeOf(f.ctx, err)
	h := f.step.hookError(phase, f.began, cause)
	h.consequence = consequence
	return h
}

// land takes f off the list of flights. Executor.mu is held.
func (e *execution) land(f *flight) {
	f.busy = false
	for i, other := range e.flights {
		if other == f {
			e.flights = append(e.flights[:i], e.flights[i+1:]...)
			return
		}
	}
}

// trivial tells whether v has nothing to do. Executor.mu is held.
func (e *execution) trivial(v int32) bool {
	vx := &e.vertices[v]
	s := vx.step
	if e.phase == PhaseStart {
		return vx.kind != vertexStep || s.kind == kindHook && s.start == nil
	}
	switch vx.kind {
	case vertexTurn:
		return vx.lc.cancel == nil && len(vx.lc.running) == 0
	case vertexRelease:
		return len(vx.lc.running) == 0
	case vertexStep:
		return s.state != stepStarted || s.kind == kindHook && s.stop == nil || s.task != nil && s.task.self
	default:
		return false
	}
}

// settle notes how v ended and readies its successors. Executor.mu is held.
func (e *execution) settle(v int32, failure error) {
	vx := &e.vertices[v]
	if e.phase == PhaseStart {
		e.settleStart(vx, failure)
	} else {
		e.settleStop(vx, failure)
	}
	by := v
	if vx.kind != vertexStep {
		by = e.by[v]
	}
	for _, s := range e.next[v] {
		if e.waits[s]--; e.waits[s] == 0 {
			e.by[s] = by
			e.ready = append(e.ready, s)
		}
	}
}

func (e *execution) settleStart(vx *vertex, failure error) {
	switch {
	case vx.kind == vertexTurn:
		vx.lc.isUp = true
		vx.lc.up.Store(time.Now().UnixNano())
		vx.lc.setState(graph.StateRunning)
	case vx.kind != vertexStep:
	case failure == nil:
		vx.step.state = stepStarted
	default:
		if vx.step.state != stepAbandoned {
			vx.step.state = stepFailed
		}
		vx.lc.setState(graph.StateFailed)
		e.fail(failure)
	}
}

func (e *execution) settleStop(vx *vertex, failure error) {
	switch {
	case vx.kind == vertexTurn:
		vx.lc.turned = true
		vx.lc.stateUnlessFailed(graph.StateStopping)
	case vx.kind == vertexRelease:
		vx.lc.turned = true
		vx.lc.stateUnlessFailed(graph.StateStopped)
	case vx.step.state == stepStarted || vx.step.state == stepStopping:
		vx.step.state = stepDone
	}
	if failure != nil {
		vx.lc.setState(graph.StateFailed)
		e.errs = append(e.errs, failure)
	}
}

// fail notes a failure of a start: the first is the cause and ends the phase;
// later ones are kept unless they only follow from it. Executor.mu is held.
func (e *execution) fail(err error) {
	e.halted = true
	if e.first == nil {
		e.first = err
		e.cancel(err)
		return
	}
	if h, ok := err.(*HookError); ok && h.consequence { //nolint:errorlint // made by this package
		return
	}
	e.errs = append(e.errs, err)
}

// abort fails a start from outside. It returns false if the start is over.
func (e *execution) abort(cause error) bool {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	if e.finished {
		return false
	}
	e.fail(cause)
	return true
}

func (e *execution) finishIfIdle() {
	if e.runners == 0 && !e.finished {
		e.finished = true
		close(e.done)
	}
}

// result returns what went wrong, nil if nothing did.
func (e *execution) result() error {
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	return Join(append([]error{e.first}, e.errs...)...)
}

func (lc *Lifecycle) begins(at time.Time) {
	if lc.started.CompareAndSwap(0, at.UnixNano()) {
		lc.setState(graph.StateStarting)
	}
}

func (lc *Lifecycle) stateUnlessFailed(s graph.State) {
	if graph.State(lc.state.Load()) != graph.StateFailed { //nolint:gosec // stored from a graph.State
		lc.setState(s)
	}
}

// opsOf are the ops of a phase, before and after.
type ops map[string]observe.Op

var (
	beginOps = ops{PhaseStart: observe.OpStarting, PhaseDrain: observe.OpDraining, PhaseStop: observe.OpStopping, PhaseCleanup: observe.OpCleaning}
	endOps   = ops{PhaseStart: observe.OpStarted, PhaseDrain: observe.OpDrained, PhaseStop: observe.OpStopped, PhaseCleanup: observe.OpCleaned}
)

// event makes an event about what f has in hand. Executor.mu is held.
func (e *execution) event(f *flight, of ops, err error) observe.Event {
	phase := e.phase
	vx := &e.vertices[f.v]
	if vx.kind == vertexCleanup {
		phase = PhaseCleanup
	}
	ev := observe.Event{Op: of[phase], Node: vx.lc.name(), Err: err}
	if f.step != nil {
		ev.Hook = f.step.title()
	}
	if by := e.by[f.v]; by >= 0 {
		ev.After = e.vertices[by].lc.name() + " " + e.vertices[by].step.title()
	}
	if f.returned {
		ev.Took = time.Since(f.began)
	}
	return ev
}
