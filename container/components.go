// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
)

// Component describes a node for a probe. It is cheaper than a [graph.Node], which has
// copies of keys, hooks and places.
type Component struct {
	Node  int         // index of the node
	ID    string      // of the node
	Name  string      // the short form of ID
	Kind  graph.Kind  // never a value
	State graph.State // as in the snapshot of [Container.Graph]
	// Needs holds the indexes, in the list of components, of its dependencies, which all come
	// before it. An index may occur several times. Do not change the slice: it is shared.
	Needs []int32

	// The fields below are set by facet.App's method Components.

	Registered bool // it has registered something on its lifecycle
	Up         bool // its last start hook has returned
}

// Components returns the nodes that a build needs, except values, in construction order:
// first the constructed ones, then the others. With nil it returns the nodes that a build
// would need without live instances. For a build that has ended, everything except the
// states is computed once.
func (c *Container) Components(b *Build) []Component {
	if b == nil {
		return c.withStates(c.declaredComponents(), nil)
	}
	b.mu.Lock()
	list := b.components
	b.mu.Unlock()
	if list == nil {
		list = b.findComponents()
	}
	return c.withStates(slices.Clone(list), b)
}

// findComponents computes the components of the build, and keeps them if they are final.
func (b *Build) findComponents() []Component {
	b.mu.Lock()
	order, isFinal := b.constructionOrderLocked()
	b.mu.Unlock()
	list := b.c.componentsOf(order)
	if isFinal {
		b.mu.Lock()
		b.components = list
		b.mu.Unlock()
	}
	return list
}

// declaredComponents returns the components that a build would need without live
// instances.
func (c *Container) declaredComponents() []Component {
	cl, _ := c.declaredClosure()
	order := make([]int, len(cl.order))
	for at, i := range cl.order {
		order[at] = int(i)
	}
	return c.componentsOf(order)
}

// componentsOf returns the components among nodes, without states.
func (c *Container) componentsOf(order []int) []Component {
	position := make([]int32, len(c.nodes)) // in list, counted from 1; 0 is none
	list := make([]Component, 0, len(order))
	needs := []int32{} // of all components
	ends := make([]int, 0, len(order))
	for _, i := range order {
		n := c.nodes[i]
		if n.Kind == graph.KindValue {
			continue
		}
		name := c.ID(i)
		list = append(list, Component{Node: i, ID: name, Name: graph.ShortName(name), Kind: n.Kind})
		// A consumer does not receive the members of a soft group that are constructed later.
		n.dependencies(true, func(dep, _ int) {
			if at := position[dep]; at > 0 {
				needs = append(needs, at-1)
			}
		})
		ends = append(ends, len(needs))
		position[i] = to32(len(list))
	}
	first := 0
	for at, end := range ends {
		list[at].Needs, first = needs[first:end:end], end
	}
	return list
}

// withStates sets the states of the constructors.
func (c *Container) withStates(list []Component, b *Build) []Component {
	if b != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	for i := range list {
		if component := &list[i]; c.instances.get(component.Node) != nil {
			component.State = graph.StateBuilt
		} else if b != nil {
			component.State = b.stateLocked(component)
		}
	}
	return list
}

// stateLocked returns the state of a component without an instance.
func (b *Build) stateLocked(component *Component) graph.State {
	failed, _ := b.err.(*ConstructError) //nolint:errorlint // set by this package, never wrapped
	switch {
	case failed != nil && failed.Called && failed.Component == component.ID:
		return graph.StateFailed
	case b.runningNode == component.Node:
		return graph.StateBuilding
	case b.used[b.closure.positions[component.Node]-1] != nil:
		return graph.StateBuilt
	default:
		return graph.StateDeclared
	}
}
