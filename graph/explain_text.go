// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/internal/text"
)

// maxTreeDepth is the depth at which a tree continues at the left margin. Without it the
// text of a long chain would grow with the square of its length.
const maxTreeDepth = 16

// String returns the explanation for a terminal: the component with its lines, the tree
// of what it was built from, and what needs it. The tree has a line for each value that a
// component needs, with the component that provides it, its state and its line. A
// component that occurs several times is expanded once; "(above)" and "(below)" say where.
func (e *Explanation) String() string {
	if e == nil || len(e.Parts.Nodes) == 0 {
		return "there is no such component, or several have that name; use an id\n"
	}
	v := &explainView{names: e.Parts.nodeNames(), nodes: e.Parts.nodesByID(), places: map[string]treePlace{}, after: e.Parts.orders()}
	n := &e.Parts.Nodes[0]
	v.writeHead(n)
	if v.hasBranches(n) {
		v.b.WriteString("\nbuilt from\n")
		v.writeTrees(n)
	}
	v.b.WriteString("\nneeded by\n")
	if len(e.NeededBy) == 0 {
		v.b.WriteString("  no component\n")
	}
	w := v.newTable()
	for i := range e.NeededBy {
		u := &e.NeededBy[i]
		writeCells(w, "  ", text.Line(cmp.Or(u.Name, u.Node)), u.what(), u.State.String(), text.Line(u.Place.String()))
	}
	_ = w.Flush() // a strings.Builder does not fail
	return trimLines(v.b.String())
}

// what says for what the component needs the node.
func (u *Use) what() string {
	value, _ := (&Edge{Kind: u.Kind, Key: u.Key}).asNeed("")
	if u.Kind == EdgeSoft || u.Kind == EdgeOptional || u.Kind == EdgeDecorate {
		value += " (" + u.Kind.String() + ")"
	}
	return value
}

// orders returns by id the nodes after which a node starts.
func (g *Graph) orders() map[string][]string {
	after := map[string][]string{}
	for i := range g.Edges {
		if e := &g.Edges[i]; e.Kind == EdgeOrder {
			after[e.From] = append(after[e.From], e.To)
		}
	}
	return after
}

type treePlace uint8

const (
	treeNowhere treePlace = iota
	treeAbove             // it is expanded
	treeBelow             // it will be expanded in a tree of its own
)

type explainView struct {
	b      strings.Builder
	names  map[string]string // by id
	nodes  map[string]*Node  // by id
	after  map[string][]string
	places map[string]treePlace // by id
	later  []*Node              // to be expanded in trees of their own
}

func (v *explainView) newTable() *tabwriter.Writer {
	return tabwriter.NewWriter(&v.b, 0, 0, 2, ' ', 0)
}

func (v *explainView) writeHead(n *Node) {
	writeStrings(&v.b, text.Line(v.names[n.ID]), "  ", n.State.String(), "\n")
	w := v.newTable()
	row := func(word, what string) {
		if what != "" {
			writeCells(w, "  ", word, text.Line(what))
		}
	}
	row("kind", n.Kind.String())
	row("declared", n.Source.String())
	row("registered", n.Place.String())
	row("module", n.Module)
	row("parallel", n.Parallel)
	if n.Private != "" {
		row("private", "to module "+n.Private)
	}
	for _, id := range n.ReplacedBy {
		row("replaced", "by "+ShortName(id))
	}
	gives := "gives"
	if n.Kind == KindDecorator {
		gives = "decorates"
	}
	for _, k := range n.Gives {
		row(gives, k.String())
	}
	for _, h := range n.Hooks {
		row(text.Line(h.Kind), HookName(n.Name, h.Name)+"  "+h.Place.String())
	}
	_ = w.Flush() // a strings.Builder does not fail
}

// branch is one line of the tree: a value and the node that provides it, which is nil for
// a value that nothing provides.
type branch struct {
	what string
	node *Node
	note string // one word or a few, or ""
}

func (v *explainView) hasBranches(n *Node) bool { return len(n.Needs) > 0 || len(v.after[n.ID]) > 0 }

func (v *explainView) branches(n *Node) []branch {
	var list []branch
	for i := range n.Needs {
		need := &n.Needs[i]
		key := text.Line(need.Key.String())
		for _, id := range need.From {
			list = append(list, branch{key, v.nodes[id], v.note(n, need, id)})
		}
		if len(need.From) > 0 {
			continue
		}
		b := branch{what: key, note: "MISSING"}
		switch {
		case need.Key.Group != "":
			b.note = "no members"
		case need.Optional:
			b.note = "absent (optional)"
		}
		list = append(list, b)
	}
	for _, id := range v.after[n.ID] {
		list = append(list, branch{"(order)", v.nodes[id], ""})
	}
	return list
}

func (v *explainView) note(n *Node, need *Need, id string) string {
	switch from := v.nodes[id]; {
	case need.Soft && from != nil && from.Seq > n.Seq && n.Seq > 0:
		return "soft, constructed too late"
	case need.Soft:
		return "soft"
	case need.Optional:
		return "optional"
	default:
		return ""
	}
}

// writeTrees writes the tree of n, and the trees of what is too deep for it.
func (v *explainView) writeTrees(n *Node) {
	w := v.newTable()
	v.places[n.ID] = treeAbove
	v.writeBranches(w, n, "  ", 0)
	for len(v.later) > 0 {
		next := v.later[0]
		v.later = v.later[1:]
		v.places[next.ID] = treeAbove
		_ = w.Flush() // a strings.Builder does not fail
		writeStrings(&v.b, "\n", text.Line(v.names[next.ID]), ", built from\n")
		v.writeBranches(w, next, "  ", 0)
	}
	_ = w.Flush() // as above
}

func (v *explainView) writeBranches(w *tabwriter.Writer, n *Node, indent string, depth int) {
	list := v.branches(n)
	for i, b := range list {
		fork, further := "├ ", "│ "
		if i == len(list)-1 {
			fork, further = "└ ", "  "
		}
		if b.node == nil {
			writeCells(w, indent, fork+b.what, b.note, "", "") // with all cells, which keeps the columns
			continue
		}
		expands := v.writeBranch(w, indent+fork, b, depth)
		if expands {
			v.writeBranches(w, b.node, indent+further, depth+1)
		}
	}
}

// writeBranch writes one line, and reports whether the node is to be expanded below it.
func (v *explainView) writeBranch(w *tabwriter.Writer, indent string, b branch, depth int) bool {
	place, note := v.places[b.node.ID], b.note
	isLeaf := !v.hasBranches(b.node)
	switch {
	case isLeaf:
	case place == treeAbove:
		note = joinNotes(note, "above")
	case place == treeBelow || depth == maxTreeDepth:
		note = joinNotes(note, "below")
	}
	from := "from " + b.node.title(v.names)
	if b.what == "(order)" {
		from = "after " + b.node.title(v.names)
	}
	if note != "" {
		from += " (" + note + ")"
	}
	writeCells(w, indent, b.what, from, b.node.State.String(), text.Line(b.node.line().String()))
	if isLeaf || place != treeNowhere {
		return false
	}
	if depth == maxTreeDepth {
		v.places[b.node.ID] = treeBelow
		v.later = append(v.later, b.node)
		return false
	}
	v.places[b.node.ID] = treeAbove
	return true
}

func joinNotes(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}
