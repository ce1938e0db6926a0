// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/graph"

// Graph returns a snapshot of the registrations and the live instances. It includes what
// a build needs and has constructed; with nil what a build would need without live
// instances.
func (c *Container) Graph(b *Build) *graph.Graph {
	cl, _ := c.declaredClosure()
	if b != nil {
		cl = b.closure
	}
	g := c.declaredGraph(&cl)
	if b != nil {
		b.addProgress(g)
	}
	for i := range g.Nodes {
		if inst := c.instances.get(i); inst != nil {
			g.Nodes[i].State = graph.StateBuilt
			g.Nodes[i].Timing.Construct = inst.took
		}
	}
	return g
}

// declaredGraph returns the registrations, and their places in a closure.
func (c *Container) declaredGraph(cl *closure) *graph.Graph {
	s := newSnapshot(c)
	for i, n := range c.nodes {
		s.node(&s.nodes[i], n)
		s.nodes[i].Reached, s.nodes[i].Seq = cl.has(i), int(cl.position(i))
	}
	for i, by := range c.nodes {
		for _, old := range by.replaces {
			s.nodes[i].Replaces = append(s.nodes[i].Replaces, s.ids[old])
			s.nodes[old].ReplacedBy = append(s.nodes[old].ReplacedBy, s.ids[i])
		}
	}
	return &graph.Graph{Nodes: s.nodes, Edges: clip(s.edges, 0)}
}

// addProgress adds the states of a build to a snapshot. The missing nodes are numbered
// after the constructed ones.
func (b *Build) addProgress(g *graph.Graph) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for at, info := range b.used {
		if info != nil {
			n := &g.Nodes[b.closure.order[at]]
			n.State, n.Timing.Construct = graph.StateBuilt, info.took
		}
	}
	order, _ := b.constructionOrderLocked()
	for seq, i := range order {
		g.Nodes[i].Seq = seq + 1
	}
	if b.runningNode >= 0 {
		g.Nodes[b.runningNode].State = graph.StateBuilding
	}
	if e, ok := b.err.(*ConstructError); ok { //nolint:errorlint // set by this package, never wrapped
		if n := g.Node(e.Component); n != nil && e.Called {
			n.State = graph.StateFailed
		}
	}
}

// constructionOrderLocked returns the nodes of the closure in construction order, and
// whether all are constructed, so that the order is final.
func (b *Build) constructionOrderLocked() (order []int, isFinal bool) {
	order, isFinal = sortedNodes(b.usedLocked()), true
	for at, info := range b.used {
		if i := int(b.closure.order[at]); info == nil && !b.isFunction(i) {
			order, isFinal = append(order, i), false
		}
	}
	return order, isFinal
}
