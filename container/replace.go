// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// applyReplacements puts each replacement in the place of the nodes that provide the same
// keys. Replaced nodes are never called.
func (c *Container) applyReplacements() []*graph.Problem {
	var problems []*graph.Problem
	replacements := map[int][]*node{} // by replaced node
	for _, n := range c.nodes {
		if n.Replaces {
			problems = append(problems, c.applyReplacement(n, replacements)...)
		}
	}
	c.sortChangedGroups()
	for _, old := range c.nodes {
		if old.replacedBy != nil {
			old.markLostGroups(replacements[old.index])
		}
	}
	c.roots = slices.DeleteFunc(c.roots, func(i int) bool { return c.nodes[i].replacedBy != nil })
	return problems
}

// applyReplacement applies one replacement and adds it to replacements.
func (c *Container) applyReplacement(n *node, replacements map[int][]*node) []*graph.Problem {
	explain := c.registrar.explain
	s := c.scopeOf(n.Module)
	var unmatched []registration.Key
	var problems []*graph.Problem
	hasKey := false
	for _, r := range n.Results {
		if r.Key.Group != "" {
			continue
		}
		hasKey = true
		old, home, ok := s.lookupReplaced(r.Key)
		switch {
		case !ok:
			unmatched = append(unmatched, r.Key)
			n.resultScope.providers[r.Key] = n.index // so that the key is not reported as missing, too
		case old == n.index:
		case c.nodes[old].Replaces:
			problems = append(problems, explain.replacedTwice(c.nodes[old], n, r.Key))
		default:
			if p := explain.privateReplacement(n, r.Key, home); p != nil && n.resultScope != home {
				problems = append(problems, p)
			}
			n.resultScope = home
			c.replaceNode(old, n)
			replacements[old] = append(replacements[old], n)
			if !slices.Contains(n.replaces, old) {
				n.replaces = append(n.replaces, old)
			}
			home.providers[r.Key] = n.index
		}
	}
	c.joinGroups(n)
	switch {
	case n.Broken:
	case len(unmatched) > 0:
		problems = append(problems, explain.replacedNothing(n, unmatched))
	case !hasKey:
		problems = append(problems, explain.keylessReplacement(n))
	}
	return problems
}

// joinGroups adds the results of a replacement to their value groups.
func (c *Container) joinGroups(n *node) {
	for j, r := range n.Results {
		if r.Key.Group != "" {
			c.addMember(r.Key, member{n.index, j})
			c.registrar.changedGroups[r.Key] = struct{}{}
		}
	}
}

// replaceNode removes a node from the graph.
func (c *Container) replaceNode(old int, by *node) {
	n := c.nodes[old]
	if n.replacedBy != nil {
		return
	}
	n.replacedBy = by
	for _, r := range n.Results {
		if r.Key.Group != "" {
			c.registrar.changedGroups[r.Key] = struct{}{}
		} else if provider, ok := n.resultScope.providers[r.Key]; ok && provider == old {
			delete(n.resultScope.providers, r.Key)
			n.resultScope.replaced[r.Key] = old
		}
	}
}

// markLostGroups marks the value groups that n had members in and none of its
// replacements has.
func (n *node) markLostGroups(replacements []*node) {
	for _, r := range n.Results {
		isProvided := slices.ContainsFunc(replacements, func(by *node) bool { return by.provides(r.Key) })
		if _, isMarked := n.resultScope.replaced[r.Key]; r.Key.Group != "" && !isProvided && !isMarked {
			n.resultScope.replaced[r.Key] = n.index
		}
	}
}

// replacedProvider returns the replaced node that provided what a parameter needs, if
// nothing provides it now.
func (c *Container) replacedProvider(s *scope, key registration.Key, b binding) (*node, bool) {
	if b.provider >= 0 {
		return nil, false
	}
	for ; s != nil; s = s.parent {
		if old, ok := s.replaced[key]; ok {
			return c.nodes[old], true
		}
	}
	return nil, false
}

// checkDecorators returns a problem for each decorator of a key that is not provided
// where the decorator is listed.
func (c *Container) checkDecorators() []*graph.Problem {
	var problems []*graph.Problem
	for _, n := range c.nodes {
		if n.Kind != graph.KindDecorator || n.Broken {
			continue
		}
		for _, r := range n.Results {
			if !c.isProvided(n.scope, r.Key) {
				problems = append(problems, c.registrar.explain.decoratedNothing(n, r.Key))
			}
		}
	}
	return problems
}
