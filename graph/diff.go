// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"cmp"
	"slices"
)

// Changes is the difference between two graphs, as [Diff] returns it. It is sorted by
// the ids of nodes; the changes of one node are in the order of the fields of [Node].
type Changes []Change

// Change is one difference between two graphs.
type Change struct {
	Kind  ChangeKind `json:"kind"`
	Node  string     `json:"node"`           // id in the new graph, or in the old one if the node was removed
	Text  string     `json:"text"`           // the whole change in one line, in words of the wiring
	Was   string     `json:"was,omitempty"`  // the part of Text that was true before
	Now   string     `json:"now,omitempty"`  // the part of Text that is true now
	Place Place      `json:"place,omitzero"` // of the declaration, or else of the registration
}

// ChangeKind is the kind of a [Change].
type ChangeKind string

// The kinds of changes.
const (
	ChangeAdded   ChangeKind = "added"
	ChangeRemoved ChangeKind = "removed"
	ChangeMoved   ChangeKind = "moved"   // to another module or package, or another function took its place
	ChangeRewired ChangeKind = "rewired" // what it needs, gives or decorates, from where, or after what it starts
	ChangeOther   ChangeKind = "changed" // its privacy, parallel group, hooks, kind, or whether anything needs it
)

// Diff returns what differs between two graphs for those who review a change. The order
// of registrations, parameters, results and edges is no difference, and neither are
// lines, states, times and construction order. Hooks are compared if both graphs have
// hooks, that is, after a build.
//
// A node is the same in both graphs if its function is the same, or its type, for a value.
// If a function is registered several times, the registrations that are equal belong
// together, then those with equal results, then others. A node that exists only in the old
// graph and one that exists only in the new one belong together if they are the only ones
// that give these values, or that have this short name and these short types: it was moved.
//
// Without a difference the result is empty and not nil. The time grows with the size of
// the graphs, except for sorting.
func Diff(from, to *Graph) Changes {
	d := &diff{was: newDiffSide(from), now: newDiffSide(to)}
	d.match()
	d.findStable()
	d.comparesHooks = from.hasHooks() && to.hasHooks()
	for i := range to.Nodes {
		if old := d.now.partner[i]; old == none {
			d.addAdded(i)
		} else if !d.isSame(old, i) {
			d.compareNodes(old, i)
		}
	}
	for i := range from.Nodes {
		if d.was.partner[i] == none {
			d.addRemoved(i)
		}
	}
	slices.SortStableFunc(d.changes, func(a, b Change) int {
		return cmp.Compare(a.Node, b.Node)
	})
	if d.changes == nil {
		d.changes = Changes{}
	}
	return d.changes
}

// diff compares two graphs.
type diff struct {
	was, now      *diffSide
	comparesHooks bool
	stable        map[string]bool // ids of the old graph that are the same nodes' ids and names in the new graph
	changes       Changes
}

// diffSide is one of the two graphs.
type diffSide struct {
	g       *Graph
	names   map[string]string   // by id
	numbers map[string]int      // by id
	after   map[string][]string // by id: the nodes after which it starts
	partner []int               // by node: the same node of the other graph, or none
}

func newDiffSide(g *Graph) *diffSide {
	s := &diffSide{g: g, names: g.nodeNames(), numbers: g.numbers(), after: map[string][]string{}}
	for i := range g.Edges {
		if e := &g.Edges[i]; e.Kind == EdgeOrder {
			s.after[e.From] = append(s.after[e.From], e.To)
		}
	}
	s.partner = slices.Repeat([]int{none}, len(g.Nodes))
	return s
}

func (g *Graph) hasHooks() bool {
	return slices.ContainsFunc(g.Nodes, func(n Node) bool { return len(n.Hooks) > 0 })
}

// findStable sets stable.
func (d *diff) findStable() {
	d.stable = make(map[string]bool, len(d.was.g.Nodes))
	for i, partner := range d.was.partner {
		if partner != none {
			id := d.was.g.Nodes[i].ID
			d.stable[id] = id == d.now.g.Nodes[partner].ID
		}
	}
}

// isSame reports whether two nodes are the same at a first look: nothing differs, not even
// an order. Most nodes of two graphs are, and to compare them piece by piece takes longer.
func (d *diff) isSame(was, now int) bool {
	a, b := &d.was.g.Nodes[was], &d.now.g.Nodes[now]
	return a.ID == b.ID && a.Name == b.Name && a.Kind == b.Kind && a.Module == b.Module && a.Private == b.Private && a.Parallel == b.Parallel &&
		a.Reached == b.Reached && slices.Equal(a.Gives, b.Gives) && slices.EqualFunc(a.Needs, b.Needs, d.isSameNeed) &&
		(!d.comparesHooks || slices.EqualFunc(a.Hooks, b.Hooks, func(h, k Hook) bool { return h.Kind == k.Kind && h.Name == k.Name })) &&
		d.areSame(a.Replaces, b.Replaces) && d.areSame(a.ReplacedBy, b.ReplacedBy) && d.areSame(d.was.after[a.ID], d.now.after[b.ID])
}

func (d *diff) isSameNeed(a, b Need) bool {
	return a.Key == b.Key && a.Optional == b.Optional && a.Soft == b.Soft && d.areSame(a.From, b.From)
}

func (d *diff) areSame(was, now []string) bool {
	return slices.EqualFunc(was, now, func(a, b string) bool { return a == b && d.stable[a] })
}
