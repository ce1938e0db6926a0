// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// unresolvedOrder explains an order-only edge whose key has no provider.
func (e *explainer) unresolvedOrder(o *orderEdge) *graph.Problem {
	n := e.node(o.declaredBy)
	p := &graph.Problem{Slug: "order-of-nothing", Place: n.Place}
	if old, ok := e.c.replacedProvider(n.scope, o.key, binding{provider: unbound}); ok {
		p.Text = fmt.Sprintf("%s: %s, but %s; provide it there as well, or remove the option", n.Name(), o.optionText(), old.replacedText(o.key))
		return p
	}
	p.Text = fmt.Sprintf("%s: %s, but nothing provides %v; provide it, or remove the option", n.Name(), o.optionText(), o.key)
	if !e.mayCompare() {
		p.Advice = notCompared
		return p
	}
	p.Near = e.rankMatches(&missingKey{key: o.key, consumers: []edgeRef{{node: n.index}}}, nil, func(n *node, r registration.Result) match {
		return n.match(o.key, r, true).withAdvice(func(string) string { return e.orderAdvice(o, n, r) })
	})
	return p
}

// orderAdvice says how to order by a result of n, which is similar to the key of an edge.
func (e *explainer) orderAdvice(o *orderEdge, n *node, r registration.Result) string {
	if r.Key.Group == "" {
		right := orderEdge{isBefore: o.isBefore, key: r.Key}
		return "write " + right.optionText()
	}
	if n.Kind == graph.KindValue {
		return "a value exists before all constructors; remove the option"
	}
	// A member of a group has no key of its own, but can have an option itself.
	for _, own := range e.node(o.declaredBy).Results {
		if own.Key.Group == "" {
			inverse := orderEdge{isBefore: !o.isBefore, key: own.Key}
			return "add " + inverse.optionText() + n.atPlace()
		}
	}
	return "a member of a group has no key by which to order; let its constructor return one more value, and name the type of that"
}

// optionText returns the option of an edge as Go source.
func (o *orderEdge) optionText() string {
	name := "After"
	if o.isBefore {
		name = "Before"
	}
	text := fmt.Sprintf("provide.%s[%s]", name, shortType(o.key.Type))
	if o.key.Name != "" {
		return text + fmt.Sprintf("(%q)", o.key.Name)
	}
	return text + "()"
}
