// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// resolve finds what fills the parameters of nodes.
func (c *Container) resolve(nodes ...*node) {
	total := 0
	for _, n := range nodes {
		total += len(n.Params)
	}
	all := make([]source, total)
	for _, n := range nodes {
		n.needs, all = all[:len(n.Params):len(n.Params)], all[len(n.Params):]
		for i := range n.Params {
			n.needs[i] = c.source(n, &n.Params[i])
		}
	}
}

// source finds what fills a parameter.
func (c *Container) source(n *node, p *provide.Param) source {
	switch {
	case slices.Contains(c.scoped, p.Key.Type) && p.Key.Name == "" && p.Key.Group == "":
		return source{from: fromScope}
	case p.Key.Group != "":
		if d, ok := n.decorated(p.Key, c.app); ok {
			return c.resultOf(d, p.Key)
		}
		t := n.own()
		t.gathered = append(t.gathered, c.visible(n.world, p.Key))
		return source{from: fromGroup, result: id(len(t.gathered) - 1)}
	}
	from, home, ok := n.world.lookup(p.Key)
	if !ok {
		return source{from: fromNobody}
	}
	if d, ok := n.decorated(p.Key, home); ok {
		from = d
	}
	return c.resultOf(from, p.Key)
}

// decorated returns the decorator whose product n receives under a key, if there
// is one. A decorator receives what it changes further.
func (n *node) decorated(key provide.Key, home *world) (decorator int, ok bool) {
	if n.Kind == graph.KindDecorator && n.gives(key) {
		return n.world.before(n.index, key, home)
	}
	return n.world.decorated(key, home)
}

func (n *node) gives(key provide.Key) bool {
	return slices.ContainsFunc(n.Results, func(r provide.Result) bool { return r.Key == key })
}

func (c *Container) resultOf(node int, key provide.Key) source {
	at := slices.IndexFunc(c.nodes[node].Results, func(r provide.Result) bool { return r.Key == key })
	return source{from: id(node), result: id(at)}
}

// visible returns the members of a group that are visible in w.
func (c *Container) visible(w *world, key provide.Key) []member {
	members := c.groups[key]
	if !c.parted[key] {
		return members
	}
	return slices.DeleteFunc(slices.Clone(members), func(m member) bool { return !w.sees(c.nodes[m.node].home) })
}

// id returns a position as it is kept. A graph of 2^31 nodes does not fit in memory.
func id(i int) int32 { return int32(i) } //nolint:gosec // as the comment says
