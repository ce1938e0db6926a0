// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
)

// Graph returns a snapshot of what was registered, and of what lives. With a build
// it also holds what that build reaches and uses; with nil what a build would reach
// if nothing lived.
func (c *Container) Graph(b *Build) *graph.Graph {
	cl, _ := c.declared()
	if b != nil {
		cl = b.cl
	}
	g := &graph.Graph{Nodes: make([]graph.Node, len(c.nodes))}
	for i, n := range c.nodes {
		g.Nodes[i] = c.node(n, &cl)
		g.Edges = append(g.Edges, c.edges(n)...)
	}
	if b != nil {
		b.fill(g)
	}
	for i := range g.Nodes {
		if inst := c.instances.of(i); inst != nil {
			g.Nodes[i].State = graph.StateBuilt
			g.Nodes[i].Timing.Construct = inst.took
		}
	}
	return g
}

func (c *Container) node(n *node, cl *closure) graph.Node {
	id := c.ID(n.index)
	out := graph.Node{
		ID: id, Name: graph.ShortName(id), Kind: n.Kind, Module: n.Module.Path(),
		Place: n.Place, Source: n.Source(),
		Reached: cl.has(n.index), Seq: cl.seq[n.index], Parallel: n.group,
	}
	if n.home != c.app && n.Kind != graph.KindDecorator && len(n.Results) > 0 {
		out.Private = n.home.module.Path()
	}
	for _, old := range n.replaces {
		out.Replaces = append(out.Replaces, c.ID(old))
	}
	if n.replacedBy != nil {
		for _, by := range c.nodes {
			if slices.Contains(by.replaces, n.index) {
				out.ReplacedBy = append(out.ReplacedBy, c.ID(by.index))
			}
		}
	}
	for _, r := range n.Results {
		out.Gives = append(out.Gives, r.Key.Graph())
	}
	for i, p := range n.Params {
		if n.needs[i].from == fromScope {
			continue
		}
		need := graph.Need{Key: p.Key.Graph(), Optional: p.Optional, Soft: p.Soft}
		for _, e := range c.paramEdges(n, i) {
			need.From = append(need.From, e.To)
		}
		out.Needs = append(out.Needs, need)
	}
	return out
}

func (c *Container) edges(n *node) []graph.Edge {
	var edges []graph.Edge
	for i := range n.Params {
		edges = append(edges, c.paramEdges(n, i)...)
	}
	for _, o := range n.after {
		edges = append(edges, graph.Edge{From: c.ID(n.index), To: c.ID(o.node), Kind: graph.EdgeOrder})
	}
	return edges
}

func (c *Container) paramEdges(n *node, param int) []graph.Edge {
	s, p := n.needs[param], n.Params[param]
	edge := func(to int, kind graph.EdgeKind) graph.Edge {
		return graph.Edge{From: c.ID(n.index), To: c.ID(to), Kind: kind, Key: p.Key.Graph()}
	}
	switch {
	case s.from >= 0 && n.Kind == graph.KindDecorator && n.gives(p.Key):
		return []graph.Edge{edge(s.from, graph.EdgeDecorate)}
	case s.from >= 0 && p.Optional:
		return []graph.Edge{edge(s.from, graph.EdgeOptional)}
	case s.from >= 0:
		return []graph.Edge{edge(s.from, graph.EdgeValue)}
	}
	kind := graph.EdgeGroup
	if p.Soft {
		kind = graph.EdgeSoft
	}
	var edges []graph.Edge
	for i, m := range s.members() {
		// A constructor may give several members; the edge is one.
		if i == 0 || s.members()[i-1].node != m.node {
			edges = append(edges, edge(m.node, kind))
		}
	}
	return edges
}
