// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Live components of an app. Builds, starts and stops are transitions and run one
// at a time; the holder of App.transition owns the current one.

// beginTransition waits until no other transition goes on.
func (a *App) beginTransition(ctx context.Context) error {
	select {
	case a.transition <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (a *App) endTransition() { <-a.transition }

// planOf returns the plan of nodes that live, in construction order, and of handles
// that stand in for some that have none.
func (a *App) planOf(nodes []int, standIns *standIns) *hooks.Plan {
	has := func(node int) bool { return a.live[node].Load() != nil }
	if standIns.isEmpty() && !slices.ContainsFunc(nodes, has) {
		return a.hooks.Plan(nil, a.settings.mode) // nothing waits for anything
	}
	position := make(map[int]int, len(nodes))
	list, ends := make([]hooks.Node, len(nodes)), make([]int, len(nodes))
	var deps []int // of all nodes, one after another
	for i, node := range nodes {
		position[node] = i + 1
		list[i].Lifecycle, list[i].Group = a.live[node].Load(), a.container.Parallel(node)
		if list[i].Lifecycle == nil && standIns != nil {
			list[i].Lifecycle = standIns.byNode[node]
		}
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
	if standIns != nil && standIns.none != nil {
		list = slices.Concat(list, []hooks.Node{{Lifecycle: standIns.none}})
	}
	return a.hooks.Plan(list, a.settings.mode)
}

// forget lets go of what was torn down.
func (a *App) forget(nodes []int) {
	a.container.Forget(nodes)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, node := range nodes {
		delete(a.failedComponents, a.live[node].Swap(nil))
	}
}

// anyLives reports whether a component of a part lives.
func (a *App) anyLives(p *part) bool {
	for _, node := range p.hooks.Nodes() {
		if lc := p.handle(node); lc != nil && lc == a.live[node].Load() {
			return true
		}
	}
	return false
}

// users returns the run and the calls that use a component, none if it has been
// stopped or abandoned. The run that is stopping stops what calls had left, too.
func (a *App) users(lc *hooks.Lifecycle) (r *run, calls []*doCall) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.live[a.hooks.Node(lc)].Load() != lc {
		return nil, nil
	}
	if a.run.uses(lc) || a.state == StateDraining || a.state == StateStopping {
		r = a.run
	}
	for c := range a.calls {
		if c.uses(lc) {
			calls = append(calls, c)
		}
	}
	return r, calls
}

// end is called when a component asks for the end: all that use it end.
func (a *App) end(lc *hooks.Lifecycle, cause error) {
	a.noteFailed(lc, cause)
	r, calls := a.users(lc)
	for _, c := range calls {
		c.end(cause)
	}
	if r != nil {
		r.end(cause, "Shutdown")
	}
}

// noteFailed notes why what uses a live component ends.
func (a *App) noteFailed(lc *hooks.Lifecycle, cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.failedComponents[lc]; !known && cause != nil && a.live[a.hooks.Node(lc)].Load() == lc {
		a.failedComponents[lc] = cause
	}
}

// report is called with an error of a component that is part of the result of all
// that use it.
func (a *App) report(lc *hooks.Lifecycle, err error) {
	r, calls := a.users(lc)
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
	builds := []*container.Build{a.run.built.Load()}
	for c := range a.calls {
		builds = append(builds, c.build.Load())
	}
	a.mu.Unlock()
	for _, b := range builds {
		if b != nil {
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
