// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/registration"
)

// Graph returns a snapshot of the graph: the declared graph before a build, with states
// and times after it, and after a stop that of the last run.
func (a *App) Graph() *graph.Graph {
	r := a.currentRun()
	g := a.container.Graph(r.built.Load())
	hasHandle := make([]bool, len(g.Nodes))
	for i := range g.Nodes {
		if lc := r.liveOrLastHandle(i); lc != nil {
			hasHandle[i] = true
			a.hooks.Annotate(lc, &g.Nodes[i])
		}
	}
	setEligible(g, hasHandle)
	return g
}

// setEligible sets when the dependencies of each node were up. A node without a handle is
// up as soon as its own dependencies are.
func setEligible(g *graph.Graph, hasHandle []bool) {
	deps := receivedFrom(g)
	isUp, upAt := make([]bool, len(g.Nodes)), make([]time.Time, len(g.Nodes))
	for _, i := range constructionOrder(g) {
		eligible, isEligible := time.Time{}, true
		for _, dep := range deps[i] {
			isEligible = isEligible && isUp[dep]
			if upAt[dep].After(eligible) {
				eligible = upAt[dep]
			}
		}
		timing := &g.Nodes[i].Timing
		switch {
		case !isEligible:
		case hasHandle[i]:
			timing.Eligible = eligible
			isUp[i], upAt[i] = !timing.Up.IsZero(), timing.Up
		default:
			isUp[i], upAt[i] = true, eligible
		}
	}
}

// constructionOrder returns the nodes in construction order, after those that no build needs.
func constructionOrder(g *graph.Graph) []int {
	order := make([]int, len(g.Nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(g.Nodes[i].Seq, g.Nodes[j].Seq) })
	return order
}

// receivedFrom returns the dependencies of each node that are constructed before it. The
// others are members of soft groups that it did not receive.
func receivedFrom(g *graph.Graph) [][]int {
	index := make(map[string]int, len(g.Nodes))
	for i := range g.Nodes {
		index[g.Nodes[i].ID] = i
	}
	deps := make([][]int, len(g.Nodes))
	for i := range g.Edges {
		from, to := index[g.Edges[i].From], index[g.Edges[i].To]
		if seq := g.Nodes[to].Seq; seq > 0 && seq < g.Nodes[from].Seq {
			deps[from] = append(deps[from], to)
		}
	}
	return deps
}

// Components returns the constructors, decorators and invoked functions that the app
// needs, in construction order, with their states. It is the part of [App.Graph] that
// package health needs, at a lower cost. Components that were started only by calls of
// Do are not in the list. It may be called at any time and from any goroutine.
func (a *App) Components() []container.Component {
	r := a.currentRun()
	list := a.container.Components(r.built.Load())
	for i := range list {
		c := &list[i]
		lc := r.liveOrLastHandle(c.Node)
		if lc == nil {
			continue
		}
		s := a.hooks.Status(lc)
		if s.State > graph.StateBuilt {
			c.State = s.State
		}
		c.Registered, c.Up = s.Registered, s.Up
	}
	return list
}

// liveOrLastHandle returns the handle of the live component of a node, or that of the
// run if none is live. It returns nil if there is neither.
func (r *run) liveOrLastHandle(node int) *hooks.Lifecycle {
	if lc := r.app.handles[node].Load(); lc != nil {
		return lc
	}
	return r.handle(node)
}

// Checks returns the health checks of all live components, including those started by
// Do, in construction order. Package health evaluates them.
func (a *App) Checks() []hooks.Check {
	var checks []hooks.Check
	for _, node := range a.container.Live() {
		if lc := a.handles[node].Load(); lc != nil {
			checks = append(checks, a.hooks.Checks(lc)...)
		}
	}
	return checks
}

// Plan returns the start plan of the last build, or nil before the first.
func (a *App) Plan() *hooks.Plan { return a.currentRun().plan.Load() }

// Lookup returns the value of type T from the last build, under the given name if there
// is one. It never constructs anything. Before a build and after a stop the error is a
// [*StateError]; if the build has no such value, it is a [*Problem].
func Lookup[T any](a *App, name ...string) (T, error) {
	var zero T
	built, state := a.lastBuild()
	if built == nil {
		return zero, &StateError{Op: "Lookup", State: state}
	}
	key := registration.Key{Type: reflect.TypeFor[T]()}
	if len(name) > 0 {
		key.Name = name[0]
	}
	v, ok := built.Lookup(key)
	if !ok {
		return zero, &Problem{Slug: "not-built", Text: key.String() + " is not among what was built; provide it, and have something need it", Place: graph.Caller(1)}
	}
	value, _ := v.Interface().(T) // a nil interface stays zero
	return value, nil
}

// lastBuild returns the build for Lookup, without a lock. If there is none, it returns
// nil and the state of the app.
func (a *App) lastBuild() (*container.Build, State) {
	if r := a.lookupRun.Load(); r != nil {
		if built := r.built.Load(); built != nil {
			return built, StateNew
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == StateStopped || a.state == StateFailed {
		return nil, a.state
	}
	return a.run.built.Load(), a.state
}
