// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/internal/names"
	"github.com/facet-go/facet/internal/text"
)

// String returns [Graph.Text].
func (g *Graph) String() string { return g.Text() }

// Text returns the graph for a terminal. For each node it has a line with the state and
// the place of the declaration, and below it the keys that the node provides and needs,
// and the providers. The nodes are in construction order. The nodes that no root needs
// follow in the same form. Nodes that share a short name are written with their ids.
func (g *Graph) Text() string {
	var b strings.Builder
	unused := len(g.Unused())
	fmt.Fprintf(&b, "graph: %s, %s, %d unused\n", text.Count(len(g.Nodes), "node"), text.Count(len(g.Edges), "edge"), unused)
	t := textView{b: &b, names: g.nodeNames(), decorators: g.decoratorIDs(), width: len(strconv.Itoa(len(g.Nodes)))}
	t.table.Init(&b, 0, 0, 2, ' ', 0)
	t.writeSection(g.byConstruction(), true)
	if unused > 0 {
		b.WriteString("\nunused: no root needs them\n")
		t.writeSection(g.byConstruction(), false)
	}
	return b.String()
}

type textView struct {
	b          *strings.Builder
	names      map[string]string // by id
	decorators map[string]bool
	width      int              // of the position in construction order
	table      tabwriter.Writer // of the lines below a head
	row        []byte           // the last row of table
}

// writeSection writes the nodes that are reached, or those that are not.
func (t *textView) writeSection(nodes []*Node, reached bool) {
	var heads strings.Builder
	w := tabwriter.NewWriter(&heads, 0, 0, 2, ' ', 0)
	for _, n := range nodes {
		if n.Reached == reached {
			t.writeHead(w, n)
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.SplitAfter(heads.String(), "\n")
	for _, n := range nodes {
		if n.Reached == reached {
			writeStrings(t.b, "\n", strings.TrimRight(lines[0], " \n"), "\n")
			t.writeDetails(n)
			lines = lines[1:]
		}
	}
}

func (t *textView) writeHead(w io.Writer, n *Node) {
	seq, what, place := "-", t.names[n.ID], n.Source
	if n.Seq > 0 {
		seq = strconv.Itoa(n.Seq)
	}
	if n.Kind != KindConstructor {
		what = n.Kind.String() + " " + what
	}
	if place.IsZero() {
		place = n.Place
	}
	fmt.Fprintf(w, "%*s  %s\t%v\t%s\n", t.width, seq, text.Line(what), n.State, text.Line(place.String()))
}

// writeDetails writes the lines below the head of a node.
func (t *textView) writeDetails(n *Node) {
	if n.Module != "" {
		t.writeLine("module", n.Module, "")
	}
	if n.Parallel != "" {
		t.writeLine("parallel", n.Parallel, "")
	}
	if n.Private != "" {
		t.writeLine("private", "to module "+n.Private, "")
	}
	for _, id := range n.Replaces {
		t.writeLine("replaces", t.nodeName(id), "")
	}
	for _, id := range n.ReplacedBy {
		t.writeLine("replaced", "by "+t.nodeName(id), "")
	}
	gives := "gives"
	if n.Kind == KindDecorator {
		gives = "decorates"
	}
	for _, k := range n.Gives {
		t.writeLine(gives, k.String(), "")
	}
	for _, need := range n.Needs {
		t.writeLine("needs", need.Key.String(), t.sources(need))
	}
	for _, h := range n.Hooks {
		t.writeLine(h.Kind, h.Name, h.Place.String())
	}
	_ = t.table.Flush() // a strings.Builder does not fail
}

func (t *textView) writeLine(word, what, from string) {
	t.row = append(t.row[:0], "    "...)
	for range t.width {
		t.row = append(t.row, ' ')
	}
	t.row = append(append(append(t.row, text.Line(word)...), '\t'), text.Line(what)...)
	if from != "" {
		t.row = append(append(t.row, '\t'), text.Line(from)...)
	}
	_, _ = t.table.Write(append(t.row, '\n'))
}

func (t *textView) sources(n Need) string {
	switch {
	case len(n.From) > 0:
	case n.Key.Group != "":
		return "no members"
	case n.Optional:
		return "absent (optional)"
	default:
		return "MISSING"
	}
	from := make([]string, len(n.From))
	for i, id := range n.From {
		from[i] = t.nodeName(id)
	}
	if n.Soft {
		return "from " + strings.Join(from, ", ") + " (soft)"
	}
	return "from " + strings.Join(from, ", ")
}

// nodeName returns the name of a node, with the word "decorator" if it is one.
func (t *textView) nodeName(id string) string {
	if t.decorators[id] {
		return "decorator " + t.names[id]
	}
	return t.names[id]
}

// decoratorIDs returns the ids of the decorators.
func (g *Graph) decoratorIDs() map[string]bool {
	ids := map[string]bool{}
	for i := range g.Nodes {
		if g.Nodes[i].Kind == KindDecorator {
			ids[g.Nodes[i].ID] = true
		}
	}
	return ids
}

// nodeNames returns for each id the short name, or the id if several nodes have that
// short name.
func (g *Graph) nodeNames() map[string]string {
	return names.Unambiguous(func(yield func(id, short string) bool) {
		for i := range g.Nodes {
			if !yield(g.Nodes[i].ID, g.Nodes[i].Name) {
				return
			}
		}
	})
}
