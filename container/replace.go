// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// replace puts replacements in the place of the constructors that give the same
// keys, which are never called. Where those gave more, it notes what is not given
// any more.
func (c *Container) replace() []*graph.Problem {
	var problems []*graph.Problem
	by := map[int][]*node{}
	for _, n := range c.nodes {
		if n.Replaces {
			problems = append(problems, c.applyReplacement(n, by)...)
		}
	}
	c.sortChangedGroups()
	for _, old := range c.nodes {
		if old.replacedBy != nil {
			old.leaveGroups(by[old.index])
		}
	}
	c.roots = slices.DeleteFunc(c.roots, func(i int) bool { return c.nodes[i].replacedBy != nil })
	return problems
}

// applyReplacement puts one replacement in place, and notes in by whom it replaces.
func (c *Container) applyReplacement(n *node, by map[int][]*node) []*graph.Problem {
	w := c.scopeOf(n.Module)
	var nothing []provide.Key
	var problems []*graph.Problem
	plain := false
	for _, r := range n.Results {
		if r.Key.Group != "" {
			continue
		}
		plain = true
		old, home, ok := w.lookupReplaced(r.Key)
		switch {
		case !ok:
			nothing = append(nothing, r.Key)
			n.resultScope.providers.set(r.Key, n.index) // so that nobody is told that it is missing
		case old == n.index:
		case c.nodes[old].Replaces:
			problems = append(problems, c.explainReplacedTwice(c.nodes[old], n, r.Key))
		default:
			if p := c.explainPrivateReplacement(n, r.Key, home); p != nil && n.resultScope != home {
				problems = append(problems, p)
			}
			n.resultScope = home
			c.replaceNode(old, n)
			by[old] = append(by[old], n)
			if !slices.Contains(n.replaces, old) {
				t := n.own()
				t.replaces = append(t.replaces, old)
			}
			home.providers.set(r.Key, n.index)
			home.replaced.delete(r.Key)
		}
	}
	c.joinGroups(n)
	switch {
	case n.Broken:
	case len(nothing) > 0:
		problems = append(problems, c.explainReplacedNothing(n, nothing))
	case !plain && len(n.Results) > 0:
		problems = append(problems, c.explainKeylessReplacement(n))
	}
	return problems
}

// joinGroups makes a replacement a member of the groups that it gives to.
func (c *Container) joinGroups(n *node) {
	for j, r := range n.Results {
		if r.Key.Group == "" {
			continue
		}
		c.groups[r.Key] = append(c.groups[r.Key], member{n.index, j})
		c.registrar.markChangedGroup(r.Key)
		if n.resultScope != c.rootScope {
			c.hasPrivateMembers[r.Key] = true
		}
	}
}

// replaceNode takes a constructor out of the graph.
func (c *Container) replaceNode(old int, by *node) {
	d := c.nodes[old]
	if d.replacedBy != nil {
		return
	}
	d.own().replacedBy = by
	for _, r := range d.Results {
		if r.Key.Group != "" {
			c.registrar.markChangedGroup(r.Key)
		} else if giver, ok := d.resultScope.providers.get(r.Key); ok && giver == old {
			d.resultScope.providers.delete(r.Key)
			d.resultScope.replaced.set(r.Key, old)
		}
	}
}

// leaveGroups notes the groups that n gave to, and none of its replacements does.
func (n *node) leaveGroups(replacements []*node) {
	for _, r := range n.Results {
		given := slices.ContainsFunc(replacements, func(by *node) bool { return by.provides(r.Key) })
		if _, noted := n.resultScope.replaced.get(r.Key); r.Key.Group != "" && !given && !noted {
			n.resultScope.replaced.set(r.Key, n.index)
		}
	}
}

// replacedProvider returns the replaced node that gave what a parameter asks for, if
// nothing gives it in its place.
func (c *Container) replacedProvider(w *scope, key provide.Key, s binding) (*node, bool) {
	if s.provider >= 0 {
		return nil, false
	}
	for ; w != nil; w = w.parent {
		if old, ok := w.replaced.get(key); ok {
			return c.nodes[old], true
		}
	}
	return nil, false
}

func (c *Container) explainPartialReplacement(m *missingKey, ways *rootPaths) *graph.Problem {
	p, _ := c.explainNeed(m, ways)
	old, by := m.replaced, m.replaced.replacedBy
	p.Slug = "partial-replacement"
	p.Text = fmt.Sprintf("%s replaces %s, and does not give %v, which is needed; have it give that too", by.Name(), old.Name(), m.key)
	if m.key.Group == "" {
		p.Text += ", or add one more facet.Replace that does"
	}
	p.Place = by.Place
	return p
}

func (c *Container) explainReplacedNothing(n *node, keys []provide.Key) *graph.Problem {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.String()
	}
	p := &graph.Problem{
		Slug: "replaced-nothing", Place: n.Place,
		Text: fmt.Sprintf("%s: replaces nothing: nobody provides %s; use facet.Provide, or replace a type that is provided", n.Name(), strings.Join(names, ", ")),
	}
	c.suggestTargets(p, n, keys[0], "replace")
	return p
}

// explainPrivateReplacement is the problem of a replacement that is to be private although what
// it replaces is not; nil for any other.
func (c *Container) explainPrivateReplacement(n *node, key provide.Key, home *scope) *graph.Problem {
	private := c.resultScope(n.Spec)
	if home.isWithin(private) || !n.Private && c.hasPrivateProviders(private) {
		return nil
	}
	option, change := "provide.Private()", "leave it out"
	if !n.Private {
		option, change = "facet.Private()", "leave it out, as the module provides nothing else"
	}
	return &graph.Problem{
		Slug: "private-replacement", Place: n.Place,
		Text: fmt.Sprintf("%s: %s has no effect on a replacement: %v is replaced for all who see it; %s, or use facet.Provide for one more that only module %q sees",
			n.Name(), option, key, change, private.module.Path()),
	}
}

func (c *Container) explainKeylessReplacement(n *node) *graph.Problem {
	return &graph.Problem{
		Slug: "replaced-nothing", Place: n.Place,
		Text: n.Name() + ": replaces nothing: it gives members of groups only, and those have no key by which to find what they replace; give what the constructor to be replaced gives besides, or use facet.Decorate for the whole group",
	}
}

func (c *Container) explainReplacedTwice(first, second *node, key provide.Key) *graph.Problem {
	return &graph.Problem{
		Slug: "conflicting-replacements", Place: second.Place,
		Text: fmt.Sprintf("%v is replaced twice; keep one", key),
		Path: []graph.Hop{
			first.registered("replaced by"),
			second.registered("and by"),
		},
	}
}
