// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
)

// Component is what a probe needs to know of a node. Unlike a [graph.Node] it costs
// no copies of keys, hooks and places.
type Component struct {
	Node  int         // index of the node
	ID    string      // of the node
	Name  string      // the id, short
	Kind  graph.Kind  // never a value
	State graph.State // as in the snapshot of [Container.Graph]
	// Needs are the positions, in the list of components, of those from which it
	// receives something, all before its own. One may stand there several times. The
	// list is shared, and not to be changed.
	Needs []int32

	// The fields below are set by facet.App's method Components.

	Registered bool // it has registered something on its lifecycle
	Up         bool // its last start hook has returned
}

// Components returns the nodes that a build reaches, but for values, in construction
// order, with what is still to come behind what was constructed. With nil it is what a
// build would reach if nothing lived. All but the states is found once for each
// build that has ended.
func (c *Container) Components(b *Build) []Component {
	if b == nil {
		return c.withStates(c.declaredComponents(), nil)
	}
	b.mu.Lock()
	outline := b.components
	b.mu.Unlock()
	if outline == nil {
		order, complete := b.constructionOrder()
		outline = c.componentsOf(order)
		if complete {
			b.mu.Lock()
			b.components = outline
			b.mu.Unlock()
		}
	}
	return c.withStates(slices.Clone(outline), b)
}

// constructionOrder returns the nodes of the closure in construction order, and whether all
// were constructed, after which that does not change any more.
func (b *Build) constructionOrder() (order []int, complete bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	order = sortedNodes(b.usedLocked())
	complete = true
	for at, r := range b.used {
		if i := int(b.closure.order[at]); r == nil && i != b.c.functionIndex {
			order, complete = append(order, i), false
		}
	}
	return order, complete
}

// declaredComponents are those that a build would reach if nothing lived.
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
	position := make([]int32, len(c.nodes)) // counted from 1; 0 is none
	list := make([]Component, 0, len(order))
	needs := []int32{} // of all, one after another
	ends := make([]int, 0, len(order))
	for _, i := range order {
		n := c.nodes[i]
		if n.Kind == graph.KindValue {
			continue // it has no life of its own
		}
		name := c.ID(i)
		list = append(list, Component{Node: i, ID: name, Name: graph.ShortName(name), Kind: n.Kind})
		// A member of a soft group that was made later is not received.
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

// withStates sets the states as far as they are those of constructors.
func (c *Container) withStates(list []Component, b *Build) []Component {
	if b != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	for i := range list {
		if of := &list[i]; c.instances.get(of.Node) != nil {
			of.State = graph.StateBuilt
		} else if b != nil {
			of.State = b.stateLocked(of)
		}
	}
	return list
}

// stateLocked returns the state of a component that does not live.
func (b *Build) stateLocked(of *Component) graph.State {
	failed, _ := b.err.(*ConstructError) //nolint:errorlint // set by this package, never wrapped
	switch {
	case failed != nil && failed.Called && failed.Component == of.ID:
		return graph.StateFailed
	case b.runningNode == of.Node:
		return graph.StateBuilding
	case b.used[b.closure.positions[of.Node]-1] != nil:
		return graph.StateBuilt
	default:
		return graph.StateDeclared
	}
}
