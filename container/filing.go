// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// filing is what only [New] needs to know, so that each registration is filed in the
// same time, however many there are. Its maps are made on demand.
type filing struct {
	duplicates map[pair]int             // indexes into Container.dup
	followed   map[[2]int]struct{}      // order-only edges
	regrouped  map[provide.Key]struct{} // groups that a replacement has changed
	hiding     map[*world]bool          // where anything is private for being listed there
	compared   budget                   // of the problems that New finds
}

// pair is what makes one problem of the duplicates of two nodes, or of two modules
// that were made by the same lines.
type pair struct {
	first, second             int
	firstModule, secondModule *provide.Module
}

// isNew notes an order-only edge, and reports whether there was none before.
func (f *filing) isNew(from, to int) bool {
	edge := [2]int{from, to}
	if _, known := f.followed[edge]; known {
		return false
	}
	if f.followed == nil {
		f.followed = map[[2]int]struct{}{}
	}
	f.followed[edge] = struct{}{}
	return true
}

// regroups notes that a replacement has changed a group, whose members are put in
// order once all replacements are in place.
func (f *filing) regroups(key provide.Key) {
	if f.regrouped == nil {
		f.regrouped = map[provide.Key]struct{}{}
	}
	f.regrouped[key] = struct{}{}
}

// regroup takes the members that were replaced out of their groups, and puts the rest
// in registration order.
func (c *Container) regroup() {
	for key := range c.filing.regrouped {
		members := slices.DeleteFunc(c.groups[key], func(m member) bool { return c.nodes[m.node].replacedBy != nil })
		slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.node, b.node) })
		c.groups[key] = members
	}
}

// hides reports whether anything is private in a world for being listed there.
func (c *Container) hides(w *world) bool {
	if c.filing.hiding == nil {
		c.filing.hiding = map[*world]bool{}
		for _, n := range c.nodes {
			if !n.Replaces && n.Kind != graph.KindDecorator && len(n.Results) > 0 {
				c.filing.hiding[n.home] = true
			}
		}
	}
	return c.filing.hiding[w]
}
