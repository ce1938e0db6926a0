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

func TestJSON_isStable(t *testing.T) {
	g := orders()
	g.Nodes[2].Timing = graph.Timing{
		Construct: 3 * time.Millisecond,
		Eligible:  time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		Started:   time.Date(2026, 11, 22, 12, 0, 1, 0, time.UTC),
	}
	text, err := json.MarshalIndent(g, "", "  ")
	require.NoError(t, err)
	golden.Equal(t, "orders.json", string(text)+"\n")

	var back graph.Graph
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, g, &back)
}

func TestJSON_readsWhatItWrote(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		first, err := json.Marshal(g)
		require.NoError(t, err)
		var back graph.Graph
		require.NoError(t, json.Unmarshal(first, &back))
		second, err := json.Marshal(&back)
		require.NoError(t, err)
		require.Equal(t, string(first), string(second))
		require.Equal(t, g.Text(), back.Text())
		require.Equal(t, g.DOT(), back.DOT())
		require.Equal(t, g.Mermaid(), back.Mermaid())
	})
}

func TestJSON_resolvesPlacesFromTheProgram(t *testing.T) {
	p, line := here()
	text, err := json.Marshal(graph.Node{Place: p})
	require.NoError(t, err)
	require.Contains(t, string(text), fmt.Sprintf(`"place":"graph/json_test.go:%d"`, line))
}

func TestEnums_readWhatTheyWroteAndNothingElse(t *testing.T) {
	for k := graph.KindConstructor; k <= graph.KindInvoke; k++ {
		text, back := roundTrip(t, k, new(graph.Kind))
		require.Equal(t, k, back, text)
	}
	for k := graph.EdgeValue; k <= graph.EdgeOrder; k++ {
		text, back := roundTrip(t, k, new(graph.EdgeKind))
		require.Equal(t, k, back, text)
	}
	for s := graph.StateDeclared; s <= graph.StateFailed; s++ {
		text, back := roundTrip(t, s, new(graph.State))
		require.Equal(t, s, back, text)
	}
	require.Error(t, json.Unmarshal([]byte(`"Value"`), new(graph.Kind)))
	require.Error(t, json.Unmarshal([]byte(`"unknown(9)"`), new(graph.EdgeKind)))
	require.Error(t, json.Unmarshal([]byte(`""`), new(graph.State)))
}

func TestEnums_outOfRangeIsUnknown(t *testing.T) {
	require.Equal(t, "unknown(4)", graph.Kind(4).String())
	require.Equal(t, "unknown(6)", graph.EdgeKind(6).String())
	require.Equal(t, "unknown(8)", graph.State(8).String())
}

func roundTrip[E fmt.Stringer](t *testing.T, e E, back *E) (string, E) {
	t.Helper()
	text, err := json.Marshal(e)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%q", e.String()), string(text))
	require.NoError(t, json.Unmarshal(text, back))
	return string(text), *back
}

// drawGraph draws any graph whose edges end at nodes.
func drawGraph(t *rapid.T) *graph.Graph {
	word := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a", "a.com/b/c.T", `"`, `\`, "\n", "\t", "&lt;"}))
	key := rapid.Custom(func(t *rapid.T) graph.Key {
		return graph.Key{Type: word.Draw(t, "type"), Name: word.Draw(t, "name"), Group: word.Draw(t, "group")}
	})
	at := rapid.Custom(func(t *rapid.T) graph.Place {
		if file := word.Draw(t, "file"); file != "" {
			return place(fmt.Sprintf("%s:%d", file, rapid.IntRange(0, 1e6).Draw(t, "line")))
		}
		return graph.Place{}
	})
	when := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(0, rapid.Int64Range(-1e18, 4e18).Draw(t, "ns")).In(time.FixedZone("", 3600*rapid.IntRange(-12, 12).Draw(t, "zone")))
	})
	ids := rapid.SliceOfNDistinct(word, 0, 5, rapid.ID).Draw(t, "ids")
	g := &graph.Graph{}
	for _, id := range ids {
		n := graph.Node{
			ID: id, Name: word.Draw(t, "node"), Kind: graph.Kind(rapid.IntRange(0, 3).Draw(t, "kind")),
			Module: word.Draw(t, "module"), Parallel: word.Draw(t, "parallel"), Place: at.Draw(t, "place"), Source: at.Draw(t, "source"),
			Gives: rapid.SliceOfN(key, 0, 2).Draw(t, "gives"), Reached: rapid.Bool().Draw(t, "reached"),
			Private:  word.Draw(t, "private"),
			Replaces: rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "replaces"), ReplacedBy: rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "replaced by"),
			Seq: rapid.IntRange(0, 9).Draw(t, "seq"), State: graph.State(rapid.IntRange(0, 7).Draw(t, "state")),
			Hooks: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) graph.Hook {
				return graph.Hook{Kind: word.Draw(t, "kind"), Name: word.Draw(t, "hook"), Place: at.Draw(t, "hook place")}
			}), 0, 2).Draw(t, "hooks"),
			Needs: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) graph.Need {
				return graph.Need{
					Key: key.Draw(t, "need"), Optional: rapid.Bool().Draw(t, "optional"), Soft: rapid.Bool().Draw(t, "soft"),
					From: rapid.SliceOfN(rapid.SampledFrom(ids), 0, 2).Draw(t, "from"),
				}
			}), 0, 2).Draw(t, "needs"),
		}
		if rapid.Bool().Draw(t, "timed") {
			n.Timing = graph.Timing{Construct: time.Duration(rapid.Int64().Draw(t, "construct")), Eligible: when.Draw(t, "eligible"), Up: when.Draw(t, "up")}
		}
		g.Nodes = append(g.Nodes, n)
	}
	for range ids {
		g.Edges = append(g.Edges, graph.Edge{
			From: rapid.SampledFrom(ids).Draw(t, "from"), To: rapid.SampledFrom(ids).Draw(t, "to"),
			Kind: graph.EdgeKind(rapid.IntRange(0, 5).Draw(t, "edge")), Key: key.Draw(t, "edge key"),
		})
	}
	return g
}
