// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

// lines returns the texts of the changes between two graphs.
func lines(was, now *graph.Graph) []string {
	list := []string{}
	for _, c := range graph.Diff(was, now) {
		list = append(list, c.Text)
	}
	return list
}

func TestDiff_ofEqualGraphsIsEmptyAndNotNil(t *testing.T) {
	changes := graph.Diff(orders(), orders())
	require.Equal(t, graph.Changes{}, changes)
	require.Equal(t, "graph: no changes\n", changes.String())
	text, err := json.Marshal(changes)
	require.NoError(t, err)
	require.Equal(t, "[]", string(text))
}

func TestDiff_isInWordsOfTheWiring(t *testing.T) {
	const server, store = 5, 2
	client := graph.Key{Type: "*example.com/orders/cache.Client"}
	route := graph.Key{Type: "example.com/orders/api.Route", Group: "routes"}
	for _, c := range []struct {
		change func(g *graph.Graph)
		want   []string
	}{
		{func(g *graph.Graph) {
			g.Nodes[server].Needs = append(g.Nodes[server].Needs, graph.Need{Key: client, From: []string{"string"}})
		}, []string{"http.NewServer now needs *cache.Client (was: nothing)"}},
		{func(g *graph.Graph) {
			g.Nodes[server].Needs = append(g.Nodes[server].Needs, graph.Need{Key: client, Optional: true}, graph.Need{Key: client})
		}, []string{"http.NewServer now needs *cache.Client, which nothing provides (was: nothing)"}},
		{
			func(g *graph.Graph) { g.Nodes[server].Needs[3].Key = client },
			[]string{"http.NewServer now needs *cache.Client, optionally (was: *cache.Cache)"},
		},
		{
			func(g *graph.Graph) { g.Nodes[3].Needs[0].Key.Name = "replica" },
			[]string{`example.com/orders/api/users.New now needs *store.DB[name="replica"] (was: *store.DB)`},
		},
		{
			func(g *graph.Graph) {
				g.Nodes[store].Needs = append(g.Nodes[store].Needs, graph.Need{Key: g.Nodes[store].Needs[0].Key, From: []string{"main.run"}})
			},
			[]string{"store.New now receives config.Config from main.run (was: nothing)"},
		},
		{func(g *graph.Graph) { g.Nodes[store].Needs = g.Nodes[store].Needs[1:] }, []string{"store.New no longer needs config.Config"}},
		{
			func(g *graph.Graph) { g.Nodes[store].Needs[0].From = []string{"string"} },
			[]string{"store.New now receives config.Config from string (was: from config.New)"},
		},
		{
			func(g *graph.Graph) { g.Nodes[store].Needs[0].From = nil },
			[]string{"store.New needs config.Config, which nothing provides now (was: from config.New)"},
		},
		{
			func(g *graph.Graph) { g.Nodes[store].Needs[0].From, g.Nodes[store].Needs[0].Optional = nil, true },
			[]string{
				"store.New now needs config.Config only optionally (was: required)",
				"store.New no longer receives config.Config (was: from config.New)",
			},
		},
		{
			func(g *graph.Graph) { g.Nodes[server].Needs[3].From = []string{"string"} },
			[]string{"http.NewServer now receives *cache.Cache from string (was: nothing)"},
		},
		{
			func(g *graph.Graph) { g.Nodes[server].Needs[3].Optional = false },
			[]string{"http.NewServer now requires *cache.Cache (was: optional)"},
		},
		{
			func(g *graph.Graph) { g.Nodes[server].Needs[2].Soft = false },
			[]string{`http.NewServer now needs all members of health.Check[group="checks"] (was: only those that are constructed earlier)`},
		},
		{
			func(g *graph.Graph) { g.Nodes[server].Needs[0].Soft = true },
			[]string{`http.NewServer now receives only the members of api.Route[group="routes"] that are constructed earlier (was: all)`},
		},
		{func(g *graph.Graph) {
			g.Nodes[server].Needs[0].From = []string{"example.com/orders/api/users.New", "string", "main.run"}
		}, []string{
			`http.NewServer also receives api.Route[group="routes"] from main.run, string`,
			`http.NewServer no longer receives api.Route[group="routes"] from example.com/orders/api/v2/users.New`,
		}},
		{func(g *graph.Graph) { g.Nodes[6].Private = "" }, []string{"mock.New no longer private (was: private to module orders.mocks)"}},
		{func(g *graph.Graph) { g.Nodes[store].Private = "orders" }, []string{"store.New now private to module orders (was: public)"}},
		{func(g *graph.Graph) { g.Nodes[6].Private = "x" }, []string{"mock.New now private to module x (was: to module orders.mocks)"}},
		{func(g *graph.Graph) { g.Nodes[store].Module = "" }, []string{"store.New moved to the app itself (was: module orders.stores)"}},
		{func(g *graph.Graph) { g.Nodes[store].Parallel = "" }, []string{"store.New now in no parallel group (was: the parallel group stores)"}},
		{func(g *graph.Graph) { g.Nodes[0].Kind = graph.KindInvoke }, []string{"config.New now of the kind invoke (was: constructor)"}},
		{func(g *graph.Graph) { g.Nodes[0].Gives = append(g.Nodes[0].Gives, route) }, []string{`config.New now gives api.Route[group="routes"]`}},
		{func(g *graph.Graph) { g.Nodes[store].Gives = g.Nodes[store].Gives[:2] }, []string{`store.New no longer gives health.Check[group="checks"]`}},
		{func(g *graph.Graph) { g.Nodes[0].Reached = false }, []string{"config.New now unused: no root needs it (was: used)"}},
		{func(g *graph.Graph) { g.Nodes[6].Reached = true }, []string{"mock.New now used (was: unused)"}},
		{func(g *graph.Graph) { g.Nodes[store].Hooks[1].Name = "analyze" }, []string{"store.New now has the hook task analyze", "store.New no longer has the hook task vacuum"}},
		{func(g *graph.Graph) { g.Edges[8].To = "string" }, []string{"main.run now starts after string", "main.run no longer waits for config.New"}},
		{func(g *graph.Graph) { g.Nodes[6].ReplacedBy = nil }, []string{"mock.New no longer replaced by http.NewServer"}},
		{func(g *graph.Graph) { g.Nodes[0].Replaces = []string{"string"} }, []string{"config.New now replaces string"}},
	} {
		now := orders()
		c.change(now)
		require.Equal(t, c.want, lines(orders(), now))
	}
}

func TestDiff_hooksAreComparedOnlyIfBothGraphsHaveHooks(t *testing.T) {
	declared := orders()
	for i := range declared.Nodes {
		declared.Nodes[i].Hooks = nil
	}
	require.Empty(t, lines(declared, orders()))
	require.Empty(t, lines(orders(), declared))
}

func TestDiff_whatIsAddedRemovedOrMoved(t *testing.T) {
	was, now := orders(), orders()
	now.Nodes[0].ID, now.Nodes[0].Name = "example.com/orders/config.Read", "config.Read" // gives the same
	now.Nodes[6] = graph.Node{
		ID: "example.com/orders/cache.New", Name: "cache.New", Source: place("internal/cache/cache.go:7"), Module: "orders.stores", Reached: true,
		Gives: []graph.Key{{Type: "*example.com/orders/cache.Cache"}}, Needs: []graph.Need{{Key: graph.Key{Type: "string", Name: "dsn"}, From: []string{"string"}}},
	}
	now.Nodes[5].Replaces, now.Nodes[5].Needs[3].From = nil, []string{"example.com/orders/cache.New"}
	// The package of the store, and its types, have another path.
	now.Nodes[2].ID = "example.com/shared/store.New"
	for i := range now.Nodes[2].Gives {
		now.Nodes[2].Gives[i].Type = "*example.com/shared/store.DB"
	}
	now.Nodes[2].Gives[2] = was.Nodes[2].Gives[2]
	for _, n := range []int{3, 4} {
		now.Nodes[n].Needs[0].Key.Type, now.Nodes[n].Needs[0].From = "*example.com/shared/store.DB", []string{"example.com/shared/store.New"}
	}
	now.Nodes[5].Needs[2].From = []string{"example.com/shared/store.New"}
	now.Nodes[2].Needs[0].From = []string{"example.com/orders/config.Read"}
	now.Edges[8].To = "example.com/orders/config.Read"
	golden.Equal(t, "diff.txt", graph.Diff(was, now).String()+"\n"+graph.Diff(now, was).String())

	text, err := json.MarshalIndent(graph.Diff(was, now), "", "  ")
	require.NoError(t, err)
	golden.Equal(t, "diff.json", string(text)+"\n")
	var back graph.Changes
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, graph.Diff(was, now), back)
}

func TestDiff_theNumbersInIDsOfOneFunctionAreNoDifference(t *testing.T) {
	member := func(id, group string) graph.Node {
		return graph.Node{ID: id, Name: id, Gives: []graph.Key{{Type: "int", Group: group}}, Module: group, Reached: true}
	}
	user := func(first, second string) graph.Node {
		return graph.Node{ID: "run", Name: "run", Needs: []graph.Need{
			{Key: graph.Key{Type: "int", Group: "a"}, From: []string{first}}, {Key: graph.Key{Type: "int", Group: "b"}, From: []string{second}},
		}, Reached: true}
	}
	one := &graph.Graph{Nodes: []graph.Node{member("x.New int", "a"), member("x.New int#2", "b"), user("x.New int", "x.New int#2")}}
	two := &graph.Graph{Nodes: []graph.Node{member("x.New int", "b"), member("x.New int#2", "a"), user("x.New int#2", "x.New int")}}
	require.Empty(t, lines(one, two))

	alone := &graph.Graph{Nodes: []graph.Node{member("x.New", "a")}}
	pair := &graph.Graph{Nodes: []graph.Node{member("x.New int", "b"), member("x.New int#2", "a")}}
	require.Equal(t, []string{`x.New int added: constructor of module b; gives int[group="b"]`}, lines(alone, pair))
}

func TestDiff_anIDThatBelongsToAnotherRegistrationIsADifference(t *testing.T) {
	member := func(id, module string) graph.Node {
		return graph.Node{ID: id, Name: id, Gives: []graph.Key{{Type: "int", Group: "g"}}, Module: module, Reached: true}
	}
	run := graph.Node{ID: "run", Name: "run", Needs: []graph.Need{{Key: graph.Key{Type: "int", Group: "g"}, From: []string{"x.New int"}}}, Reached: true}
	one := &graph.Graph{Nodes: []graph.Node{member("x.New int", "a"), member("x.New int#2", "b"), run}}
	two := &graph.Graph{Nodes: []graph.Node{member("x.New int", "b"), member("x.New int#2", "a"), run}}
	require.Equal(t, []string{
		`run also receives int[group="g"] from x.New int`, `run no longer receives int[group="g"] from x.New int#2`,
	}, lines(one, two))

	two.Nodes = two.Nodes[:1]
	require.Equal(t, []string{
		`run removed: invoke; needed int[group="g"]`, `x.New int removed: constructor of module a; gave int[group="g"]`,
	}, lines(&graph.Graph{Nodes: []graph.Node{one.Nodes[0], one.Nodes[1], {ID: "run", Name: "run", Kind: graph.KindInvoke, Needs: run.Needs, Reached: true}}}, two),
		"the one of module b is still there")
}

func TestDiff_whatIsNotAloneOrOnlyAMemberHasNotMoved(t *testing.T) {
	gives := func(id string, key graph.Key) graph.Node {
		return graph.Node{ID: id, Name: id, Gives: []graph.Key{key}, Reached: true}
	}
	value, member := graph.Key{Type: "T"}, graph.Key{Type: "T", Group: "g"}
	was := &graph.Graph{Nodes: []graph.Node{gives("a.New", value), gives("b.New", value), gives("c.New", member)}}
	now := &graph.Graph{Nodes: []graph.Node{gives("d.New", value), gives("e.New", member)}}
	var kinds []graph.ChangeKind
	for _, c := range graph.Diff(was, now) {
		kinds = append(kinds, c.Kind)
	}
	require.Equal(t, []graph.ChangeKind{graph.ChangeRemoved, graph.ChangeRemoved, graph.ChangeRemoved, graph.ChangeAdded, graph.ChangeAdded}, kinds)
}

// permuted returns the graph with all that is unordered in another order.
func permuted(t *rapid.T, g *graph.Graph) *graph.Graph {
	p := &graph.Graph{Nodes: shuffled(t, g.Nodes), Edges: shuffled(t, g.Edges)}
	for i := range p.Nodes {
		n := &p.Nodes[i]
		n.Gives, n.Hooks, n.Needs = shuffled(t, n.Gives), shuffled(t, n.Hooks), shuffled(t, n.Needs)
		n.Replaces, n.ReplacedBy = shuffled(t, n.Replaces), shuffled(t, n.ReplacedBy)
		for k := range n.Needs {
			n.Needs[k].From = shuffled(t, n.Needs[k].From)
		}
		n.Seq, n.State, n.Timing, n.Place, n.Source = 0, graph.StateFailed, graph.Timing{}, graph.Place{}, graph.Place{}
	}
	return p
}

func shuffled[T any](t *rapid.T, list []T) []T {
	if len(list) < 2 {
		return slices.Clone(list)
	}
	return rapid.Permutation(list).Draw(t, "order")
}

func TestDiff_doesNotDependOnAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, now := drawGraph(t), drawGraph(t)
		require.Empty(t, lines(was, permuted(t, was)))
		want, got := graph.Diff(was, now), graph.Diff(permuted(t, was), permuted(t, now))
		require.Len(t, got, len(want))
		for i := range want {
			want[i].Place = graph.Place{}
		}
		require.Equal(t, want, got)
	})
}
