// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"strings"

	"github.com/facet-go/facet/internal/text"
)

// DOT returns the graph in the language of Graphviz. Arrows point from a node to its
// dependencies. Nodes that no root needs are grey, failed nodes are red. Edges that are
// not plain values carry their kind. A decorator has a second border, a private node a
// dashed one. A replaced node has a dotted border and an edge to its replacement.
func (g *Graph) DOT() string {
	var b strings.Builder
	names := g.nodeNames()
	b.WriteString("digraph facet {\n\trankdir=LR;\n\tnode [shape=box, fontname=\"sans-serif\"];\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		writeStrings(&b, "\t", quoteDOT(n.ID), " [label=", labelDOT(n.label(names)), n.styleDOT(), "];\n")
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		for _, by := range n.ReplacedBy {
			writeStrings(&b, "\t", quoteDOT(n.ID), " -> ", quoteDOT(by), " [style=dotted, color=grey, label=\"replaced by\"];\n")
		}
	}
	for _, e := range g.Edges {
		writeStrings(&b, "\t", quoteDOT(e.From), " -> ", quoteDOT(e.To), e.styleDOT(), ";\n")
	}
	b.WriteString("}\n")
	return b.String()
}

func writeStrings(b *strings.Builder, parts ...string) {
	for _, part := range parts {
		b.WriteString(part)
	}
}

func (n *Node) label(names map[string]string) string {
	var label strings.Builder
	label.WriteString(text.Line(names[n.ID]))
	for _, k := range n.Gives {
		writeStrings(&label, "\n", text.Line(k.String()))
	}
	if n.Private != "" {
		writeStrings(&label, "\nprivate to ", text.Line(n.Private))
	}
	return label.String()
}

func (n *Node) styleDOT() string {
	style := ""
	switch {
	case n.State == StateFailed:
		style = ", color=red"
	case !n.Reached:
		style = ", color=grey, fontcolor=grey"
	}
	if n.Kind == KindDecorator {
		style += ", peripheries=2"
	}
	var words []string
	if n.Kind == KindInvoke && style == "" {
		words = append(words, "bold")
	}
	if n.Kind == KindValue && style == "" {
		words = append(words, "rounded")
	}
	switch {
	case len(n.ReplacedBy) > 0:
		words = append(words, "dotted")
	case n.Private != "":
		words = append(words, "dashed")
	}
	switch len(words) {
	case 0:
		return style
	case 1:
		return style + ", style=" + words[0]
	default:
		return style + ", style=\"" + strings.Join(words, ",") + "\""
	}
}

func (e Edge) styleDOT() string {
	if label := e.label(); label != "" {
		return " [style=dashed, label=" + labelDOT(label) + "]"
	}
	return ""
}

// label returns the kind of the edge in one line, or "" for a plain value.
func (e Edge) label() string {
	switch {
	case e.Kind == EdgeValue:
		return ""
	case e.Key.Group != "":
		return e.Kind.String() + " " + text.Line(e.Key.Group)
	default:
		return e.Kind.String()
	}
}

// labelDOT writes the text of a label. Graphviz reads HTML entities in labels.
func labelDOT(s string) string { return quoteDOT(strings.ReplaceAll(s, "&", "&amp;")) }

// quoteDOT writes a DOT string. Inside quotes only the quote and the backslash are
// special. A line break is written as \n, which Graphviz shows as a line break.
func quoteDOT(s string) string { return `"` + escapesDOT.Replace(text.Block(s, "")) + `"` }

// escapesDOT is made once, because that takes longer than to write a node.
var escapesDOT = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
