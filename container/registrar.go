// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// registrar is the state that only [New] needs. With it the time for one registration does
// not depend on the number of registrations.
type registrar struct {
	explain       *explainer
	duplicates    map[duplicatePair]int         // indexes into Container.duplicates
	orderEdges    map[[2]int]struct{}           // from, to
	changedGroups map[registration.Key]struct{} // by replacements
	privateScopes map[*scope]bool               // with results of constructors that replace nothing; nil until it is needed
}

func newRegistrar(c *Container) *registrar {
	return &registrar{
		explain:       &explainer{query: query{c: c}},
		duplicates:    map[duplicatePair]int{},
		orderEdges:    map[[2]int]struct{}{},
		changedGroups: map[registration.Key]struct{}{},
	}
}

// sortChangedGroups removes replaced nodes from the groups that replacements changed, and
// puts the remaining members in registration order.
func (c *Container) sortChangedGroups() {
	for key := range c.registrar.changedGroups {
		members := slices.DeleteFunc(c.groups[key], func(m member) bool { return c.nodes[m.node].replacedBy != nil })
		slices.SortStableFunc(members, func(a, b member) int { return cmp.Compare(a.node, b.node) })
		c.groups[key] = members
	}
}

// hasPrivateProviders reports whether a constructor that replaces nothing has its results
// in a scope.
func (c *Container) hasPrivateProviders(s *scope) bool {
	if c.registrar.privateScopes == nil {
		c.registrar.privateScopes = map[*scope]bool{}
		for _, n := range c.nodes {
			if !n.Replaces && n.Kind != graph.KindDecorator && len(n.Results) > 0 {
				c.registrar.privateScopes[n.resultScope] = true
			}
		}
	}
	return c.registrar.privateScopes[s]
}

// duplicate is a pair of nodes that provide the same keys.
type duplicate struct {
	first, second int
	keys          []registration.Key
}

// duplicatePair identifies the duplicates that are reported as one problem: those of two
// nodes, or of two modules that were made by the same lines.
type duplicatePair struct {
	first, second             int
	firstModule, secondModule *registration.Module
}

// addDuplicate records that two nodes provide the same key.
func (c *Container) addDuplicate(first, second int, key registration.Key) {
	pair := duplicatePair{first: first, second: second}
	if c.haveSameLines(first, second) {
		pair = duplicatePair{firstModule: c.nodes[first].Module, secondModule: c.nodes[second].Module}
	}
	if at, known := c.registrar.duplicates[pair]; known {
		c.duplicates[at].keys = append(c.duplicates[at].keys, key)
		return
	}
	c.registrar.duplicates[pair] = len(c.duplicates)
	c.duplicates = append(c.duplicates, duplicate{first, second, []registration.Key{key}})
}

// haveSameLines reports whether two nodes belong to two modules that the same lines made,
// in a function that was called twice.
func (c *Container) haveSameLines(first, second int) bool {
	f, s := c.nodes[first], c.nodes[second]
	return f.Module != s.Module && f.Module != nil && s.Module != nil &&
		f.Module.Path() == s.Module.Path() && f.Place == s.Place && !f.Place.IsZero()
}
