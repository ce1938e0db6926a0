// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// String returns [Graph.Text].
func (g *Graph) String() string { return g.Text() }

// Text returns the graph for a terminal: a line for each node in construction
// order with what it gives, what it needs and where it is declared, then what
// no root needs.
func (g *Graph) Text() string {
	var b strings.Builder
	unused := len(g.Unused())
	fmt.Fprintf(&b, "graph: %d nodes, %d edges, %d unused\n", len(g.Nodes), len(g.Edges), unused)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.TabIndent)
	names := g.names()
	for _, n := range g.byConstruction() {
		if n.Reached {
			fmt.Fprintf(w, "%4d\t%s\n", n.Seq, n.columns(names))
		}
	}
	if unused > 0 {
		fmt.Fprint(w, "unused\t\t\t\t\t\n")
	}
	for i := range g.Nodes {
		if n := &g.Nodes[i]; !n.Reached {
			fmt.Fprintf(w, "   -\t%s\n", n.columns(names))
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	return trimLines(b.String())
}

func (n *Node) columns(names map[string]string) string {
	gives := make([]string, len(n.Gives))
	for i, k := range n.Gives {
		gives[i] = k.String()
	}
	var needs []string
	for _, need := range n.Needs {
		needs = append(needs, need.text(names))
	}
	what := n.Name
	if n.Kind != KindConstructor {
		what = n.Kind.String() + " " + n.Name
	}
	cells := []string{what, "", "", n.State.String(), n.Source.String()}
	if len(gives) > 0 {
		cells[1] = "gives " + strings.Join(gives, ", ")
	}
	if len(needs) > 0 {
		cells[2] = "needs " + strings.Join(needs, ", ")
	}
	if n.Source.IsZero() {
		cells[4] = n.Place.String()
	}
	return clean(strings.Join(cells, "\t"))
}

func (n Need) text(names map[string]string) string {
	if len(n.From) == 0 {
		if n.Optional {
			return n.Key.String() + " (absent)"
		}
		return n.Key.String() + " (none)"
	}
	from := make([]string, len(n.From))
	for i, id := range n.From {
		from[i] = names[id]
	}
	text := strings.Join(from, " + ")
	if n.Soft {
		text += " (soft)"
	}
	return text
}

func (g *Graph) names() map[string]string {
	names := make(map[string]string, len(g.Nodes))
	for i := range g.Nodes {
		names[g.Nodes[i].ID] = g.Nodes[i].Name
	}
	return names
}

// clean keeps names from breaking the lines and columns of a table.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (r < ' ' || r == 0x7f) {
			return ' '
		}
		return r
	}, s)
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
