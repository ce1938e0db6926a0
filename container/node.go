// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"slices"

	"github.com/facet-go/facet/internal/registration"
)

// node is one registration, with the bindings of its parameters.
type node struct {
	*registration.Spec
	index       int
	scope       *scope    // in which its parameters are resolved
	resultScope *scope    // in which its results are visible
	bindings    []binding // of Params, by position

	// Few nodes have any of the fields below.

	groups          [][]member // the value groups of the bindings
	orderedAfter    []orderEdge
	unresolvedOrder []orderEdge // whose key has no provider
	parallelGroup   string
	replacedBy      *node
	replaces        []int
}

// binding says what fills a parameter.
type binding struct {
	provider int32 // a node, or one of the constants below
	result   int32 // index into the provider's Results; for bindGroup, into node.groups
}

// Values of binding.provider that are no nodes.
const (
	unbound      = -1 - iota // missing, or optional and absent
	bindGroup                // the members of a value group
	bindReserved             // a value that is made for each constructor
)

// member is a result of a node that is part of a value group.
type member struct {
	node   int
	result int // index into Results
}

// groupMembers returns the members of the value group that fills a parameter, or nil if
// something else fills it.
func (n *node) groupMembers(param int) []member {
	if b := n.bindings[param]; b.provider == bindGroup {
		return n.groups[b.result]
	}
	return nil
}

// dependencies calls yield for every node that n depends on, by parameter. A node may
// come several times. Members of soft groups are included only if soft is set.
func (n *node) dependencies(soft bool, yield func(dep int, param int)) {
	for i := range n.bindings {
		switch b := &n.bindings[i]; {
		case b.provider >= 0:
			yield(int(b.provider), i)
		case b.provider == bindGroup && (soft || !n.Params[i].Soft):
			for _, m := range n.groupMembers(i) {
				yield(m.node, i)
			}
		}
	}
}

func (n *node) provides(key registration.Key) bool {
	return slices.ContainsFunc(n.Results, func(r registration.Result) bool { return r.Key == key })
}
