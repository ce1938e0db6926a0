// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/graph"

// Graph returns a snapshot of what was registered, and of what lives. With a build
// it also holds what that build reaches and uses; with nil what a build would reach
// if nothing lived.
func (c *Container) Graph(b *Build) *graph.Graph {
	cl, _ := c.declaredClosure()
	if b != nil {
		cl = b.closure
	}
	g := c.declaredGraph(&cl)
	if b != nil {
		b.fill(g)
	}
	for i := range g.Nodes {
		if inst := c.instances.get(i); inst != nil {
			g.Nodes[i].State = graph.StateBuilt
			g.Nodes[i].Timing.Construct = inst.took
		}
	}
	return g
}

// declaredGraph returns what was registered, and what of it is in a closure.
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
