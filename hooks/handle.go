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

// Timeouts bound every start hook and every stop hook of a component; 0 is no
// bound of its own.
type Timeouts struct{ Start, Stop time.Duration }

// Lifecycle makes the handle of a node. A node has at most one.
func (x *Executor) Lifecycle(node int, timeouts Timeouts) *Lifecycle {
	lc := &Lifecycle{x: x, node: node, startTimeout: timeouts.Start, stopTimeout: timeouts.Stop}
	lc.base = pprof.WithLabels(&x.values, pprof.Labels("facet", lc.name()))
	x.mu.Lock()
	defer x.mu.Unlock()
	x.handles = append(x.handles, lc)
	return lc
}

// Label makes the calling goroutine, and those that it starts, count as a
// component's in profiles; as nobody's with nil.
func (x *Executor) Label(lc *Lifecycle) {
	if lc == nil {
		pprof.SetGoroutineLabels(context.Background())
		return
	}
	pprof.SetGoroutineLabels(lc.base)
}

// Fill completes a node of a graph snapshot with the hooks, the state and the
// times of its component.
func (x *Executor) Fill(lc *Lifecycle, n *graph.Node) {
	if s := graph.State(lc.state.Load()); s > graph.StateBuilt { //nolint:gosec // stored from a graph.State
		n.State = s
	}
	if at := lc.started.Load(); at > 0 {
		n.Timing.Started = time.Unix(0, at)
	}
	if at := lc.up.Load(); at > 0 {
		n.Timing.Up = time.Unix(0, at)
	}
	x.mu.Lock()
	steps := [][]*step{lc.steps, lc.drains, lc.cleanups}
	x.mu.Unlock()
	for _, list := range steps {
		for _, s := range list {
			n.Hooks = append(n.Hooks, graph.Hook{Kind: s.word(), Name: s.title(PhaseStart), Place: s.place})
		}
	}
}

// Release runs the cleanups of a component at once, the latest first. It is for a
// constructor that returned after it had been abandoned, when no plan holds its
// component.
func (x *Executor) Release(lc *Lifecycle) error {
	x.mu.Lock()
	lc.sealed, lc.turned = true, true
	cleanups, steps := lc.cleanups, lc.steps
	cancel := lc.cancel
	x.mu.Unlock()
	if cancel != nil {
		cancel(errTurn)
	}
	for _, s := range steps {
		if s.serve != nil {
			lc.launch(s) // it is called once in any case, with an ended context
		}
	}
	var errs []error
	for _, s := range slices.Backward(cleanups) {
		began := time.Now()
		if err := isolate(s.cleanup); err != nil {
			errs = append(errs, s.hookError(PhaseCleanup, began, err))
		}
	}
	return Join(errs...)
}

// isolate calls f on a goroutine of its own, which runtime.Goexit may end.
func isolate(f func() error) error {
	returned := make(chan error)
	go func() {
		err := guard.ErrGoexit
		defer func() { returned <- err }()
		err = guard.Call(f)
	}()
	return <-returned
}
