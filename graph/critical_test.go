// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// started is a node with a hook that began and ended at these times after noon.
func started(id string, from, to time.Duration) graph.Node {
	return graph.Node{ID: id, Name: id, Reached: true, State: graph.StateRunning, Timing: graph.Timing{Started: noon.Add(from), Up: noon.Add(to)}}
}

func startedService() *graph.Graph {
	const ms = time.Millisecond
	g := &graph.Graph{
		Nodes: []graph.Node{
			{ID: "config.New", Name: "config.New", Reached: true},
			started("postgres.New", 0, 200*ms),
			started("redis.New", 0, 80*ms),
			started("migrate.New", 230*ms, 380*ms),
			started("api.New", 380*ms, 400*ms),
			{ID: "mail.New", Name: "mail.New"},
		},
		Edges: []graph.Edge{
			{From: "postgres.New", To: "config.New"},
			{From: "redis.New", To: "config.New"},
			{From: "migrate.New", To: "postgres.New"},
			{From: "api.New", To: "migrate.New"},
			{From: "api.New", To: "redis.New"},
			{From: "mail.New", To: "config.New"},
		},
	}
	g.Nodes[3].Timing.Eligible = noon.Add(200 * ms)
	return g
}

func TestCriticalPath_isTheLongestChainAndHasTheSlackOfTheOthers(t *testing.T) {
	const ms = time.Millisecond
	p := startedService().CriticalPath()
	require.Equal(t, 370*ms, p.Took)
	require.Equal(t, []graph.Link{
		{Node: "postgres.New", Own: 200 * ms}, {Node: "migrate.New", Own: 150 * ms, Wait: 30 * ms}, {Node: "api.New", Own: 20 * ms},
	}, p.Links)
	require.Equal(t, map[string]time.Duration{
		"config.New": 0, "postgres.New": 0, "redis.New": 270 * ms, "migrate.New": 0, "api.New": 0,
	}, p.Slack, "without what no root needs")
	golden.Equal(t, "critical.txt", p.String()+"\n"+orders().CriticalPath().String())

	text, err := json.Marshal(p)
	require.NoError(t, err)
	var back graph.CriticalPath
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, p.String(), back.String())
}

func TestCriticalPath_aSoftMemberThatCameTooLateIsNoDependency(t *testing.T) {
	g := &graph.Graph{
		Nodes: []graph.Node{started("a", 0, time.Second), started("b", 0, time.Second)},
		Edges: []graph.Edge{{From: "a", To: "b", Kind: graph.EdgeSoft}},
	}
	g.Nodes[0].Seq, g.Nodes[1].Seq = 2, 1
	require.Equal(t, 2*time.Second, g.CriticalPath().Took)
	g.Nodes[0].Seq, g.Nodes[1].Seq = 1, 2
	require.Equal(t, time.Second, g.CriticalPath().Took)
}

func TestCriticalPath_itsTextIsBounded(t *testing.T) {
	g := &graph.Graph{Nodes: []graph.Node{started("long", 0, time.Second)}}
	for i := range 30 {
		g.Nodes = append(g.Nodes, started(fmt.Sprintf("n%02d", i), 0, time.Millisecond))
	}
	require.Contains(t, g.CriticalPath().String(), "  n19  999 ms\n  and 10 components with more\n")
}

func TestCriticalPath_ofARandomGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawDAG(t)
		for i := range g.Nodes {
			n := &g.Nodes[i]
			n.Reached = true
			if rapid.Bool().Draw(t, "has hooks") {
				own := time.Duration(rapid.IntRange(0, 20).Draw(t, "own"))
				n.Timing = graph.Timing{Started: noon, Up: noon.Add(own)}
			}
		}
		p := g.CriticalPath()
		require.Equal(t, longestChain(g), p.Took)
		sum := time.Duration(0)
		for i, l := range p.Links {
			sum += l.Own
			require.Zero(t, p.Slack[l.Node])
			if i > 0 {
				require.NotNil(t, g.Path(l.Node, p.Links[i-1].Node))
			}
		}
		require.Equal(t, p.Took, sum)
		require.Len(t, p.Slack, len(g.Nodes))
		for i := range g.Nodes { // the slack is free of charge, and one more is not
			n := &g.Nodes[i]
			old := n.Timing
			n.Timing = graph.Timing{Started: noon, Up: noon.Add(old.Up.Sub(old.Started) + p.Slack[n.ID])}
			require.Equal(t, p.Took, g.CriticalPath().Took)
			n.Timing.Up = n.Timing.Up.Add(1)
			require.Equal(t, p.Took+1, g.CriticalPath().Took)
			n.Timing = old
		}
	})
}

// longestChain walks all chains.
func longestChain(g *graph.Graph) (longest time.Duration) {
	var walk func(id string, before time.Duration)
	walk = func(id string, before time.Duration) {
		timing := g.Node(id).Timing
		before += timing.Up.Sub(timing.Started)
		longest = max(longest, before)
		for _, dep := range g.Dependencies(id) {
			walk(dep, before)
		}
	}
	for i := range g.Nodes {
		walk(g.Nodes[i].ID, 0)
	}
	return longest
}
