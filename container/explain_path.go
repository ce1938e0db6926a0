// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"
	"math"

	"github.com/facet-go/facet/graph"
)

// rootPaths are shortest ways from roots, by node.
type rootPaths struct {
	steps    []pathStep
	compared budget // of the problems that are described with them
}

// pathStep is one step of a shortest way to a root: the consumer through which that
// reaches the node.
type pathStep struct {
	edgeRef     // of isRoot or unreached for none
	length  int // in steps
	farNode int // the node on the way from which the far end begins
}

// Values of way.node besides nodes.
const (
	isRoot    = -1
	unreached = -2
)

// Of a long way to a root the ends are shown.
const (
	nearEnd = 12
	farEnd  = 4
)

// shortestPaths returns the ways to the given roots.
func (c *Container) shortestPaths(roots []int) *rootPaths {
	all := make([]pathStep, len(c.nodes))
	for i := range all {
		all[i] = pathStep{edgeRef{node: unreached}, math.MaxInt, i}
	}
	queue := append([]int(nil), roots...)
	for _, r := range roots {
		all[r] = pathStep{edgeRef{node: isRoot}, 0, r}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		c.nodes[i].dependencies(false, func(dep, param int) {
			if all[dep].node != unreached {
				return
			}
			all[dep] = pathStep{edgeRef{i, param}, all[i].length + 1, dep}
			if all[dep].length > farEnd {
				all[dep].farNode = all[i].farNode
			}
			queue = append(queue, dep)
		})
	}
	return &rootPaths{steps: all}
}

// byDistance orders hops by the length of the way to a root.
func (w *rootPaths) byDistance(a, b edgeRef) int {
	return cmp.Compare(w.steps[a.node].length, w.steps[b.node].length)
}

// pathToRoot lists the consumers from node i up to a root.
func (c *Container) pathToRoot(i int, ways *rootPaths) []graph.Hop {
	var hops []graph.Hop
	follow := func(i, n int) {
		for ; n > 0 && ways.steps[i].node >= 0; n-- {
			hops = append(hops, c.pathStep("for", ways.steps[i].edgeRef))
			i = ways.steps[i].node
		}
	}
	length := ways.steps[i].length
	if ways.steps[i].node == unreached || length <= nearEnd+farEnd+1 {
		follow(i, length)
		return hops
	}
	follow(i, nearEnd)
	hops = append(hops, graph.Hop{Relation: "for", Name: fmt.Sprintf("%d more", length-nearEnd-farEnd)})
	follow(ways.steps[i].farNode, farEnd)
	return hops
}
