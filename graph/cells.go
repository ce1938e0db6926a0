// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"io"
	"strconv"
	"strings"

	"github.com/facet-go/facet/internal/text"
)

// writeCells writes a row for a tabwriter. The cells must be harmless already.
func writeCells(w io.Writer, indent string, cells ...string) {
	_, _ = io.WriteString(w, indent+strings.Join(cells, "\t")+"\n") // a tabwriter on a strings.Builder does not fail
}

// trimLines removes the spaces at the ends of lines, which tabwriter leaves.
func trimLines(s string) string {
	lines := strings.SplitAfter(s, "\n")
	for i, line := range lines {
		if body, ok := strings.CutSuffix(line, "\n"); ok {
			lines[i] = strings.TrimRight(body, " ") + "\n"
		}
	}
	return strings.Join(lines, "")
}

func padLeft(s string, width int) string { return strings.Repeat(" ", max(width-len(s), 0)) + s }

// maxListed is the number of values or components that one line names.
const maxListed = 6

// listOf joins the first names of a list, and counts the others.
func listOf(list []string) string {
	if more := len(list) - maxListed; more > 1 {
		return strings.Join(list[:maxListed], ", ") + " and " + strconv.Itoa(more) + " more"
	}
	return strings.Join(list, ", ")
}

// title returns the name of the node as a provider, with its kind unless that is a
// constructor.
func (n *Node) title(names map[string]string) string {
	if n.Kind == KindConstructor {
		return text.Line(names[n.ID])
	}
	return n.Kind.String() + " " + text.Line(names[n.ID])
}

// line returns the line to look at: of the declaration, or else of the registration.
func (n *Node) line() Place {
	if n.Source.IsZero() {
		return n.Place
	}
	return n.Source
}

func (g *Graph) nodesByID() map[string]*Node {
	nodes := make(map[string]*Node, len(g.Nodes))
	for i := range g.Nodes {
		nodes[g.Nodes[i].ID] = &g.Nodes[i]
	}
	return nodes
}
