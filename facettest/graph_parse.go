// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"strconv"
	"strings"

	"github.com/facet-go/facet/graph"
)

// graphOf reads the text of graphText as far as it goes, for [graph.Diff]: a node has its
// name in the text as its id. A line that is not of that form is left out.
func graphOf(text string) *graph.Graph {
	g := &graph.Graph{}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		body, isDetail := strings.CutPrefix(line, "    ")
		switch {
		case isDetail && len(g.Nodes) > 0:
			readDetail(g, &g.Nodes[len(g.Nodes)-1], body)
		case !isDetail:
			readHead(g, line)
		}
	}
	return g
}

// readHead reads the first line of a node: "constructor store.New (unused)".
func readHead(g *graph.Graph, line string) {
	kind, name, _ := strings.Cut(line, " ")
	n := graph.Node{Reached: true, Seq: len(g.Nodes) + 1}
	if n.Kind.UnmarshalText([]byte(kind)) != nil {
		return
	}
	if used, ok := strings.CutSuffix(name, " (unused)"); ok {
		name, n.Reached, n.Seq = used, false, 0
	}
	n.ID, n.Name = name, graph.ShortName(name)
	g.Nodes = append(g.Nodes, n)
}

// readDetail reads a line below the first: "needs *store.DB, from store.New".
func readDetail(g *graph.Graph, n *graph.Node, line string) {
	word, what, _ := strings.Cut(line, " ")
	switch word {
	case "module":
		n.Module = what
	case "parallel":
		n.Parallel = what
	case "private":
		n.Private = strings.TrimPrefix(what, "to module ")
	case "replaced":
		n.ReplacedBy = append(n.ReplacedBy, strings.TrimPrefix(what, "by "))
	case "gives":
		n.Gives = append(n.Gives, keyOf(what))
	case "needs":
		n.Needs = append(n.Needs, needOf(what))
	case "after":
		g.Edges = append(g.Edges, graph.Edge{From: n.ID, To: what, Kind: graph.EdgeOrder})
	default:
		n.Hooks = append(n.Hooks, graph.Hook{Kind: word, Name: what})
	}
}

// keyOf reads the form of [graph.Key.String].
func keyOf(s string) graph.Key {
	for _, tag := range []string{"[name=", "[group="} {
		at := strings.LastIndex(s, tag+`"`)
		if at < 0 || !strings.HasSuffix(s, "]") {
			continue
		}
		value, err := strconv.Unquote(s[at+len(tag) : len(s)-1])
		switch {
		case err != nil:
		case tag == "[name=":
			return graph.Key{Type: s[:at], Name: value}
		default:
			return graph.Key{Type: s[:at], Group: value}
		}
	}
	return graph.Key{Type: s}
}

func needOf(s string) graph.Need {
	var n graph.Need
	s = strings.TrimSuffix(s, ", MISSING")
	if at := strings.LastIndex(s, ", from "); at >= 0 {
		n.From = strings.Split(s[at+len(", from "):], " and ")
		s = s[:at]
	}
	s, n.Soft = strings.CutSuffix(s, ", soft")
	s, n.Optional = strings.CutSuffix(s, ", optional")
	n.Key = keyOf(s)
	return n
}
