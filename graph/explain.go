// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

// Explanation says what one component was built from, and what needs it. Before a build
// it says what the component would be built from.
type Explanation struct {
	Node string `json:"node"` // id
	// Parts is the part of the graph that has the node first, then everything that it
	// needs directly or through others, each once, in the order of the text. It has all
	// edges between these nodes.
	Parts Graph `json:"parts"`
	// NeededBy are the components that depend directly on the node, in registration order.
	NeededBy []Use `json:"neededBy"`
}

// Use is a component that depends on another one.
type Use struct {
	Node  string   `json:"node"` // id
	Name  string   `json:"name"` // the short form of the id
	Kind  EdgeKind `json:"kind"`
	Key   Key      `json:"key,omitzero"` // the value that it receives; zero for EdgeOrder
	State State    `json:"state"`
	Place Place    `json:"place"` // of the declaration, or else of the registration
}

// Explain explains one node. It returns nil if there is no such node. idOrName is as for
// [Graph.Node]. The result shares the slices of the nodes with the graph. The time grows
// with the size of the graph.
func (g *Graph) Explain(idOrName string) *Explanation {
	n := g.Node(idOrName)
	if n == nil {
		return nil
	}
	x := g.newIndex(nil)
	e := &Explanation{Node: n.ID, Parts: Graph{Nodes: []Node{}, Edges: []Edge{}}, NeededBy: []Use{}}
	list, included := x.reachableFrom(x.numbers[n.ID])
	e.Parts.Nodes = make([]Node, len(list))
	for i, at := range list {
		e.Parts.Nodes[i] = g.Nodes[at]
	}
	for _, edge := range g.Edges {
		if at, ok := x.numbers[edge.From]; ok && included[at] {
			e.Parts.Edges = append(e.Parts.Edges, edge)
		}
		if edge.To == n.ID && edge.From != n.ID {
			e.NeededBy = append(e.NeededBy, g.useOf(edge, x))
		}
	}
	return e
}

// reachableFrom returns a node and everything that it needs, in the order of a depth-first
// walk, and whether a node is among them.
func (x *index) reachableFrom(node int) (list []int, included []bool) {
	included = make([]bool, len(x.needs))
	for stack := []int{node}; len(stack) > 0; {
		at := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if included[at] {
			continue
		}
		included[at] = true
		list = append(list, at)
		for i := len(x.needs[at]) - 1; i >= 0; i-- { // the first dependency is taken first
			if !included[x.needs[at][i]] {
				stack = append(stack, x.needs[at][i])
			}
		}
	}
	return list, included
}

func (g *Graph) useOf(e Edge, x *index) Use {
	u := Use{Node: e.From, Name: ShortName(e.From), Kind: e.Kind, Key: e.Key}
	if at, ok := x.numbers[e.From]; ok {
		n := &g.Nodes[at]
		u.Name, u.State, u.Place = n.Name, n.State, n.line()
	}
	return u
}
