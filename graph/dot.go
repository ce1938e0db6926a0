// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strings"
)

// DOT returns the graph in the language of Graphviz. Arrows point from a node
// to what it depends on; what no root needs is grey, what failed is red, and
// edges other than plain values carry their kind.
func (g *Graph) DOT() string {
	var b strings.Builder
	names := g.names()
	b.WriteString("digraph facet {\n\trankdir=LR;\n\tnode [shape=box, fontname=\"sans-serif\"];\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		fmt.Fprintf(&b, "\t%s [label=%s%s];\n", quoteDOT(n.ID), labelDOT(n.label(names)), n.styleDOT())
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "\t%s -> %s%s;\n", quoteDOT(e.From), quoteDOT(e.To), e.styleDOT())
	}
	b.WriteString("}\n")
	return b.String()
}

func (n *Node) label(names map[string]string) string {
	var label strings.Builder
	label.WriteString(names[n.ID])
	for _, k := range n.Gives {
		label.WriteString("\n" + k.String())
	}
	return label.String()
}

func (n *Node) styleDOT() string {
	switch {
	case n.State == StateFailed:
		return ", color=red"
	case !n.Reached:
		return ", color=grey, fontcolor=grey"
	case n.Kind == KindInvoke:
		return ", style=bold"
	case n.Kind == KindValue:
		return ", style=rounded"
	default:
		return ""
	}
}

func (e Edge) styleDOT() string {
	if e.Kind == EdgeValue {
		return ""
	}
	label := e.Kind.String()
	if e.Key.Group != "" {
		label += " " + e.Key.Group
	}
	return fmt.Sprintf(" [style=dashed, label=%s]", labelDOT(label))
}

// labelDOT writes the text of a label, in which Graphviz reads HTML entities.
func labelDOT(s string) string { return quoteDOT(strings.ReplaceAll(s, "&", "&amp;")) }

// quoteDOT writes a DOT string. Inside quotes only the quote and the backslash
// are special; line breaks are written \n, which labels show as such.
func quoteDOT(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
	return `"` + strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s) + `"`
}
