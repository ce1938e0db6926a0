// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
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
	t := textView{names: g.names(), decorators: g.decorators(), width: len(strconv.Itoa(len(g.Nodes)))}
	t.section(&b, g.byConstruction(), true)
	if unused > 0 {
		b.WriteString("\nunused: no root needs them\n")
		t.section(&b, g.byConstruction(), false)
	}
	return b.String()
}

type textView struct {
	names      map[string]string // by id
	decorators map[string]bool
	width      int // of the place in construction order
}

// section writes the nodes that are reached, or those that are not.
func (t *textView) section(b *strings.Builder, nodes []*Node, reached bool) {
	var heads strings.Builder
	w := tabwriter.NewWriter(&heads, 0, 0, 2, ' ', 0)
	for _, n := range nodes {
		if n.Reached == reached {
			fmt.Fprintln(w, t.head(n))
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.SplitAfter(heads.String(), "\n")
	for _, n := range nodes {
		if n.Reached == reached {
			b.WriteByte('\n')
			b.WriteString(trimEnd(lines[0]))
			t.details(b, n)
			lines = lines[1:]
		}
	}
}

func (t *textView) head(n *Node) string {
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
	return fmt.Sprintf("%*s  %s\t%v\t%s", t.width, seq, clean(what), n.State, clean(place.String()))
}

// details writes the lines below the head of a node.
func (t *textView) details(b *strings.Builder, n *Node) {
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	line := func(word, text, from string) {
		row := strings.Repeat(" ", t.width+4) + clean(word) + "\t" + clean(text)
		if from != "" {
			row += "\t" + clean(from)
		}
		fmt.Fprintln(w, row)
	}
	if n.Module != "" {
		line("module", n.Module, "")
	}
	if n.Parallel != "" {
		line("parallel", n.Parallel, "")
	}
	if n.Private != "" {
		line("private", "to module "+n.Private, "")
	}
	for _, id := range n.Replaces {
		line("replaces", t.name(id), "")
	}
	for _, id := range n.ReplacedBy {
		line("replaced", "by "+t.name(id), "")
	}
	gives := "gives"
	if n.Kind == KindDecorator {
		gives = "decorates"
	}
	for _, k := range n.Gives {
		line(gives, k.String(), "")
	}
	for _, need := range n.Needs {
		line("needs", need.Key.String(), t.from(need))
	}
	for _, h := range n.Hooks {
		line(h.Kind, h.Name, h.Place.String())
	}
	_ = w.Flush() // a strings.Builder does not fail
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
	text := "from " + strings.Join(from, ", ")
	if n.Soft {
		text += " (soft)"
	}
	return text
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

// clean keeps names from breaking the lines and columns of a table.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

func trimEnd(line string) string { return strings.TrimRight(line, " \n") + "\n" }
