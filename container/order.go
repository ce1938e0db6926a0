// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import "github.com/facet-go/facet/internal/registration"

// orderEdge is an order-only edge, of the option After or Before.
type orderEdge struct {
	predecessor int              // the node that is constructed and started first; 0 if the key has no provider
	declaredBy  int              // the node with the option
	isBefore    bool             // the option is Before
	key         registration.Key // of the option
}

// resolveOrder adds the edges of the options After and Before of n.
func (c *Container) resolveOrder(n *node) {
	for _, key := range n.After {
		versions := c.versions(n, key)
		for _, first := range versions {
			c.addOrder(n, orderEdge{first, n.index, false, key})
		}
		if len(versions) == 0 {
			n.unresolvedOrder = append(n.unresolvedOrder, orderEdge{declaredBy: n.index, key: key})
		}
	}
	for _, key := range n.Before {
		versions := c.versions(n, key)
		for _, second := range versions {
			c.addOrder(c.nodes[second], orderEdge{n.index, n.index, true, key})
		}
		if len(versions) == 0 {
			n.unresolvedOrder = append(n.unresolvedOrder, orderEdge{declaredBy: n.index, isBefore: true, key: key})
		}
	}
}

// versions returns the provider of a key that is visible to n, and the decorator whose
// result n would receive, if there is one.
func (c *Container) versions(n *node, key registration.Key) []int {
	provider, home, ok := n.scope.lookup(key)
	if !ok {
		return nil
	}
	if d, ok := n.decoratorOf(key, home); ok {
		return []int{provider, d}
	}
	return []int{provider}
}

// addOrder adds an order-only edge to n, unless n has one from the same predecessor.
func (c *Container) addOrder(n *node, o orderEdge) {
	c.hasOrderEdges = true
	edge := [2]int{n.index, o.predecessor}
	if _, known := c.registrar.orderEdges[edge]; !known {
		c.registrar.orderEdges[edge] = struct{}{}
		n.orderedAfter = append(n.orderedAfter, o)
	}
}
