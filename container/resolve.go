// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// bindParams sets the bindings of nodes.
func (c *Container) bindParams(nodes ...*node) {
	total := 0
	for _, n := range nodes {
		total += len(n.Params)
	}
	all := make([]binding, total)
	for _, n := range nodes {
		n.bindings, all = all[:len(n.Params):len(n.Params)], all[len(n.Params):]
		for i := range n.Params {
			if from := c.wiring.provider(n.Spec, i); from != nil {
				n.bindings[i] = c.bindWired(from, n.Params[i].Key)
				continue
			}
			n.bindings[i] = c.bind(n, &n.Params[i])
		}
	}
}

// bind returns the binding of a parameter of n. A value group is added to n.groups.
func (c *Container) bind(n *node, p *registration.Param) binding {
	switch {
	case slices.Contains(c.reserved, p.Key.Type) && p.Key.Name == "" && p.Key.Group == "":
		return binding{provider: bindReserved}
	case p.Key.Group != "":
		if d, ok := n.decoratorOf(p.Key, c.rootScope); ok {
			return c.bindResult(d, p.Key)
		}
		n.groups = append(n.groups, c.visibleMembers(n.scope, p.Key))
		return binding{provider: bindGroup, result: to32(len(n.groups) - 1)}
	}
	provider, home, ok := n.scope.lookup(p.Key)
	if !ok {
		return binding{provider: unbound}
	}
	if d, ok := n.decoratorOf(p.Key, home); ok {
		provider = d
	}
	return c.bindResult(provider, p.Key)
}

// decoratorOf returns the decorator whose result n receives for a key that is provided in
// home, if there is one. A decorator receives the result of the decorator before it.
func (n *node) decoratorOf(key registration.Key, home *scope) (decorator int, ok bool) {
	if n.Kind == graph.KindDecorator && n.provides(key) {
		return n.scope.previousDecorator(n.index, key, home)
	}
	return n.scope.lastDecorator(key, home)
}

func (c *Container) bindResult(node int, key registration.Key) binding {
	at := slices.IndexFunc(c.nodes[node].Results, func(r registration.Result) bool { return r.Key == key })
	return binding{provider: to32(node), result: to32(at)}
}

// visibleMembers returns the members of a value group that are visible in s.
func (c *Container) visibleMembers(s *scope, key registration.Key) []member {
	members := c.groups[key]
	if !c.hasPrivateMembers[key] {
		return members
	}
	return slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !s.isWithin(c.nodes[m.node].resultScope) })
}

// isProvided reports whether a key has a provider that is visible in s.
func (c *Container) isProvided(s *scope, key registration.Key) bool {
	if key.Group != "" {
		return len(c.visibleMembers(s, key)) > 0
	}
	_, _, ok := s.lookup(key)
	return ok
}

// to32 converts the index of a node or a result. A graph of 2^31 nodes does not fit in
// memory.
func to32(i int) int32 { return int32(i) } //nolint:gosec // as the comment says
