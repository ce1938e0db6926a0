// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/internal/text"
)

// String returns [Graph.Text].
func (g *Graph) String() string { return g.Text() }

// Text returns the graph for a terminal: in construction order a line for each
// node with its state and where it is declared, below it what it gives and what
// it needs from whom; then, in the same form, what no root needs. Nodes that
// share a short name are written with their ids.
func (g *Graph) Text() string {
	var b strings.Builder
	unused := len(g.Unused())
	fmt.Fprintf(&b, "graph: %s, %s, %d unused\n", count(len(g.Nodes), "node"), count(len(g.Edges), "edge"), unused)
	t := textView{b: &b, names: g.names(), decorators: g.decorators(), width: len(strconv.Itoa(len(g.Nodes)))}
	t.table.Init(&b, 0, 0, 2, ' ', 0)
	t.section(g.byConstruction(), true)
	if unused > 0 {
		b.WriteString("\nunused: no root needs them\n")
		t.section(g.byConstruction(), false)
	}
	return b.String()
}

type textView struct {
	b          *strings.Builder
	names      map[string]string // by id
	decorators map[string]bool
	width      int              // of the place in construction order
	table      tabwriter.Writer // below a head
	row        []byte           // the last of the table
}

// section writes the nodes that are reached, or those that are not.
func (t *textView) section(nodes []*Node, reached bool) {
	var heads strings.Builder
	w := tabwriter.NewWriter(&heads, 0, 0, 2, ' ', 0)
	for _, n := range nodes {
		if n.Reached == reached {
			t.head(w, n)
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.SplitAfter(heads.String(), "\n")
	for _, n := range nodes {
		if n.Reached == reached {
			put(t.b, "\n", strings.TrimRight(lines[0], " \n"), "\n")
			t.details(n)
			lines = lines[1:]
		}
	}
}

func (t *textView) head(w io.Writer, n *Node) {
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

// details writes the lines below the head of a node.
func (t *textView) details(n *Node) {
	if n.Module != "" {
		t.line("module", n.Module, "")
	}
	if n.Parallel != "" {
		t.line("parallel", n.Parallel, "")
	}
	if n.Private != "" {
		t.line("private", "to module "+n.Private, "")
	}
	for _, id := range n.Replaces {
		t.line("replaces", t.name(id), "")
	}
	for _, id := range n.ReplacedBy {
		t.line("replaced", "by "+t.name(id), "")
	}
	gives := "gives"
	if n.Kind == KindDecorator {
		gives = "decorates"
	}
	for _, k := range n.Gives {
		t.line(gives, k.String(), "")
	}
	for _, need := range n.Needs {
		t.line("needs", need.Key.String(), t.from(need))
	}
	for _, h := range n.Hooks {
		t.line(h.Kind, h.Name, h.Place.String())
	}
	_ = t.table.Flush() // a strings.Builder does not fail
}

func (t *textView) line(word, what, from string) {
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

func (t *textView) from(n Need) string {
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
		from[i] = t.name(id)
	}
	if n.Soft {
		return "from " + strings.Join(from, ", ") + " (soft)"
	}
	return "from " + strings.Join(from, ", ")
}

// name returns the name of a node, with its kind if that is a decorator.
func (t *textView) name(id string) string {
	if t.decorators[id] {
		return "decorator " + t.names[id]
	}
	return t.names[id]
}

// decorators returns the ids of the decorators.
func (g *Graph) decorators() map[string]bool {
	ids := map[string]bool{}
	for i := range g.Nodes {
		if g.Nodes[i].Kind == KindDecorator {
			ids[g.Nodes[i].ID] = true
		}
	}
	return ids
}

// names returns for each id the short name, or the id itself where several
// nodes share the name.
func (g *Graph) names() map[string]string {
	nodes := make(map[string]int, len(g.Nodes))
	for i := range g.Nodes {
		nodes[g.Nodes[i].Name]++
	}
	names := make(map[string]string, len(g.Nodes))
	for i := range g.Nodes {
		n := &g.Nodes[i]
		names[n.ID] = n.Name
		if nodes[n.Name] > 1 {
			names[n.ID] = n.ID
		}
	}
	return names
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
