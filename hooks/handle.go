// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"runtime/pprof"
	"slices"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// What whoever makes handles does with them. It is not on the handle, which is
// the face that constructors see.

// SetLabels makes the calling goroutine, and those that it starts, count as a
// component's in profiles; as nobody's with nil.
func (x *Executor) SetLabels(lc *Lifecycle) {
	if lc == nil {
		pprof.SetGoroutineLabels(context.Background())
		return
	}
	pprof.SetGoroutineLabels(lc.base)
}

// Annotate completes a node of a graph snapshot with the hooks, the state and the
// times of its component.
func (x *Executor) Annotate(lc *Lifecycle, n *graph.Node) {
	if s := graph.State(lc.state.Load()); s > graph.StateBuilt { //nolint:gosec // stored from a graph.State
		n.State = s
	}
	if at := lc.startedAt.Load(); at > 0 {
		n.Timing.Started = time.Unix(0, at)
	}
	if at := lc.upAt.Load(); at > 0 {
		n.Timing.Up = time.Unix(0, at)
	}
	x.mu.Lock()
	steps := make([]*step, 0, len(lc.steps))
	for _, row := range [...]kind{kindHook, kindDrain, kindCleanup, kindCheck} {
		steps = slices.AppendSeq(steps, lc.stepsOf(row))
	}
	x.mu.Unlock()
	for _, s := range steps {
		n.Hooks = append(n.Hooks, graph.Hook{Kind: s.kindName(), Name: s.nameIn(PhaseStart), Place: s.place})
	}
}

// Node returns the node of a component.
func (x *Executor) Node(lc *Lifecycle) int { return lc.node }

// Detach ends the effect of a handle whose constructor was abandoned: what it asks
// for later concerns nobody.
func (x *Executor) Detach(lc *Lifecycle) {
	x.mu.Lock()
	defer x.mu.Unlock()
	lc.detached = true
}

// Status is what a probe needs to know of a component.
type Status struct {
	State      graph.State // StateDeclared before the start
	Registered bool        // it has registered something
	Up         bool        // its last start hook has returned
}

// Status returns how a component fares, for less than [Executor.Fill] costs.
func (x *Executor) Status(lc *Lifecycle) Status {
	s := Status{State: graph.State(lc.state.Load()), Up: lc.upAt.Load() > 0} //nolint:gosec // stored from a graph.State
	x.mu.Lock()
	defer x.mu.Unlock()
	s.Registered = len(lc.steps) > 0
	return s
}

// IsUp tells whether all steps of a component have started.
func (x *Executor) IsUp(lc *Lifecycle) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return lc.isUp
}

// HasFailed tells whether a component will not come up any more.
func (x *Executor) HasFailed(lc *Lifecycle) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return lc.startCause != nil
}

// RunCleanups runs the cleanups of a component at once, the latest first. It is for a
// constructor that returned after it had been abandoned, when no plan holds its
// component.
func (x *Executor) RunCleanups(lc *Lifecycle) error {
	x.mu.Lock()
	lc.sealed, lc.stopping, lc.detached = true, true, true
	cleanups, steps := slices.Collect(lc.stepsOf(kindCleanup)), slices.Collect(lc.stepsOf(kindHook))
	cancel := lc.cancel
	x.mu.Unlock()
	if cancel != nil {
		cancel(errComponentStopping)
	}
	for _, s := range steps {
		if s.serve != nil {
			lc.launch(s) // it is called once in any case, with an ended context
		}
	}
	var errs []error
	for _, s := range slices.Backward(cleanups) {
		began := time.Now()
		if err := isolate(func() error { return x.callCleanup(lc.base, s) }); err != nil {
			errs = append(errs, s.hookError(PhaseCleanup, began, examinedError{err: err, text: guard.Text(err)}))
		}
	}
	return Join(errs...)
}

// isolate calls f, which does not panic, on a goroutine of its own, which
// runtime.Goexit may end.
func isolate(f func() error) error {
	returned := make(chan error)
	go func() {
		err := guard.ErrGoexit
		defer func() { returned <- err }()
		err = f()
	}()
	return <-returned
}
