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
	s := groupSearch{c: c, requests: map[int]groupRequest{}, hasConflict: map[int]bool{}}
	for _, n := range c.nodes {
		for i := range n.Params {
			if n.Params[i].Parallel != "" && n.replacedBy == nil {
				s.param(n, i)
			}
		}
	}
	for i, n := range c.nodes {
		n.parallelGroup = cmp.Or(n.Parallel, s.requests[i].group, n.Module.ParallelGroup())
	}
	return s.problems
}

// groupSearch collects the parallel groups that consumers name.
type groupSearch struct {
	c           *Container
	requests    map[int]groupRequest // by provider
	hasConflict map[int]bool
	problems    []*graph.Problem
}

// param adds the group in the tag of a parameter.
func (s *groupSearch) param(n *node, param int) {
	request := groupRequest{n.Params[param].Parallel, edgeRef{n.index, param}}
	for _, provider := range s.c.providersOf(n, param) {
		other, requested := s.requests[provider]
		switch {
		case !requested:
			s.requests[provider] = request
		case other.group != request.group && s.c.conflictMatters(provider) && !s.hasConflict[provider]:
			s.hasConflict[provider] = true
			s.problems = append(s.problems, s.c.registrar.explain.groupConflict(provider, other, request))
		}
	}
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
