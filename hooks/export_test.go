// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

// PlanDAG is Executor.Plan without the sequence: the steps of a component wait
// only for the components that it depends on. Cleanups stay one by one, after
// all stop hooks.
func PlanDAG(x *Executor, nodes []Node) *Plan {
	p := x.Plan(nodes)
	first, turn := map[*Lifecycle]int{}, map[*Lifecycle]int{}
	edges := map[[2]int]bool{}
	gate := -1 // the last vertex of the cleanups
	for v, vx := range p.vertices {
		switch {
		case vx.kind == vertexCleanup || vx.kind == vertexRelease:
			if gate >= 0 {
				edges[[2]int{gate, v}] = true
			}
			gate = v
			continue
		case v-1 == gate || p.vertices[v-1].lc != vx.lc:
			first[vx.lc] = v
		default:
			edges[[2]int{v - 1, v}] = true
		}
		turn[vx.lc] = v
	}
	for _, n := range nodes {
		edges[[2]int{gate, first[n.Lifecycle]}] = true
		for _, d := range n.Deps {
			edges[[2]int{turn[nodes[d].Lifecycle], first[n.Lifecycle]}] = true
		}
	}
	n := len(p.vertices)
	p.next, p.waits = make([][]int32, n), make([]int32, n)
	for from := range n {
		for to := range n {
			if edges[[2]int{from, to}] {
				p.next[from] = append(p.next[from], int32(to)) //nolint:gosec // a test's plan is small
				p.waits[to]++
			}
		}
	}
	return p
}
