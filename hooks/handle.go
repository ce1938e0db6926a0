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

// The methods below are for the package that makes handles. They are not methods of
// Lifecycle, which constructors use.

// SetLabels labels the calling goroutine, and the goroutines that it starts, with a
// component for profiles; nil removes the label.
func (x *Executor) SetLabels(lc *Lifecycle) {
	if lc == nil {
		pprof.SetGoroutineLabels(context.Background())
		return
	}
	pprof.SetGoroutineLabels(lc.base)
}

// AddCleanup is [Lifecycle.Cleanup] with the line that errors and the graph show.
func (x *Executor) AddCleanup(lc *Lifecycle, place graph.Place, fn func() error) {
	lc.register("Cleanup", &step{kind: kindCleanup, cleanup: fn, place: place}, fn == nil, nil)
}

// Annotate adds the hooks, the state and the times of a component to its node in a
// graph snapshot.
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

// Detach makes a handle ineffective. It is for the handle of an abandoned constructor.
func (x *Executor) Detach(lc *Lifecycle) {
	x.mu.Lock()
	defer x.mu.Unlock()
	lc.detached = true
}

// Status describes a component for a probe.
type Status struct {
	State      graph.State // StateDeclared before the start
	Registered bool        // it has registered something
	Up         bool        // its last start hook has returned
}

// Status returns the status of a component. It is cheaper than [Executor.Annotate].
func (x *Executor) Status(lc *Lifecycle) Status {
	s := Status{State: graph.State(lc.state.Load()), Up: lc.upAt.Load() > 0} //nolint:gosec // stored from a graph.State
	x.mu.Lock()
	defer x.mu.Unlock()
	s.Registered = len(lc.steps) > 0
	return s
}

// IsUp reports whether all steps of a component have started.
func (x *Executor) IsUp(lc *Lifecycle) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return lc.isUp
}

// HasFailed reports whether the start of a component has failed or was canceled.
func (x *Executor) HasFailed(lc *Lifecycle) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return lc.startCause != nil
}

// RunCleanups runs the cleanups of a component at once, the latest first. It is for a
// constructor that returns after it was abandoned, because no plan contains its
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
			lc.launch(s) // every task is called once; the context of this one has ended
		}
	}
	var errs []error
	for _, s := range slices.Backward(cleanups) {
		began := time.Now()
		if err := isolate(func() error { return x.callCleanup(lc.base, s) }); err != nil {
			errs = append(errs, s.hookError(PhaseCleanup, began, guard.Outcome{Err: err, Text: guard.Text(err)}))
		}
	}
	return Join(errs...)
}

// isolate calls f on a new goroutine, which runtime.Goexit may end. f does not panic.
func isolate(f func() error) error {
	returned := make(chan error)
	go func() {
		err := guard.ErrGoexit
		defer func() { returned <- err }()
		err = f()
	}()
	return <-returned
}
