// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"
)

// Budget bounds a [Teardown].
type Budget struct {
	// Drain is how long draining takes at least; 0 or less is no delay. Drain hooks
	// may take longer, at the expense of Stop.
	Drain time.Duration
	// Stop is the time for all stop hooks and cleanups together, from the end
	// of draining; 0 or less is no bound. At its end what is in flight gets Grace, and
	// what remains is called with an expired context and shares another.
	Stop time.Duration
}

// Teardown is one way down: drain, stop, cleanups. Drain and Within, if at all,
// and Stop are called once each, in that order; the other methods at any time.
type Teardown struct {
	x      *Executor
	budget Budget
	ctx    context.Context //nolint:containedctx // of the way down, which it is
	expire context.CancelCauseFunc

	// The fields below are guarded by Executor.mu.
	deadline    time.Time
	cancelDrain context.CancelCauseFunc
	drainEnded  bool
	execution   *execution // of Stop
	handedOver  bool
}

// Teardown prepares a way down. The end of ctx is the end of the budget; its
// values reach the hooks.
func (x *Executor) Teardown(ctx context.Context, budget Budget) *Teardown {
	t := &Teardown{x: x, budget: budget}
	t.ctx, t.expire = context.WithCancelCause(ctx)
	return t
}

// Drain runs the drain hooks of the components that are up side by side and lets
// the drain delay pass. It returns their errors when both are over, or EndDrain or
// Expire was called and the hooks have returned or were abandoned.
func (t *Teardown) Drain(p *Plan) error {
	began := time.Now()
	t.x.mu.Lock()
	drains := p.drainSteps()
	t.x.mu.Unlock()
	var err error
	if len(drains) > 0 || t.budget.Drain > 0 {
		err = t.drain(drains)
	}
	if t.budget.Stop > 0 {
		end := time.Now()
		if latest := began.Add(max(t.budget.Drain, 0)); end.After(latest) {
			end = latest
		}
		t.x.mu.Lock()
		t.deadline = end.Add(t.budget.Stop)
		t.x.mu.Unlock()
	}
	return err
}

// drain runs the drain hooks and lets the delay pass.
func (t *Teardown) drain(drains []vertex) error {
	ctx, cancel := context.WithCancelCause(t.ctx)
	defer cancel(nil)
	if t.budget.Stop > 0 {
		// Hooks that outlast the delay take from the time to stop.
		total := saturatingAdd(t.budget.Drain, t.budget.Stop)
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, total, drainTimeout(total))
		defer stop()
	}
	t.x.mu.Lock()
	t.cancelDrain = cancel
	if t.drainEnded {
		cancel(errDrainEnded)
	}
	t.x.mu.Unlock()

	delay := time.NewTimer(t.budget.Drain)
	defer delay.Stop()
	e := newExecution(ctx, t.x, PhaseDrain, dag{drains, make([][]int32, len(drains))}, Mode{})
	e.run()
	select {
	case <-delay.C:
	case <-ctx.Done():
	}
	return e.result()
}

// drainSteps returns the drain hooks of the components that are up. Executor.mu
// is held.
func (p *Plan) drainSteps() []vertex {
	var up []vertex
	for lc := range p.handles() {
		for at, s := range lc.steps {
			if s.kind == kindDrain && lc.isUp {
				up = append(up, vertex{lc, to32(at), vertexDrain})
			}
		}
	}
	return up
}

// Await calls wait, which takes from the time to stop: its context ends when that
// is over. wait decides what to do then.
func (t *Teardown) Await(wait func(ctx context.Context)) {
	ctx, cancel := t.withDeadline()
	defer cancel()
	wait(ctx)
}

// withDeadline returns a context that ends when the time to stop is over, which begins
// now unless it has begun before.
func (t *Teardown) withDeadline() (context.Context, context.CancelFunc) {
	t.x.mu.Lock()
	if t.deadline.IsZero() && t.budget.Stop > 0 {
		t.deadline = time.Now().Add(t.budget.Stop)
	}
	deadline := t.deadline
	t.x.mu.Unlock()
	if deadline.IsZero() {
		return context.WithCancel(t.ctx)
	}
	return context.WithDeadlineCause(t.ctx, deadline, stopTimeout(t.budget.Stop))
}

// Stop calls the OnStop of what had started, cancels and awaits tasks, and runs
// every cleanup, in the mirror image of the plan. It calls them all, whatever
// fails, and returns what failed. Only Yield makes it leave something undone.
func (t *Teardown) Stop(p *Plan) error {
	defer t.expire(nil)
	ctx, cancel := t.withDeadline()
	defer cancel()
	e := newExecution(ctx, t.x, PhaseStop, p.reversed(), p.mode)
	t.x.mu.Lock()
	t.execution, e.halted = e, t.handedOver
	t.x.mu.Unlock()
	e.run()
	if !t.IsIncomplete() {
		t.x.releaseFunctions(p)
	}
	return e.result()
}

// HandOver ends Stop early: what is in flight gets Grace, and what has not begun is
// left to another Teardown, of a plan that has the same components. It is for a
// part that is going when all must go.
func (t *Teardown) HandOver(cause error) {
	t.x.mu.Lock()
	t.handedOver = true
	if e := t.execution; e != nil {
		e.halted = true
		e.startGrace()
	}
	t.x.mu.Unlock()
	t.expire(cause)
}

// IsIncomplete tells whether Yield has made Stop leave something undone.
func (t *Teardown) IsIncomplete() bool {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	return t.execution != nil && t.execution.finished && t.execution.ready.Len()+len(t.execution.noops) > 0
}

// releaseFunctions lets go of everything that the functions of the plan hold. What was
// abandoned may still be running, and keeps its own.
func (x *Executor) releaseFunctions(p *Plan) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range p.nodes {
		lc := n.Lifecycle
		if lc == nil {
			continue
		}
		lc.detached = true
		for _, s := range lc.steps {
			if !s.mayStillRun && (s.task == nil || s.task.ended) {
				s.releaseFunctions()
			}
		}
	}
}

// EndDrain cuts draining short. Called before Drain, it leaves no delay.
func (t *Teardown) EndDrain() {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	t.drainEnded = true
	if t.cancelDrain != nil {
		t.cancelDrain(errDrainEnded)
	}
}

// Expire moves the end of the budget to now.
func (t *Teardown) Expire(cause error) { t.expire(cause) }
