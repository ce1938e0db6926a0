// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"slices"

	"github.com/facet-go/facet/hooks"
)

// planOf returns the plan of live nodes, given in construction order. A stand-in takes
// the place of a node without a handle.
func (a *App) planOf(nodes []int, standIns *standIns) *hooks.Plan {
	return a.planWith(nodes, standIns, a.hooks.Plan)
}

// planWith is planOf with the function that makes the plan.
func (a *App) planWith(nodes []int, standIns *standIns, plan func([]hooks.Node, hooks.Mode) *hooks.Plan) *hooks.Plan {
	hasHandle := func(node int) bool { return a.handles[node].Load() != nil }
	if standIns.isEmpty() && !slices.ContainsFunc(nodes, hasHandle) {
		return plan(nil, a.settings.mode) // there is no hook, so the order is irrelevant
	}
	position := make(map[int]int, len(nodes)) // from 1
	list, ends := make([]hooks.Node, len(nodes)), make([]int, len(nodes))
	var deps []int // of all nodes, one after another
	for i, node := range nodes {
		position[node] = i + 1
		list[i].Lifecycle, list[i].Group = a.handles[node].Load(), a.container.Parallel(node)
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
	begin := 0
	for i, end := range ends {
		list[i].Deps, begin = deps[begin:end:end], end
	}
	if standIns != nil && standIns.withoutNode != nil {
		list = slices.Concat(list, []hooks.Node{{Lifecycle: standIns.withoutNode}})
	}
	return plan(list, a.settings.mode)
}

// forget removes nodes that were torn down.
func (a *App) forget(nodes []int) {
	a.container.Evict(nodes)
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, node := range nodes {
		delete(a.failedComponents, a.handles[node].Swap(nil))
	}
}

// lifetimesUsing returns the calls and the run that use a component, in that order. It
// returns none if the component was stopped or abandoned. A run that stops owns the
// components that calls have left, too.
func (a *App) lifetimesUsing(lc *hooks.Lifecycle) []owner {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.handles[a.hooks.Node(lc)].Load() != lc {
		return nil
	}
	var users []owner
	for c := range a.activeCalls() {
		if c.uses(lc) {
			users = append(users, c)
		}
	}
	if a.run.uses(lc) || a.state == StateDraining || a.state == StateStopping {
		users = append(users, a.run)
	}
	return users
}

// onShutdown stops all lifetimes that use a component which requests a stop.
func (a *App) onShutdown(lc *hooks.Lifecycle, cause error) {
	a.recordFailedComponent(lc, cause)
	for _, user := range a.lifetimesUsing(lc) {
		user.requestStop(cause)
	}
}

// onError adds an error of a component to the result of all lifetimes that use it.
func (a *App) onError(lc *hooks.Lifecycle, err error) {
	for _, user := range a.lifetimesUsing(lc) {
		user.addError(err)
	}
}

// recordFailedComponent records the first cause with which a live component failed, for
// lifetimes that begin to use it later.
func (a *App) recordFailedComponent(lc *hooks.Lifecycle, cause error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if _, known := a.failedComponents[lc]; !known && cause != nil && a.handles[a.hooks.Node(lc)].Load() == lc {
		a.failedComponents[lc] = cause
	}
}
