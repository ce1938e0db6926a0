// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/order"
)

// Budget limits a [Teardown].
type Budget struct {
	// Drain is the minimum time of draining; 0 or less is no delay. Drain hooks
	// may take longer, which shortens Stop.
	Drain time.Duration
	// Stop is the time for all stop hooks and cleanups together, counted from the end
	// of draining; 0 or less is no limit. At its end running hooks get Grace, and the
	// others are called with an expired context and share another Grace.
	Stop time.Duration
}

// Teardown is one stop: drain hooks, stop hooks, cleanups. Drain, Await and Stop are
// called at most once each, in this order; Drain and Await are optional. The other
// methods may be called at any time.
type Teardown struct {
	x      *Executor
	budget Budget
	ctx    context.Context //nolint:containedctx // of the teardown
	expire context.CancelCauseFunc

	// The fields below are guarded by Executor.mu.
	deadline    time.Time
	cancelDrain context.CancelCauseFunc
	drainEnded  bool
	execution   *execution // of Stop
	handedOver  bool
}

// Teardown prepares a stop. The end of ctx ends the budget. The contexts of hooks have
// the values of ctx.
func (x *Executor) Teardown(ctx context.Context, budget Budget) *Teardown {
	t := &Teardown{x: x, budget: budget}
	t.ctx, t.expire = context.WithCancelCause(ctx)
	return t
}

// Drain runs the drain hooks of the components that are up, concurrently, and waits
// for the drain delay. It returns the errors of the hooks when both have ended.
// EndDrain and Expire end the delay and the contexts of the hooks.
func (t *Teardown) Drain(p *Plan) error {
	began := time.Now()
	t.x.mu.Lock()
	drains := p.drainSteps()
	var keep time.Duration
	if p.hasReserves {
		keep, _ = p.largestReserve(2*t.x.config.Grace, (*step).owesStop)
	}
	t.x.mu.Unlock()
	var err error
	if len(drains) > 0 || t.budget.Drain > 0 {
		err = t.drain(drains, keep)
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

// drain runs the drain hooks and waits for the delay. keep is what stop hooks reserve.
func (t *Teardown) drain(drains []vertex, keep time.Duration) error {
	ctx, cancel := context.WithCancelCause(t.ctx)
	defer cancel(nil)
	if t.budget.Stop > 0 {
		// Hooks that take longer than the delay shorten the time to stop.
		total := saturatingAdd(t.budget.Drain, t.budget.Stop-keep)
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, total, drainTimeout(total, keep))
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
	e := newExecution(ctx, t.x, PhaseDrain, dag{drains, make(order.Graph, len(drains))}, Mode{})
	e.run()
	select {
	case <-delay.C:
	case <-ctx.Done():
	}
	return e.result()
}

// drainSteps returns the drain hooks of the components that are up. Executor.mu is
// held.
func (p *Plan) drainSteps() []vertex {
	var up []vertex
	for lc := range p.handles() {
		for at, s := range lc.steps {
			if s.kind == kindDrain && lc.isUp {
				up = append(up, vertex{lc, order.Vertex(at), vertexDrain})
			}
		}
	}
	return up
}

// Await calls wait as a part of the time to stop: the context ends when that time is
// over.
func (t *Teardown) Await(wait func(ctx context.Context)) {
	ctx, cancel := t.withDeadline()
	defer cancel()
	wait(ctx)
}

// withDeadline returns a context that ends when the time to stop is over. That time
// begins now, unless it has begun earlier.
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

// Stop runs the plan backwards: it calls the stop hooks of the steps that had started,
// cancels and awaits tasks, and runs every cleanup. A failure does not end it. It
// returns all failures. After HandOver it may leave steps undone.
func (t *Teardown) Stop(p *Plan) error {
	defer t.expire(nil)
	ctx, cancel := t.withDeadline()
	defer cancel()
	e := newExecution(ctx, t.x, PhaseStop, p.reversed(), p.mode)
	t.x.mu.Lock()
	t.execution, e.halted = e, t.handedOver
	if p.hasReserves {
		e.reserves, e.budget = newReserves(&e.dag, 2*t.x.config.Grace, e.limit > 0, (*step).owesStop), t.budget.Stop
	}
	t.x.mu.Unlock()
	e.run()
	if !t.IsIncomplete() {
		t.x.releaseFunctions(p, e)
	}
	return e.result()
}

// HandOver ends Stop early: running hooks get Grace, and the other steps are left to
// another Teardown whose plan has the same components. It is for a call of Do that is
// stopping components when the whole app stops.
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

// IsIncomplete reports whether HandOver has made Stop leave steps undone.
func (t *Teardown) IsIncomplete() bool {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	return t.execution != nil && t.execution.finished && t.execution.ready.Len()+len(t.execution.noops) > 0
}

// releaseFunctions drops the functions of a plan with everything that they reference.
// Abandoned code may still run, and keeps its functions. The errors of tasks for which
// nothing has waited become errors of e.
func (x *Executor) releaseFunctions(p *Plan, e *execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, n := range p.nodes {
		lc := n.Lifecycle
		if lc == nil {
			continue
		}
		lc.detached = true
		for t := range lc.addedTasks {
			if t.ended {
				e.errs = append(e.errs, t.err)
				delete(lc.addedTasks, t)
			}
		}
		for _, s := range lc.steps {
			if !s.mayStillRun && (s.task == nil || s.task.ended) {
				s.releaseFunctions()
			}
		}
	}
}

// EndDrain ends draining early. Called before Drain, it removes the delay.
func (t *Teardown) EndDrain() {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	t.drainEnded = true
	if t.cancelDrain != nil {
		t.cancelDrain(errDrainEnded)
	}
}

// Expire ends the budget now.
func (t *Teardown) Expire(cause error) { t.expire(cause) }
