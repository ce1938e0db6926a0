// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// What lives in an app, whoever has built it. Transitions, in which something is
// built, started or stopped, run one at a time: whoever has App.turn has the word.

// takeTurn waits until no other transition goes on.
func (a *App) takeTurn(ctx context.Context) error {
	select {
	case a.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (a *App) leaveTurn() { <-a.turn }

// planOf returns the plan of nodes that live, in construction order.
func (a *App) planOf(nodes []int) *hooks.Plan {
	if !slices.ContainsFunc(nodes, func(node int) bool { return a.live[node].Load() != nil }) {
		return a.hooks.Plan(nil, a.settings.mode) // nobody waits for anybody
	}
	position := make([]int, a.container.Size())
	list, ends := make([]hooks.Node, len(nodes)), make([]int, len(nodes))
	var deps []int // of all nodes, one after another
	for i, node := range nodes {
		position[node] = i + 1
		list[i].Lifecycle, list[i].Group = a.live[node].Load(), a.container.Parallel(node)
		for _, dep := range a.container.DependsOn(node) {
			if at := position[dep]; at > 0 {
				deps = append(deps, at-1)
			}
		}
		ends[i] = len(deps)
	}
	first := 0
	for i, end := range ends {
		list[i].Deps, first = deps[first:end:end], end
	}
	return a.hooks.Plan(list, a.settings.mode)
}

// forget lets go of what was torn down.
func (a *App) forget(nodes []int) {
	a.container.Forget(nodes)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, node := range nodes {
		a.live[node].Store(nil)
		delete(a.doomed, node)
	}
}

// alive tells whether anything of a part goes on.
func (a *App) alive(p *part) bool {
	if !p.over.Load() {
		return true
	}
	for _, node := range p.hooks.Nodes() {
		if lc := p.handles[node].Load(); lc != nil && lc == a.live[node].Load() {
			return true
		}
	}
	return false
}

// users returns the runs and calls that use a component. The run that is stopping
// stops what calls had left, too.
func (a *App) users(node int) (r *run, calls []*call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.run.uses(node) || a.isStopping() {
		r = a.run
	}
	for c := range a.calls {
		if c.uses(node) {
			calls = append(calls, c)
		}
	}
	return r, calls
}

// end is called when a component asks for the end: all that use it end.
func (a *App) end(node int, cause error) {
	if cause != nil {
		a.mu.Lock()
		if _, known := a.doomed[node]; !known && a.live[node].Load() != nil {
			a.doomed[node] = cause
		}
		a.mu.Unlock()
	}
	r, calls := a.users(node)
	for _, c := range calls {
		c.end(cause)
	}
	if r != nil {
		r.end(cause, "Shutdown")
	}
}

// report is called with an error of a component that is part of the result of all
// that use it.
func (a *App) report(node int, err error) {
	r, calls := a.users(node)
	for _, c := range calls {
		c.report(err)
	}
	if r != nil {
		r.report(err)
	}
}

// running names what is being waited for.
func (a *App) running() []string {
	var names []string
	a.mu.Lock()
	parts := []*part{&a.run.part}
	for c := range a.calls {
		parts = append(parts, &c.part)
	}
	a.mu.Unlock()
	for _, p := range parts {
		if b := p.built.Load(); b != nil {
			if node := b.Running(); node >= 0 {
				names = append(names, graph.ShortName(a.container.ID(node))+": constructor")
			}
		}
	}
	for _, r := range a.hooks.Running() {
		if r.Awaited {
			names = append(names, r.Name())
		}
	}
	return names
}
