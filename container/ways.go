// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"
	"math"

	"github.com/facet-go/facet/graph"
)

// ways are shortest ways from roots, by node.
type ways struct {
	way      []way
	compared budget // of the problems that are described with them
}

// way is one step of a shortest way to a root: the consumer through which that
// reaches the node.
type way struct {
	hop        // of isRoot or unreached for none
	length int // in steps
	far    int // the node on the way from which the far end begins
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

// waysIn returns the ways to the given roots.
func (c *Container) waysIn(roots []int) *ways {
	all := make([]way, len(c.nodes))
	for i := range all {
		all[i] = way{hop{node: unreached}, math.MaxInt, i}
	}
	queue := append([]int(nil), roots...)
	for _, r := range roots {
		all[r] = way{hop{node: isRoot}, 0, r}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		c.nodes[i].dependencies(false, func(dep, param int) {
			if all[dep].node != unreached {
				return
			}
			all[dep] = way{hop{i, param}, all[i].length + 1, dep}
			if all[dep].length > farEnd {
				all[dep].far = all[i].far
			}
			queue = append(queue, dep)
		})
	}
	return &ways{way: all}
}

// nearest orders hops by the length of the way to a root.
func (w *ways) nearest(a, b hop) int { return cmp.Compare(w.way[a.node].length, w.way[b.node].length) }

// wayOut lists the consumers from node i up to a root.
func (c *Container) wayOut(i int, ways *ways) []graph.Hop {
	var hops []graph.Hop
	follow := func(i, n int) {
		for ; n > 0 && ways.way[i].node >= 0; n-- {
			hops = append(hops, c.hop("for", ways.way[i].hop))
			i = ways.way[i].node
		}
	}
	length := ways.way[i].length
	if ways.way[i].node == unreached || length <= nearEnd+farEnd+1 {
		follow(i, length)
		return hops
	}
	follow(i, nearEnd)
	hops = append(hops, graph.Hop{Relation: "for", Name: fmt.Sprintf("%d more", length-nearEnd-farEnd)})
	follow(ways.way[i].far, farEnd)
	return hops
}
