// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/internal/text"
)

// String returns the paths for a terminal: for each path the first node, and below it
// for each dependency the value that is needed, what provides it, and its place.
func (p Paths) String() string {
	g := p.graph
	if g == nil {
		g = &Graph{}
	}
	for _, name := range []string{p.From, p.To} {
		if g.Node(name) == nil {
			return "no node is named " + strconv.Quote(name) + ", or several are; use an id\n"
		}
	}
	v := pathsView{names: g.nodeNames(), edges: p.edges(), graph: g}
	from, to := text.Line(v.names[p.From]), text.Line(v.names[p.To])
	switch {
	case p.From == p.To:
		return from + " is asked about itself\n"
	case len(p.List) == 0:
		return from + " does not need " + to + "\n"
	case p.More:
		v.write(from, " needs ", to, " by more than ", text.Count(len(p.List), "path"), ", of which these are the shortest:\n")
	case len(p.List) == 1:
		v.write(from, " needs ", to, " by one path:\n")
	default:
		v.write(from, " needs ", to, " by ", text.Count(len(p.List), "path"), ", the shortest first:\n")
	}
	for i, path := range p.List {
		v.writePath(i+1, path)
	}
	return v.b.String()
}

// edges returns the first edge between each two nodes of the paths.
func (p *Paths) edges() map[[2]string]*Edge {
	edges := map[[2]string]*Edge{}
	for _, path := range p.List {
		for i := range len(path) - 1 {
			edges[[2]string{path[i], path[i+1]}] = nil
		}
	}
	for i := range p.graph.Edges {
		e := &p.graph.Edges[i]
		ends := [2]string{e.From, e.To}
		if known, ok := edges[ends]; ok && known == nil {
			edges[ends] = e
		}
	}
	return edges
}

type pathsView struct {
	b     strings.Builder
	names map[string]string // by id
	edges map[[2]string]*Edge
	graph *Graph
	byID  map[string]*Node
}

func (v *pathsView) write(parts ...string) { writeStrings(&v.b, parts...) }

func (v *pathsView) writePath(number int, path []string) {
	if v.byID == nil {
		v.byID = v.graph.nodesByID()
	}
	var rows strings.Builder
	w := tabwriter.NewWriter(&rows, 0, 0, 2, ' ', 0)
	for i := range len(path) - 1 {
		to := v.byID[path[i+1]]
		value, from := v.edges[[2]string{path[i], path[i+1]}].asNeed(to.title(v.names))
		writeCells(w, "      ", value, from, text.Line(to.line().String()))
	}
	_ = w.Flush() // a strings.Builder does not fail
	v.write("\n", padLeft(strconv.Itoa(number), 4), "  ", text.Line(v.names[path[0]]), "\n", trimLines(rows.String()))
}

// asNeed says what an edge passes and from where: "*store.DB", "from store.New".
func (e *Edge) asNeed(provider string) (value, from string) {
	switch e.Kind {
	case EdgeOrder:
		return "(order)", "after " + provider
	case EdgeSoft, EdgeOptional:
		return text.Line(e.Key.String()), "from " + provider + " (" + e.Kind.String() + ")"
	case EdgeDecorate:
		return text.Line(e.Key.String()), "from " + provider + " (which it decorates)"
	case EdgeValue, EdgeGroup:
	}
	return text.Line(e.Key.String()), "from " + provider
}
