// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"

	"github.com/facet-go/facet/graph"
)

// groupRequest is a parallel group that a consumer asks for by a struct tag.
type groupRequest struct {
	group string
	by    edgeRef
}

// resolveGroups finds the parallel group of each node: its own option, else what
// its consumers ask for, else the module around it. It returns a problem for each
// node whose consumers disagree where that matters.
func (c *Container) resolveGroups() []*graph.Problem {
	var problems []*graph.Problem
	wishes := map[int]groupRequest{}
	disagreed := map[int]bool{}
	for _, n := range c.nodes {
		for i := range n.Params {
			p := &n.Params[i]
			if p.Parallel == "" || n.replacedBy != nil {
				continue
			}
			for _, giver := range c.providersOf(n, i) {
				w := groupRequest{p.Parallel, edgeRef{n.index, i}}
				first, asked := wishes[giver]
				switch {
				case !asked:
					wishes[giver] = w
				case first.group != w.group && c.conflictMatters(giver) && !disagreed[giver]:
					disagreed[giver] = true
					problems = append(problems, c.explainGroupConflict(giver, first, w))
				}
			}
		}
	}
	for i, n := range c.nodes {
		if group := cmp.Or(n.Parallel, wishes[i].group, n.Module.ParallelGroup()); group != "" {
			n.own().parallelGroup = group
		}
	}
	return problems
}

// conflictMatters tells whether it matters in which group the consumers of a node want it.
// A value does nothing at start.
func (c *Container) conflictMatters(giver int) bool {
	n := c.nodes[giver]
	return n.Parallel == "" && n.Kind != graph.KindValue
}

// providersOf returns the nodes that fill a parameter.
func (c *Container) providersOf(n *node, param int) []int {
	if s := n.bindings[param]; s.provider >= 0 {
		return []int{int(s.provider)}
	}
	members := n.groupMembers(param)
	nodes := make([]int, len(members))
	for i, m := range members {
		nodes[i] = m.node
	}
	return nodes
}

func (c *Container) explainGroupConflict(giver int, first, second groupRequest) *graph.Problem {
	n := c.nodes[giver]
	return &graph.Problem{
		Slug: "conflicting-groups", Place: n.Place,
		Text: fmt.Sprintf("%s: is asked for in the parallel groups %q and %q; use one tag, or add provide.Parallel to its Provide, which overrides both",
			n.Name(), first.group, second.group),
		Path: []graph.Hop{c.pathStep(fmt.Sprintf("%q by", first.group), first.by), c.pathStep(fmt.Sprintf("%q by", second.group), second.by)},
	}
}

// Parallel returns the parallel group of a node, "" for none.
func (c *Container) Parallel(node int) string { return c.nodes[node].parallelGroup }
