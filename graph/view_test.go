// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
)

func TestText_isWhatAPersonWantsToRead(t *testing.T) {
	g := orders()
	golden.Equal(t, "orders.txt", g.Text())
	require.Equal(t, g.Text(), g.String())
}

func TestText_ofAnEmptyGraph(t *testing.T) {
	require.Equal(t, "graph: 0 nodes, 0 edges, 0 unused\n", (&graph.Graph{}).Text())
}

func TestText_namesCannotBreakLinesOrColumns(t *testing.T) {
	odd := "a\tb\nc\x00d\x7f\r\v\fe"
	key := graph.Key{Type: odd, Name: odd}
	g := &graph.Graph{Nodes: []graph.Node{{
		ID: odd, Name: odd, Module: odd, Parallel: odd, Gives: []graph.Key{{Type: odd}}, Reached: true, Seq: 1,
		Needs: []graph.Need{{Key: key, From: []string{odd}}}, Hooks: []graph.Hook{{Kind: "hook", Name: odd}},
	}}}
	text := g.Text()
	require.Equal(t, 8, strings.Count(text, "\n"), text)
	require.NotContains(t, strings.ReplaceAll(text, "\n", ""), "\t")
}

func TestText_hasNoTrailingSpaces(t *testing.T) {
	for line := range strings.Lines(orders().Text()) {
		require.Equal(t, strings.TrimRight(line, " \n")+"\n", line)
	}
}

func TestDOT_showsKindsAndStates(t *testing.T) {
	g := orders()
	g.Nodes[3].State = graph.StateRunning
	g.Edges[1].Kind = graph.EdgeDecorate
	golden.Equal(t, "orders.dot", g.DOT())
}

func TestMermaid_showsKindsAndStates(t *testing.T) {
	g := orders()
	g.Nodes[0].Kind = graph.KindDecorator
	g.Edges[1].Kind = graph.EdgeDecorate
	golden.Equal(t, "orders.mmd", g.Mermaid())
}

// Checked with Graphviz: dot -Tplain shows each label as it is in Go.
func TestDOT_escapes(t *testing.T) {
	g := &graph.Graph{Nodes: []graph.Node{
		{ID: `quote " backslash \ end\`, Name: `quote " backslash \ end\`, Reached: true},
		{ID: "newline\nreturn\r\ntab\tnul\x00", Name: "newline\nreturn\r\ntab\tnul\x00", Reached: true},
		{ID: "unicode ж·№ 日本 \u2028", Name: "unicode ж·№ 日本", Reached: true},
		{ID: `\N \G \l <b> &amp; & {x|y}`, Name: `\N \G \l <b> &amp; & {x|y}`, Reached: true},
		{ID: "invalid \xff utf-8", Name: "invalid \xff utf-8", Reached: true},
	}, Edges: []graph.Edge{
		{From: `quote " backslash \ end\`, To: "newline\nreturn\r\ntab\tnul\x00", Kind: graph.EdgeGroup, Key: graph.Key{Type: "T", Group: `a"b\&lt;`}},
	}}
	golden.Equal(t, "escapes.dot", g.DOT())
	golden.Equal(t, "escapes.mmd", g.Mermaid())
}
