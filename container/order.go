// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// order is an order-only edge, from After or Before.
type order struct {
	node   int         // which comes before; not set if nobody provides the key
	by     int         // the node whose option says so
	before bool        // that is Before, not After
	key    provide.Key // of the option
}

// resolveOrder files the order-only edges that the options of n ask for: behind or
// before what gives a key, and the version of it that n would receive.
func (c *Container) resolveOrder(n *node) {
	for _, key := range n.After {
		versions := c.versions(n, key)
		for _, first := range versions {
			c.follow(n, order{first, n.index, false, key})
		}
		if len(versions) == 0 {
			t := n.own()
			t.lost = append(t.lost, order{by: n.index, key: key})
		}
	}
	for _, key := range n.Before {
		versions := c.versions(n, key)
		for _, second := range versions {
			c.follow(c.nodes[second], order{n.index, n.index, true, key})
		}
		if len(versions) == 0 {
			t := n.own()
			t.lost = append(t.lost, order{by: n.index, before: true, key: key})
		}
	}
}

// versions returns the node that gives a key where n sees it, and the decorator
// whose product n would receive, if there is one.
func (c *Container) versions(n *node, key provide.Key) []int {
	from, home, ok := n.world.lookup(key)
	if !ok {
		return nil
	}
	if d, ok := n.decorated(key, home); ok {
		return []int{from, d}
	}
	return []int{from}
}

// follow orders n behind another node, if nothing has done so before.
func (c *Container) follow(n *node, o order) {
	c.ordered = true
	if c.filing.isNew(n.index, o.node) {
		t := n.own()
		t.after = append(t.after, o)
	}
}

// describeLost writes out an order behind or before what nobody provides.
func (c *Container) describeLost(o *order, ways *ways) *graph.Problem {
	n := c.nodes[o.by]
	if old, ok := c.replacedGiver(n.world, o.key, source{from: fromNobody}); ok {
		return &graph.Problem{
			Slug: "order-of-nothing", Place: n.Place,
			Text: fmt.Sprintf("%s: %s, which %s gave; %s replaces that, and does not give it; have it give that too, or leave the option out",
				n.Name(), o.option(), old.Name(), old.replacedBy.Name()),
		}
	}
	p := &graph.Problem{
		Slug: "order-of-nothing", Place: n.Place,
		Text: fmt.Sprintf("%s: %s, and nothing provides %v; provide it, or leave the option out", n.Name(), o.option(), o.key),
	}
	if !ways.compared.take() {
		p.Advice = notCompared
		return p
	}
	p.Near = c.rank(&missing{key: o.key, by: []hop{{node: n.index}}}, nil, func(n *node, r provide.Result) likeness {
		return n.near(o.key, r, true).instead(func(string) string { return c.instead(o, n, r) })
	})
	return p
}

// instead says what would have the order by a result that is almost what o names.
func (c *Container) instead(o *order, n *node, r provide.Result) string {
	if r.Key.Group == "" {
		right := order{before: o.before, key: r.Key}
		return "write " + right.option()
	}
	if n.Kind == graph.KindValue {
		return "a value is there already; leave the option out"
	}
	// A member of a group has no key of its own, and can yet be ordered itself.
	for _, own := range c.nodes[o.by].Results {
		if own.Key.Group == "" {
			inverse := order{before: !o.before, key: own.Key}
			return "add " + inverse.option() + n.listed()
		}
	}
	return "a member of a group has no key to be ordered by; have its constructor give one more value, and name the type of that"
}

// option writes the option of an edge as it is written.
func (o *order) option() string {
	name := "After"
	if o.before {
		name = "Before"
	}
	text := fmt.Sprintf("provide.%s[%s]", name, graph.ShortName(graph.TypeName(o.key.Type)))
	if o.key.Name != "" {
		return text + fmt.Sprintf("(%q)", o.key.Name)
	}
	return text + "()"
}
