// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import "slices"

// Node returns the node with that id, or else the only node with that short name. It
// returns nil if there is none, or if several nodes share the name.
func (g *Graph) Node(idOrName string) *Node {
	var found *Node
	for i := range g.Nodes {
		switch n := &g.Nodes[i]; {
		case n.ID == idOrName:
			return n
		case n.Name == idOrName && found != nil:
			return nil
		case n.Name == idOrName:
			found = n
		}
	}
	return found
}

// lookupID returns the id of the node that Node finds, or "".
func (g *Graph) lookupID(idOrName string) string {
	if n := g.Node(idOrName); n != nil {
		return n.ID
	}
	return ""
}

// Dependencies returns the ids of the direct dependencies of a node, each once, in the
// order of its parameters. idOrName is as for [Graph.Node].
func (g *Graph) Dependencies(idOrName string) []string {
	var ids []string
	id := g.lookupID(idOrName)
	for _, e := range g.Edges {
		if e.From == id {
			ids = append(ids, e.To)
		}
	}
	return withoutDuplicates(ids)
}

// Dependents returns the ids of the nodes that depend directly on a node, each once, in
// registration order. idOrName is as for [Graph.Node].
func (g *Graph) Dependents(idOrName string) []string {
	var ids []string
	id := g.lookupID(idOrName)
	for _, e := range g.Edges {
		if e.To == id {
			ids = append(ids, e.From)
		}
	}
	return withoutDuplicates(ids)
}

// withoutDuplicates keeps the first of equal ids.
func withoutDuplicates(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	return slices.DeleteFunc(ids, func(id string) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
}

// Path returns the ids of a shortest path along dependencies from one node to another,
// including both. It returns nil if there is no path. The path from a node to itself is
// that node. from and to are as for [Graph.Node].
func (g *Graph) Path(from, to string) []string {
	from, to = g.lookupID(from), g.lookupID(to)
	if from == "" || to == "" {
		return nil
	}
	next := g.adjacency()
	previous := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == to {
			return pathTo(previous, to)
		}
		for _, id := range next[queue[0]] {
			if _, seen := previous[id]; !seen {
				previous[id] = queue[0]
				queue = append(queue, id)
			}
		}
	}
	return nil
}

func pathTo(previous map[string]string, to string) []string {
	var ids []string
	for id := to; id != ""; id = previous[id] {
		ids = append(ids, id)
	}
	slices.Reverse(ids)
	return ids
}

// Unused returns the ids of the nodes that no root needs, in registration order.
func (g *Graph) Unused() []string {
	var ids []string
	for i := range g.Nodes {
		if !g.Nodes[i].Reached {
			ids = append(ids, g.Nodes[i].ID)
		}
	}
	return ids
}

// Order returns every id once, dependencies first. The reached nodes come first, in
// construction order. The others follow in registration order, each after its
// dependencies. On a cycle the order is that of a depth-first walk.
func (g *Graph) Order() []string {
	next := g.adjacency()
	seen := make(map[string]bool, len(g.Nodes))
	order := make([]string, 0, len(g.Nodes))
	var visit func(id string)
	visit = func(id string) {
		if seen[id] {
			return
		}
		seen[id] = true
		for _, dep := range next[id] {
			visit(dep)
		}
		order = append(order, id)
	}
	for _, n := range g.byConstruction() {
		if n.Seq > 0 {
			seen[n.ID] = true
			order = append(order, n.ID)
		} else {
			visit(n.ID)
		}
	}
	return order
}

// byConstruction returns the reached nodes in construction order, then the others in
// registration order.
func (g *Graph) byConstruction() []*Node {
	nodes := make([]*Node, len(g.Nodes))
	for i := range g.Nodes {
		nodes[i] = &g.Nodes[i]
	}
	slices.SortStableFunc(nodes, func(a, b *Node) int {
		if (a.Seq > 0) != (b.Seq > 0) {
			return b.Seq - a.Seq
		}
		return a.Seq - b.Seq
	})
	return nodes
}

func (g *Graph) adjacency() map[string][]string {
	next := make(map[string][]string, len(g.Nodes))
	for _, e := range g.Edges {
		if e.From != e.To {
			next[e.From] = append(next[e.From], e.To)
		}
	}
	return next
}
