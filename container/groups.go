// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"

	"github.com/facet-go/facet/graph"
)

// groupRequest is a parallel group that a consumer names in a struct tag.
type groupRequest struct {
	group    string
	consumer edgeRef
}

// resolveParallelGroups sets the parallel group of each node: the one of its own option,
// else of its consumers' tags, else of its module. It returns a problem for each node
// whose consumers disagree.
func (c *Container) resolveParallelGroups() []*graph.Problem {
	var problems []*graph.Problem
	requests := map[int]groupRequest{} // by provider
	hasConflict := map[int]bool{}
	for _, n := range c.nodes {
		for i := range n.Params {
			p := &n.Params[i]
			if p.Parallel == "" || n.replacedBy != nil {
				continue
			}
			for _, provider := range c.providersOf(n, i) {
				request := groupRequest{p.Parallel, edgeRef{n.index, i}}
				other, requested := requests[provider]
				switch {
				case !requested:
					requests[provider] = request
				case other.group != request.group && c.conflictMatters(provider) && !hasConflict[provider]:
					hasConflict[provider] = true
					problems = append(problems, c.registrar.explain.groupConflict(provider, other, request))
				}
			}
		}
	}
	for i, n := range c.nodes {
		n.parallelGroup = cmp.Or(n.Parallel, requests[i].group, n.Module.ParallelGroup())
	}
	return problems
}

// conflictMatters reports whether the tags of a node's consumers have an effect. A value
// has no hooks.
func (c *Container) conflictMatters(provider int) bool {
	n := c.nodes[provider]
	return n.Parallel == "" && n.Kind != graph.KindValue
}

// providersOf returns the nodes that fill a parameter.
func (c *Container) providersOf(n *node, param int) []int {
	if b := n.bindings[param]; b.provider >= 0 {
		return []int{int(b.provider)}
	}
	members := n.groupMembers(param)
	nodes := make([]int, len(members))
	for i, m := range members {
		nodes[i] = m.node
	}
	return nodes
}

// Parallel returns the parallel group of a node, or "".
func (c *Container) Parallel(node int) string { return c.nodes[node].parallelGroup }
