// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
)

// seeds are words that try to break out of lines, columns and quotes.
var seeds = []string{"", "a", "a.com/b/c.T", `"`, `\`, `\"`, "a\nb", "a\tb", "\x00", "\xff", "ж日", "&amp;", "\u2028", `\N`, "\r\n"}

func fuzzed(a, b, c string) *graph.Graph {
	key := graph.Key{Type: a, Name: b, Group: c}
	return &graph.Graph{
		Nodes: []graph.Node{
			{ID: "1" + a, Name: a, Module: b, Parallel: c, Gives: []graph.Key{key, {Type: c, Group: a}}, Reached: true, Seq: 1},
			{
				ID: "2" + b, Name: b, Kind: graph.KindInvoke, Reached: true, Seq: 2, State: graph.StateFailed,
				Needs: []graph.Need{{Key: key, From: []string{"1" + a, "1" + a}}, {Key: key}}, Hooks: []graph.Hook{{Kind: c, Name: a}},
			},
			{ID: "3" + c, Name: a, Kind: graph.KindValue},
		},
		Edges: []graph.Edge{{From: "2" + b, To: "1" + a, Kind: graph.EdgeGroup, Key: graph.Key{Type: a, Group: c}}},
	}
}

func addSeeds(f *testing.F) {
	f.Helper()
	for i := range seeds {
		f.Add(seeds[i], seeds[(i+1)%len(seeds)], seeds[(i+5)%len(seeds)])
	}
}

// FuzzText: the contents of a name change neither the number of lines nor the columns,
// and the text has only printable characters and line ends.
func FuzzText(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		text := fuzzed(a, b, c).Text()
		details := 2 + 2 + 1 // gives of the first node, needs and hook of the second
		for _, optional := range []string{b, c} {
			if optional != "" {
				details++ // module and parallel
			}
		}
		const frame = 1 + 2*2 + 4 // title, two nodes each after a blank line, the unused one below a heading
		require.Equal(t, frame+details, strings.Count(text, "\n"), text)
		require.True(t, utf8.ValidString(text))
		require.NotContains(t, text, "\t")
	})
}

// FuzzDOT: the output is lines of quoted strings, each of which reads back.
func FuzzDOT(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		dot := fuzzed(a, b, c).DOT()
		require.True(t, utf8.ValidString(dot))
		lines := strings.Split(strings.TrimSuffix(dot, "\n"), "\n")
		require.Len(t, lines, 3+3+1+1)
		for _, line := range lines[3:] {
			outside, ok := outsideQuotes(line)
			require.True(t, ok, "a quote is open at the end of %s", line)
			require.NotContains(t, outside, `\`)
			require.Contains(t, []string{
				"\t [label=];", "\t [label=, color=red];", "\t [label=, color=grey, fontcolor=grey];",
				"\t -> ;", "\t ->  [style=dashed, label=];", "}",
			}, outside)
		}
	})
}

// FuzzMermaid: the output is lines of labels, and no character inside a label ends it.
func FuzzMermaid(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, a, b, c string) {
		text := fuzzed(a, b, c).Mermaid()
		require.True(t, utf8.ValidString(text))
		for line := range strings.Lines(text) {
			require.Zero(t, strings.Count(line, `"`)%2, line)
			require.NotContains(t, strings.TrimSuffix(line, "\n"), "\n")
			require.LessOrEqual(t, strings.Count(line, `"`), 2, line)
		}
	})
}

// outsideQuotes returns the text outside the quoted strings of a line, and whether all
// of them are closed.
func outsideQuotes(line string) (string, bool) {
	var outside strings.Builder
	quoted := false
	for i := 0; i < len(line); i++ {
		switch {
		case quoted && line[i] == '\\':
			i++
		case line[i] == '"':
			quoted = !quoted
		case !quoted:
			outside.WriteByte(line[i])
		}
	}
	return outside.String(), !quoted
}

func FuzzPlaceUnmarshalText(f *testing.F) {
	for _, text := range []string{"", "main.go:1", "a:b:3", ":1", "main.go", "main.go:-1", "main.go:+7", "C:\\a.go:09", "x:99999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { checkPlaceText(t, text) })
}

func FuzzShortName(f *testing.F) {
	for _, name := range append(seeds, "map[a/b.C]d/e.F", `struct { A a/b.C "x:\"/\"" }`, "func(...a/b.C)", "a/b.(*T[...]).M-fm") {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		short := graph.ShortName(name)
		require.LessOrEqual(t, len(short), len(name))
		if !strings.ContainsAny(name, `"%`) {
			require.NotContains(t, short, "/")
			require.Equal(t, short, graph.ShortName(short))
		}
		require.LessOrEqual(t, len(graph.PackagePath(name)), len(name))
	})
}
