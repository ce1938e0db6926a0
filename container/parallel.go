// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"

	"github.com/facet-go/facet/graph"
)

// wish is a parallel group that a consumer asks for by a struct tag.
type wish struct {
	group string
	by    hop
}

// resolveGroups finds the parallel group of each node: its own option, else what
// its consumers ask for, else the module around it. It returns a problem for each
// node whose consumers disagree where that matters.
func (c *Container) resolveGroups() []*graph.Problem {
	var problems []*graph.Problem
	wishes := map[int]wish{}
	disagreed := map[int]bool{}
	for _, n := range c.nodes {
		for i := range n.Params {
			p := &n.Params[i]
			if p.Parallel == "" || n.replacedBy != nil {
				continue
			}
			for _, giver := range c.givers(n, i) {
				w := wish{p.Parallel, hop{n.index, i}}
				first, asked := wishes[giver]
				switch {
				case !asked:
					wishes[giver] = w
				case first.group != w.group && c.matters(giver) && !disagreed[giver]:
					disagreed[giver] = true
					problems = append(problems, c.describeWishes(giver, first, w))
				}
			}
		}
	}
	for i, n := range c.nodes {
		if group := cmp.Or(n.Parallel, wishes[i].group, n.Module.ParallelGroup()); group != "" {
			n.own().group = group
		}
	}
	return problems
}

// matters tells whether it matters in which group the consumers of a node want it.
// A value does nothing at start.
func (c *Container) matters(giver int) bool {
	n := c.nodes[giver]
	return n.Parallel == "" && n.Kind != graph.KindValue
}

// givers returns the nodes that fill a parameter.
func (c *Container) givers(n *node, param int) []int {
	if s := n.needs[param]; s.from >= 0 {
		return []int{int(s.from)}
	}
	members := n.members(param)
	nodes := make([]int, len(members))
	for i, m := range members {
		nodes[i] = m.node
	}
	return nodes
}

func (c *Container) describeWishes(giver int, first, second wish) *graph.Problem {
	n := c.nodes[giver]
	return &graph.Problem{
		Slug: "conflicting-groups", Place: n.Place,
		Text: fmt.Sprintf("%s: is asked for in the parallel groups %q and %q; use one tag, or add provide.Parallel to its Provide, which overrides both",
			n.Name(), first.group, second.group),
		Path: []graph.Hop{c.hop(fmt.Sprintf("%q by", first.group), first.by), c.hop(fmt.Sprintf("%q by", second.group), second.by)},
	}
}

// Parallel returns the parallel group of a node, "" for none.
func (c *Container) Parallel(node int) string { return c.nodes[node].group }
