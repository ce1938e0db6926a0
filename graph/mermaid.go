// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"strconv"
	"strings"

	"github.com/facet-go/facet/internal/text"
)

// Mermaid returns the graph in the language of Mermaid, which many code forges draw in
// Markdown. It shows the same as [Graph.DOT]: arrows point from a node to its
// dependencies. Nodes that no root needs are grey, failed nodes are red. A decorator
// has a second border, a private node a dashed one. An arrow leads from a replaced node
// to its replacement.
func (g *Graph) Mermaid() string {
	var b strings.Builder
	names, ids := g.nodeNames(), make(map[string]string, len(g.Nodes))
	b.WriteString("flowchart LR\n")
	for i := range g.Nodes {
		n := &g.Nodes[i]
		ids[n.ID] = "n" + strconv.Itoa(i)
		open, end := n.shapeMermaid()
		writeStrings(&b, "\t", ids[n.ID], open, quoteMermaid(n.label(names)), end, "\n")
	}
	for i := range g.Nodes {
		for _, by := range g.Nodes[i].ReplacedBy {
			writeStrings(&b, "\tn", strconv.Itoa(i), " -.->|\"replaced by\"| ", ids[by], "\n")
		}
	}
	for _, e := range g.Edges {
		writeStrings(&b, "\t", ids[e.From], " ", e.arrowMermaid(), " ", ids[e.To], "\n")
	}
	for i := range g.Nodes {
		if style := g.Nodes[i].styleMermaid(); style != "" {
			writeStrings(&b, "\tstyle n", strconv.Itoa(i), " ", style, "\n")
		}
	}
	return b.String()
}

func (n *Node) shapeMermaid() (open, end string) {
	switch n.Kind {
	case KindValue:
		return "(", ")"
	case KindDecorator:
		return "[[", "]]"
	case KindInvoke:
		return "([", "])"
	case KindConstructor:
	}
	return "[", "]"
}

func (n *Node) styleMermaid() string {
	var words []string
	switch {
	case n.State == StateFailed:
		words = append(words, "stroke:red")
	case !n.Reached:
		words = append(words, "stroke:grey", "color:grey")
	}
	if n.Private != "" || len(n.ReplacedBy) > 0 {
		words = append(words, "stroke-dasharray:5 5")
	}
	return strings.Join(words, ",")
}

func (e Edge) arrowMermaid() string {
	if label := e.label(); label != "" {
		return "-.->|" + quoteMermaid(label) + "|"
	}
	return "-->"
}

// quoteMermaid writes a label. Characters that could end it, or that are markup, are
// written by their numbers.
func quoteMermaid(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text.Block(s, "") {
		switch {
		case r == '\n':
			b.WriteString("<br/>")
		case strings.ContainsRune("\"#&<>`\\*_", r):
			writeStrings(&b, "#", strconv.Itoa(int(r)), ";")
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
