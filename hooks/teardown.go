// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"
)

// Budget bounds a [Teardown].
type Budget struct {
	// Drain is how long draining takes at least. Drain hooks may take longer,
	// at the expense of Stop.
	Drain time.Duration
	// Stop is the time for all stop hooks and cleanups together, from the end
	// of draining; 0 is no bound. At its end what is in flight gets Grace, and
	// what remains is called with an expired context and shares another.
	Stop time.Duration
}

// Teardown is one way down: drain, stop, cleanups. Drain, if at all, and Stop
// are called once each, in that order; the other methods at any time.
type Teardown struct {
	x      *Executor
	plan   *Plan
	budget Budget
	ctx    context.Context //nolint:containedctx // of the way down, which it is
	expire context.CancelCauseFunc

	// The fields below are guarded by Executor.mu.
	deadline time.Time
	undrain  context.CancelCauseFunc
	drained  bool
}

// Teardown prepares the way down of what the plan had started. The end of ctx
// is the end of the budget; its values reach the hooks.
func (x *Executor) Teardown(ctx context.Context, p *Plan, budget Budget) *Teardown {
	t := &Teardown{x: x, plan: p, budget: budget}
	t.ctx, t.expire = context.WithCancelCause(ctx)
	return t
}

// Drain runs the drain hooks side by side and lets the drain delay pass. It
// returns their errors when both are over, or EndDrain or Expire was called and
// the hooks have returned or were abandoned.
func (t *Teardown) Drain() error {
	began := time.Now()
	ctx, cancel := context.WithCancelCause(t.ctx)
	defer cancel(nil)
	if t.budget.Stop > 0 {
		// Hooks that outlast the delay take from the time to stop.
		total := t.budget.Drain + t.budget.Stop
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, total, &timeoutError{"drain delay and stop timeout", total})
		defer stop()
	}
	t.x.mu.Lock()
	t.undrain = cancel
	if t.drained {
		cancel(errDrainEnded)
	}
	vertices := t.drains()
	t.x.mu.Unlock()

	delay := time.NewTimer(t.budget.Drain)
	defer delay.Stop()
	err := t.run(ctx, PhaseDrain, vertices, make([][]int32, len(vertices)), make([]int32, len(vertices)))
	select {
	case <-delay.C:
	case <-ctx.Done():
	}
	if t.budget.Stop > 0 {
		end := time.Now()
		if latest := began.Add(t.budget.Drain); end.After(latest) {
			end = latest
		}
		t.x.mu.Lock()
		t.deadline = end.Add(t.budget.Stop)
		t.x.mu.Unlock()
	}
	return err
}

// drains returns the drain hooks of the components that are up.
func (t *Teardown) drains() []vertex {
	var vertices []vertex
	for _, n := range t.plan.nodes {
		if lc := n.Lifecycle; lc != nil && lc.isUp {
			for _, s := range lc.drains {
				vertices = append(vertices, vertex{vertexDrain, lc, s})
			}
		}
	}
	return vertices
}

// Stop calls the OnStop of what had started, cancels and awaits tasks, and runs
// every cleanup, in the mirror image of the plan. It calls them all, whatever
// fails, and returns what failed.
func (t *Teardown) Stop() error {
	defer t.expire(nil)
	ctx := t.ctx
	t.x.mu.Lock()
	deadline := t.deadline
	t.x.mu.Unlock()
	if deadline.IsZero() && t.budget.Stop > 0 {
		deadline = time.Now().Add(t.budget.Stop)
	}
	if !deadline.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, deadline, &timeoutError{"stop timeout", t.budget.Stop})
		defer cancel()
	}
	next, waits := t.plan.mirror()
	err := t.run(ctx, PhaseStop, t.plan.vertices, next, waits)
	t.forget()
	return err
}

// forget lets go of everything that the functions of the plan hold. What was
// abandoned may still be running, and keeps its own.
func (t *Teardown) forget() {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	for _, n := range t.plan.nodes {
		if n.Lifecycle == nil {
			continue
		}
		for _, steps := range [][]*step{n.Lifecycle.steps, n.Lifecycle.drains, n.Lifecycle.cleanups} {
			for _, s := range steps {
				if !s.hung && (s.task == nil || s.task.over) {
					s.forget()
				}
			}
		}
	}
}

func (t *Teardown) run(ctx context.Context, phase string, vertices []vertex, next [][]int32, waits []int32) error {
	e := newExecution(ctx, t.x, phase, vertices, next, waits)
	e.run()
	return e.result()
}

// EndDrain cuts draining short. Called before Drain, it leaves no delay.
func (t *Teardown) EndDrain() {
	t.x.mu.Lock()
	defer t.x.mu.Unlock()
	t.drained = true
	if t.undrain != nil {
		t.undrain(errDrainEnded)
	}
}

// Expire moves the end of the budget to now.
func (t *Teardown) Expire(cause error) { t.expire(cause) }
