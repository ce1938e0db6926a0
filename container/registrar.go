// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// registrar is what only [New] needs to know, so that each registration is filed in the
// same time, however many there are. Its maps are made on demand.
type registrar struct {
	duplicates    map[duplicatePair]int    // indexes into Container.dup
	orderEdges    map[[2]int]struct{}      // order-only edges
	changedGroups map[provide.Key]struct{} // groups that a replacement has changed
	privateScopes map[*scope]bool          // where anything is private for being listed there
	compared      budget                   // of the problems that New finds
}

// duplicatePair is what makes one problem of the duplicates of two nodes, or of two modules
// that were made by the same lines.
type duplicatePair struct {
	first, second             int
	firstModule, secondModule *provide.Module
}

// isNewOrder notes an order-only edge, and reports whether there was none before.
func (f *registrar) isNewOrder(from, to int) bool {
	edge := [2]int{from, to}
	if _, known := f.orderEdges[edge]; known {
		return false
	}
	if f.orderEdges == nil {
		f.orderEdges = map[[2]int]struct{}{}
	}
	f.orderEdges[edge] = struct{}{}
	return true
}

// markChangedGroup notes that a replacement has changed a group, whose members are put in
// order once all replacements are in place.
func (f *registrar) markChangedGroup(key provide.Key) {
	if f.changedGroups == nil {
		f.changedGroups = map[provide.Key]struct{}{}
	}
	f.changedGroups[key] = struct{}{}
}

// sortChangedGroups takes the members that were replaced out of their groups, and puts the rest
// in registration order.
func (c *Container) sortChangedGroups() {
	for key := range c.registrar.changedGroups {
		members := slices.DeleteFunc(c.groups[key], func(m member) bool { return c.nodes[m.node].replacedBy != nil })
		slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.node, b.node) })
		c.groups[key] = members
	}
}

// hasPrivateProviders reports whether anything is private in a world for being listed there.
func (c *Container) hasPrivateProviders(w *scope) bool {
	if c.registrar.privateScopes == nil {
		c.registrar.privateScopes = map[*scope]bool{}
		for _, n := range c.nodes {
			if !n.Replaces && n.Kind != graph.KindDecorator && len(n.Results) > 0 {
				c.registrar.privateScopes[n.resultScope] = true
			}
		}
	}
	return c.registrar.privateScopes[w]
}
