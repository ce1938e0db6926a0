// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"reflect"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// Graph returns a snapshot of the graph: declared before a build, with states
// and times after it, and after a stop that of the last run.
func (a *App) Graph() *graph.Graph {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	g := a.container.Graph(r.built.Load())
	for i := range g.Nodes {
		lc := a.live[i].Load()
		if lc == nil {
			lc = r.handle(i)
		}
		if lc != nil {
			a.hooks.Fill(lc, &g.Nodes[i])
		}
	}
	return g
}

// Checks returns the health checks of the components that live, whoever has built
// them, in construction order. Package health asks them.
func (a *App) Checks() []hooks.Check {
	var checks []hooks.Check
	for _, node := range a.container.Alive() {
		if lc := a.live[node].Load(); lc != nil {
			checks = append(checks, a.hooks.Checks(lc)...)
		}
	}
	return checks
}

// Plan returns the start plan of the last build; nil before the first.
func (a *App) Plan() *hooks.Plan {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	return r.plan.Load()
}

// Lookup returns the value of type T, under a name if one is given, from the
// last build. It never constructs anything.
func Lookup[T any](a *App, name ...string) (T, error) {
	var zero T
	built, state := a.lastBuild()
	if built == nil {
		return zero, &StateError{Op: "Lookup", State: state}
	}
	key := provide.Key{Type: reflect.TypeFor[T]()}
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

// lastBuild returns what Lookup looks into. If there is nothing, it returns the state
// in which that was so; else it takes no lock.
func (a *App) lastBuild() (*container.Build, State) {
	if r := a.valid.Load(); r != nil {
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
