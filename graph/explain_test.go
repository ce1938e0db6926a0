// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

func TestExplain_isATreeThatExpandsASharedPartOnce(t *testing.T) {
	g := orders()
	golden.Equal(t, "explain.txt", g.Explain("http.NewServer").String())
	golden.Equal(t, "explain_leaf.txt", g.Explain("string").String()+"\n"+g.Explain("main.run").String()+"\n"+g.Explain("mock.New").String())
	require.Nil(t, g.Explain("users.New"), "two nodes have the name")
	require.Equal(t, "there is no such component, or several have that name; use an id\n", g.Explain("none").String())
}

func TestExplain_beforeABuildIsWhatWouldBeUsed(t *testing.T) {
	g := orders()
	for i := range g.Nodes {
		g.Nodes[i].State, g.Nodes[i].Hooks, g.Nodes[i].Seq = graph.StateDeclared, nil, 0
	}
	require.NotContains(t, g.Explain("http.NewServer").String(), "failed")
	require.Len(t, g.Explain("http.NewServer").Parts.Nodes, 6)
}

func TestExplain_aSoftMemberThatCameTooLateIsMarked(t *testing.T) {
	g := orders()
	g.Nodes[5].Seq = 1
	require.Contains(t, g.Explain("http.NewServer").String(), "from store.New (soft, constructed too late, above)")
}

func TestExplain_aNodeDoesNotNeedItself(t *testing.T) {
	g := orders()
	g.Edges = append(g.Edges, graph.Edge{From: "main.run", To: "main.run", Kind: graph.EdgeOrder})
	require.Empty(t, g.Explain("main.run").NeededBy)
}

func TestModules_aNeedIsOptionalIfNoNodeRequiresIt(t *testing.T) {
	key := graph.Key{Type: "T"}
	need := func(id string, optional bool) graph.Node {
		return graph.Node{ID: id, Module: "m", Needs: []graph.Need{{Key: key, Optional: optional, From: []string{"t"}}}}
	}
	g := &graph.Graph{Nodes: []graph.Node{{ID: "t", Gives: []graph.Key{key}}, need("a", true), need("b", false), need("c", true)}}
	require.False(t, g.Modules()[1].Needs[0].Optional)
	g.Nodes[2].Needs[0].Optional = true
	require.True(t, g.Modules()[1].Needs[0].Optional)
	require.Contains(t, g.Modules().String(), "needs  T  from the app itself (optional), for a, b, c")
}

func TestExplain_jsonReadsBack(t *testing.T) {
	e := orders().Explain("http.NewServer")
	text, err := json.MarshalIndent(e, "", "  ")
	require.NoError(t, err)
	golden.Equal(t, "explain.json", string(text)+"\n")
	var back graph.Explanation
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, e.String(), back.String())
}

func TestExplain_theTextOfALongChainGrowsWithItsLength(t *testing.T) {
	chain := func(n int) *graph.Graph { // each node needs the next one twice
		g := &graph.Graph{}
		key := func(i int) graph.Key { return graph.Key{Type: fmt.Sprintf("T%05d", i)} }
		for i := range n {
			node := graph.Node{ID: fmt.Sprintf("New%05d", i), Name: fmt.Sprintf("New%05d", i), Gives: []graph.Key{key(i)}}
			if i+1 < n {
				to := fmt.Sprintf("New%05d", i+1)
				node.Needs = []graph.Need{{Key: key(i + 1), From: []string{to}}, {Key: key(i + 1), From: []string{to}}}
				g.Edges = append(g.Edges, graph.Edge{From: node.ID, To: to, Key: key(i + 1)})
			}
			g.Nodes = append(g.Nodes, node)
		}
		return g
	}
	one, two := chain(1000).Explain("New00000").String(), chain(2000).Explain("New00000").String()
	require.Less(t, len(two), 21*len(one)/10)
	require.Contains(t, one, "T00017  from New00017 (below)")
	require.Equal(t, 1, strings.Count(one, "\nNew00017, built from\n  ├ T00018"))
	require.Equal(t, 2, strings.Count(one, "from New00999 "))
}

func TestModules_areWhatEachGivesNeedsDecoratesAndKeepsPrivate(t *testing.T) {
	g := orders()
	db := graph.Key{Type: "*example.com/orders/store.DB"}
	g.Nodes = append(g.Nodes,
		graph.Node{
			ID: "example.com/orders/trace.Wrap", Name: "trace.Wrap", Kind: graph.KindDecorator, Module: "orders", Gives: []graph.Key{db},
			Needs: []graph.Need{{Key: db, From: []string{"example.com/orders/store.New"}}, {Key: graph.Key{Type: "Seed"}}, {Key: graph.Key{Type: "Gone"}, Optional: true}},
		},
		graph.Node{ID: "pool", Name: "pool", Module: "orders.stores", Private: "orders", Gives: []graph.Key{{Type: "Pool"}}},
	)
	g.Nodes[6].ReplacedBy = nil
	g.Nodes[6].Module = "orders.mocks"
	m := g.Modules()
	golden.Equal(t, "modules.txt", m.String())
	text, err := json.MarshalIndent(m, "", "  ")
	require.NoError(t, err)
	golden.Equal(t, "modules.json", string(text)+"\n")
	var back graph.Modules
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, m, back)

	require.Equal(t, "modules: nothing is registered\n", (&graph.Graph{}).Modules().String())
	require.Equal(t, "modules: 1 module\n\nmodule m, 1 node\n", (&graph.Graph{Nodes: []graph.Node{{ID: "a", Module: "m"}}}).Modules().String())
}

func TestModules_aReplacedNodeGivesAndNeedsNothing(t *testing.T) {
	m := (&graph.Graph{Nodes: []graph.Node{{
		ID: "a", Module: "m", ReplacedBy: []string{"b"}, Gives: []graph.Key{{Type: "A"}}, Needs: []graph.Need{{Key: graph.Key{Type: "B"}}},
	}}}).Modules()
	require.Equal(t, graph.Modules{{Path: "m", Nodes: []string{"a"}}}, m)
}

// Names of users change neither lines nor columns, whatever is in them.
func TestQueries_ofHostileNamesAreHarmless(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g, other := drawGraph(t), drawGraph(t)
		texts := []string{g.CriticalPath().String(), g.Modules().String(), graph.Diff(g, other).String()}
		require.Equal(t, 1+len(graph.Diff(g, other)), strings.Count(texts[2], "\n"))
		for i := range g.Nodes {
			texts = append(texts, g.Explain(g.Nodes[i].ID).String())
			for k := range g.Nodes {
				texts = append(texts, g.Paths(g.Nodes[i].ID, g.Nodes[k].ID).String())
			}
		}
		for _, text := range texts {
			require.True(t, utf8.ValidString(text))
			for _, r := range text {
				require.True(t, r == '\n' || !unicode.IsControl(r), "%q", text)
			}
		}
	})
}
