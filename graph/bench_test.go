// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/facet-go/facet/graph"
)

// wide is a graph of n nodes, each of which needs three of the hundred nodes before it.
func wide(n int) *graph.Graph {
	g := &graph.Graph{Nodes: make([]graph.Node, n)}
	for i := range n {
		node := &g.Nodes[i]
		*node = started(fmt.Sprintf("example.com/app/n%05d.New", i), 0, time.Millisecond)
		node.Name, node.Seq, node.Module = fmt.Sprintf("n%05d.New", i), i+1, fmt.Sprint("m", i%50)
		node.Gives = []graph.Key{{Type: fmt.Sprintf("*example.com/app/n%05d.T", i)}}
		for k := range min(3, i) {
			dep := &g.Nodes[i-1-k*(i%33)%i]
			node.Needs = append(node.Needs, graph.Need{Key: dep.Gives[0], From: []string{dep.ID}})
			g.Edges = append(g.Edges, graph.Edge{From: node.ID, To: dep.ID, Key: dep.Gives[0]})
		}
	}
	return g
}

func BenchmarkQueries_of10000Nodes(b *testing.B) {
	g, other := wide(10_000), wide(10_000)
	for i := range other.Nodes {
		if i%10 == 0 {
			other.Nodes[i].Needs = nil
		}
	}
	first, last := g.Nodes[0].ID, g.Nodes[len(g.Nodes)-1].ID
	for _, q := range []struct {
		name string
		ask  func()
	}{
		{"Paths", func() { g.Paths(last, first) }},
		{"Dependents", func() { g.Dependents(first) }},
		{"CriticalPath", func() { g.CriticalPath() }},
		{"Explain", func() { g.Explain(last) }},
		{"Explain text", func() { _ = g.Explain(last).String() }},
		{"Modules", func() { g.Modules() }},
		{"Diff of equal graphs", func() { graph.Diff(g, g) }},
		{"Diff", func() { graph.Diff(g, other) }},
	} {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				q.ask()
			}
		})
	}
}
