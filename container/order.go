// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// orderEdge is an order-only edge, from After or Before.
type orderEdge struct {
	predecessor int         // which comes before; not set if nobody provides the key
	declaredBy  int         // the node whose option says so
	isBefore    bool        // that is Before, not After
	key         provide.Key // of the option
}

// resolveOrder files the order-only edges that the options of n ask for: behind or
// before what gives a key, and the version of it that n would receive.
func (c *Container) resolveOrder(n *node) {
	for _, key := range n.After {
		versions := c.versions(n, key)
		for _, first := range versions {
			c.addOrder(n, orderEdge{first, n.index, false, key})
		}
		if len(versions) == 0 {
			t := n.own()
			t.unresolvedOrder = append(t.unresolvedOrder, orderEdge{declaredBy: n.index, key: key})
		}
	}
	for _, key := range n.Before {
		versions := c.versions(n, key)
		for _, second := range versions {
			c.addOrder(c.nodes[second], orderEdge{n.index, n.index, true, key})
		}
		if len(versions) == 0 {
			t := n.own()
			t.unresolvedOrder = append(t.unresolvedOrder, orderEdge{declaredBy: n.index, isBefore: true, key: key})
		}
	}
}

// versions returns the node that gives a key where n sees it, and the decorator
// whose product n would receive, if there is one.
func (c *Container) versions(n *node, key provide.Key) []int {
	from, home, ok := n.scope.lookup(key)
	if !ok {
		return nil
	}
	if d, ok := n.decoratorOf(key, home); ok {
		return []int{from, d}
	}
	return []int{from}
}

// addOrder orders n behind another node, if nothing has done so before.
func (c *Container) addOrder(n *node, o orderEdge) {
	c.hasOrderEdges = true
	if c.registrar.isNewOrder(n.index, o.predecessor) {
		t := n.own()
		t.orderedAfter = append(t.orderedAfter, o)
	}
}

// explainUnresolvedOrder writes out an order behind or before what nobody provides.
func (c *Container) explainUnresolvedOrder(o *orderEdge, ways *rootPaths) *graph.Problem {
	n := c.nodes[o.declaredBy]
	if old, ok := c.replacedProvider(n.scope, o.key, binding{provider: unbound}); ok {
		return &graph.Problem{
			Slug: "order-of-nothing", Place: n.Place,
			Text: fmt.Sprintf("%s: %s, which %s gave; %s replaces that, and does not give it; have it give that too, or leave the option out",
				n.Name(), o.optionText(), old.Name(), old.replacedBy.Name()),
		}
	}
	p := &graph.Problem{
		Slug: "order-of-nothing", Place: n.Place,
		Text: fmt.Sprintf("%s: %s, and nothing provides %v; provide it, or leave the option out", n.Name(), o.optionText(), o.key),
	}
	if !ways.compared.take() {
		p.Advice = notCompared
		return p
	}
	p.Near = c.rankMatches(&missingKey{key: o.key, consumers: []edgeRef{{node: n.index}}}, nil, func(n *node, r provide.Result) match {
		return n.match(o.key, r, true).withAdvice(func(string) string { return c.orderAdvice(o, n, r) })
	})
	return p
}

// orderAdvice says what would have the order by a result that is almost what o names.
func (c *Container) orderAdvice(o *orderEdge, n *node, r provide.Result) string {
	if r.Key.Group == "" {
		right := orderEdge{isBefore: o.isBefore, key: r.Key}
		return "write " + right.optionText()
	}
	if n.Kind == graph.KindValue {
		return "a value is there already; leave the option out"
	}
	// A member of a group has no key of its own, and can yet be ordered itself.
	for _, own := range c.nodes[o.declaredBy].Results {
		if own.Key.Group == "" {
			inverse := orderEdge{isBefore: !o.isBefore, key: own.Key}
			return "add " + inverse.optionText() + n.atPlace()
		}
	}
	return "a member of a group has no key to be ordered by; have its constructor give one more value, and name the type of that"
}

// optionText writes the option of an edge as it is written.
func (o *orderEdge) optionText() string {
	name := "After"
	if o.isBefore {
		name = "Before"
	}
	text := fmt.Sprintf("provide.%s[%s]", name, graph.ShortName(graph.TypeName(o.key.Type)))
	if o.key.Name != "" {
		return text + fmt.Sprintf("(%q)", o.key.Name)
	}
	return text + "()"
}
