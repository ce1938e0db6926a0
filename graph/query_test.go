// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
)

func TestNode_byIDOrByAShortNameThatIsAlone(t *testing.T) {
	g := orders()
	require.Same(t, &g.Nodes[2], g.Node("example.com/orders/store.New"))
	require.Same(t, &g.Nodes[2], g.Node("store.New"))
	require.Nil(t, g.Node("users.New"), "two nodes share the name")
	require.Same(t, &g.Nodes[4], g.Node("example.com/orders/api/v2/users.New"))
	require.Nil(t, g.Node("unknown"))

	g.Nodes[6].Name = g.Nodes[3].ID
	require.Same(t, &g.Nodes[3], g.Node(g.Nodes[3].ID), "an id goes before a name")
}

func TestDependencies_areDirectAndEachOnce(t *testing.T) {
	g := orders()
	g.Edges = append(g.Edges, graph.Edge{From: "main.run", To: "example.com/orders/http.NewServer", Kind: graph.EdgeOrder})
	require.Equal(t, []string{"example.com/orders/config.New", "string"}, g.Dependencies("store.New"))
	require.Equal(t, []string{"example.com/orders/http.NewServer", "example.com/orders/config.New"}, g.Dependencies("main.run"))
	require.Empty(t, g.Dependencies("string"))
	require.Empty(t, g.Dependencies("unknown"))
}

func TestDependents_areDirectAndEachOnce(t *testing.T) {
	g := orders()
	g.Edges = append(g.Edges, g.Edges[2])
	require.Equal(t, []string{
		"example.com/orders/api/users.New", "example.com/orders/api/v2/users.New", "example.com/orders/http.NewServer",
	}, g.Dependents("store.New"))
	require.Equal(t, []string{"example.com/orders/store.New", "main.run"}, g.Dependents("example.com/orders/config.New"))
	require.Empty(t, g.Dependents("main.run"))
	require.Empty(t, g.Dependents("unknown"))
}

func TestPath_isAShortestWay(t *testing.T) {
	g := orders()
	require.Equal(t, []string{"main.run", "example.com/orders/config.New"}, g.Path("main.run", "config.New"))
	require.Equal(t, []string{
		"main.run", "example.com/orders/http.NewServer", "example.com/orders/store.New", "string",
	}, g.Path("main.run", "string"))
	require.Equal(t, []string{"string"}, g.Path("string", "string"))
	require.Nil(t, g.Path("string", "main.run"))
	require.Nil(t, g.Path("unknown", "string"))
	require.Nil(t, g.Path("string", "users.New"))
}

func TestUnused_areThoseThatNoRootNeeds(t *testing.T) {
	require.Equal(t, []string{"example.com/orders/mock.New"}, orders().Unused())
}

func TestOrder_isConstructionOrderThenTheRest(t *testing.T) {
	require.Equal(t, []string{
		"string", "example.com/orders/config.New", "example.com/orders/store.New", "example.com/orders/api/users.New",
		"example.com/orders/api/v2/users.New", "example.com/orders/http.NewServer", "main.run", "example.com/orders/mock.New",
	}, orders().Order())
}

func TestOrder_withACycleHasEveryIDOnce(t *testing.T) {
	g := &graph.Graph{
		Nodes: []graph.Node{{ID: "a"}, {ID: "b"}, {ID: "c"}},
		Edges: []graph.Edge{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "c", To: "a"}, {From: "b", To: "b"}},
	}
	require.Equal(t, []string{"c", "b", "a"}, g.Order())
}

// drawDAG draws a graph whose nodes depend on earlier ones only. The registration order
// is shuffled; some nodes have a position in construction order.
func drawDAG(t *rapid.T) *graph.Graph {
	n := rapid.IntRange(0, 12).Draw(t, "nodes")
	g := &graph.Graph{}
	built := rapid.IntRange(0, n).Draw(t, "built")
	for _, i := range rapid.Permutation(upTo(n)).Draw(t, "registered") {
		node := graph.Node{ID: fmt.Sprint("n", i), Name: fmt.Sprint("n", i)}
		if i < built {
			node.Seq, node.Reached = i+1, true
		}
		g.Nodes = append(g.Nodes, node)
	}
	for i := range n {
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "edge") == 0 {
				g.Edges = append(g.Edges, graph.Edge{From: fmt.Sprint("n", i), To: fmt.Sprint("n", j)})
			}
		}
	}
	return g
}

func upTo(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func TestOrder_putsDependenciesFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawDAG(t)
		position := map[string]int{}
		for i, id := range g.Order() {
			position[id] = i
		}
		require.Len(t, position, len(g.Nodes))
		require.Len(t, g.Order(), len(g.Nodes))
		for _, e := range g.Edges {
			require.Less(t, position[e.To], position[e.From])
		}
	})
}

func TestPath_followsEdgesAndExistsWhereReachable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawDAG(t)
		for _, from := range g.Nodes {
			distance := map[string]int{from.ID: 0}
			for changed := true; changed; {
				changed = false
				for _, e := range g.Edges {
					d, ok := distance[e.From]
					if old, seen := distance[e.To]; ok && (!seen || d+1 < old) {
						distance[e.To], changed = d+1, true
					}
				}
			}
			for _, to := range g.Nodes {
				way := g.Path(from.ID, to.ID)
				d, reachable := distance[to.ID]
				if !reachable {
					require.Nil(t, way)
					continue
				}
				require.Len(t, way, d+1)
				for i := range d {
					require.Contains(t, g.Dependencies(way[i]), way[i+1])
				}
			}
		}
	})
}
