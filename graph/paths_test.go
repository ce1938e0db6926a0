// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

func TestPaths_areAllWaysTheShortestFirst(t *testing.T) {
	p := orders().Paths("main.run", "store.New")
	require.Equal(t, "example.com/orders/store.New", p.To)
	require.Equal(t, [][]string{
		{"main.run", "example.com/orders/http.NewServer", "example.com/orders/store.New"},
		{"main.run", "example.com/orders/http.NewServer", "example.com/orders/api/users.New", "example.com/orders/store.New"},
		{"main.run", "example.com/orders/http.NewServer", "example.com/orders/api/v2/users.New", "example.com/orders/store.New"},
	}, p.List)
	require.False(t, p.More)
}

func TestPaths_textSaysWhyOneNodeNeedsAnother(t *testing.T) {
	g := orders()
	var b strings.Builder
	for _, ends := range [][2]string{
		{"main.run", "store.New"},
		{"main.run", "config.New"},
		{"store.New", "string"},
		{"string", "main.run"},
		{"string", "string"},
		{"main.run", "no\nsuch"},
		{"users.New", "string"},
	} {
		b.WriteString(g.Paths(ends[0], ends[1]).String() + "\n")
	}
	b.WriteString(graph.Paths{}.String())
	golden.Equal(t, "paths.txt", b.String())
}

func TestPaths_ofARandomGraphAreThoseOfAnExhaustiveSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawCyclic(t)
		next := map[string][]string{}
		for _, e := range g.Edges {
			if !slices.Contains(next[e.From], e.To) {
				next[e.From] = append(next[e.From], e.To)
			}
		}
		from, to := rapid.SampledFrom(g.Nodes).Draw(t, "from").ID, rapid.SampledFrom(g.Nodes).Draw(t, "to").ID
		var want [][]string
		var walk func(path []string)
		walk = func(path []string) {
			last := path[len(path)-1]
			if last == to {
				want = append(want, slices.Clone(path))
				return
			}
			for _, id := range next[last] {
				if !slices.Contains(path, id) {
					walk(append(path, id))
				}
			}
		}
		walk([]string{from})
		slices.SortStableFunc(want, func(a, b []string) int { return len(a) - len(b) })
		p := g.Paths(from, to)
		require.Equal(t, len(want) > graph.MaxPaths, p.More)
		want = want[:min(len(want), graph.MaxPaths)]
		require.Len(t, p.List, len(want))
		for i := range want {
			require.Len(t, p.List[i], len(want[i]))
			require.True(t, slices.ContainsFunc(want, func(path []string) bool { return slices.Equal(path, p.List[i]) }) || p.More)
		}
	})
}

// drawCyclic draws a graph in which every node may depend on every other one.
func drawCyclic(t *rapid.T) *graph.Graph {
	n := rapid.IntRange(1, 7).Draw(t, "nodes")
	g := &graph.Graph{}
	for i := range n {
		g.Nodes = append(g.Nodes, graph.Node{ID: fmt.Sprint("n", i), Name: fmt.Sprint("n", i)})
		for j := range n {
			for range max(rapid.IntRange(-3, 2).Draw(t, "edges"), 0) {
				g.Edges = append(g.Edges, graph.Edge{From: fmt.Sprint("n", i), To: fmt.Sprint("n", j)})
			}
		}
	}
	return g
}

// layers is a graph of nodes in layers; each node depends on all of the next layer. The
// first and the last layer have one node: "top" and "bottom".
func layers(depth, width int) *graph.Graph {
	g := &graph.Graph{Nodes: []graph.Node{{ID: "top", Name: "top"}}}
	before := []string{"top"}
	for layer := range depth + 1 {
		var ids []string
		for i := range width {
			if id := fmt.Sprintf("n%d.%d", layer, i); layer < depth {
				ids = append(ids, id)
			}
		}
		if layer == depth {
			ids = []string{"bottom"}
		}
		for _, id := range ids {
			g.Nodes = append(g.Nodes, graph.Node{ID: id, Name: id})
			for _, user := range before {
				g.Edges = append(g.Edges, graph.Edge{From: user, To: id})
			}
		}
		before = ids
	}
	return g
}

func TestPaths_areBoundedAndSaySo(t *testing.T) {
	p := layers(300, 3).Paths("top", "bottom")
	require.Len(t, p.List, graph.MaxPaths)
	require.True(t, p.More)
	require.True(t, strings.HasPrefix(p.String(), "top needs bottom by more than 100 paths, of which these are the shortest:\n"), p.String()[:80])

	p = layers(2, 10).Paths("top", "bottom")
	require.Len(t, p.List, graph.MaxPaths)
	require.False(t, p.More, "these are all")
}

func TestPaths_thatLeadNowhereEndTheSearch(t *testing.T) {
	g := &graph.Graph{Nodes: []graph.Node{{ID: "from"}, {ID: "to"}}}
	depends := func(from, to string) { g.Edges = append(g.Edges, graph.Edge{From: from, To: to}) }
	depends("from", "to")
	const clique = 30 // from its nodes there is a way back only
	for i := range clique {
		id := fmt.Sprint("n", i)
		g.Nodes = append(g.Nodes, graph.Node{ID: id})
		depends("from", id)
		depends(id, "from")
		for j := range clique {
			depends(id, fmt.Sprint("n", j))
		}
	}
	p := g.Paths("from", "to")
	require.Equal(t, [][]string{{"from", "to"}}, p.List)
	require.True(t, p.More, "the search was not complete")
}
