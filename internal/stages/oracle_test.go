// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package stages_test

import (
	"slices"
	"strconv"

	"github.com/facet-go/facet/internal/stages"
)

// tagged is an input of stages.
type tagged struct {
	deps [][]int
	tag  []int
	busy []bool
}

func (in *tagged) stages() [][]int {
	names := make([]string, len(in.tag))
	for i, tag := range in.tag {
		if tag >= 0 {
			names[i] = "group " + strconv.Itoa(tag)
		}
	}
	return stages.Of(in.deps, names, in.busy)
}

// staged knows about an input what stages has to find out, from the definitions
// and without thought for time.
type staged struct {
	*tagged
	before [][]bool // by node: what it depends on, directly or through others
	groups [][]int  // by tag: busy members, ascending; none where there is only one
	group  []int    // by node: its tag, or -1 if it is in no group
}

func newStaged(in *tagged) *staged {
	o := &staged{tagged: in, groups: make([][]int, slices.Max(in.tag)+1), group: make([]int, len(in.deps))}
	for i, ds := range in.deps {
		before := make([]bool, len(in.deps))
		for _, d := range ds {
			before[d] = true
			for j := range d {
				before[j] = before[j] || o.before[d][j]
			}
		}
		o.before = append(o.before, before)
		if o.group[i] = -1; in.tag[i] >= 0 && in.busy[i] {
			o.groups[in.tag[i]] = append(o.groups[in.tag[i]], i)
		}
	}
	for t, members := range o.groups {
		if len(members) < 2 {
			o.groups[t] = nil
		}
		for _, m := range o.groups[t] {
			o.group[m] = t
		}
	}
	return o
}

// levels returns, by member, the size of the longest chain of members that ends
// with it.
func (o *staged) levels(members []int) map[int]int {
	levels := map[int]int{}
	for _, m := range members {
		levels[m] = 1
		for _, other := range members {
			if o.before[m][other] {
				levels[m] = max(levels[m], levels[other]+1)
			}
		}
	}
	return levels
}

func (o *staged) depth(members []int) int {
	depth := 0
	for _, level := range o.levels(members) {
		depth = max(depth, level)
	}
	return depth
}

// least is a number of stages that no order is below: a group needs one for each
// member of its longest chain.
func (o *staged) least() int {
	least := 0
	for i, g := range o.group {
		if g < 0 && o.busy[i] {
			least++
		}
	}
	for _, members := range o.groups {
		least += o.depth(members)
	}
	return least
}

// crosses reports whether groups cross: whether the graph has a cycle once those
// members of a group that have the same level are one vertex.
//
// The rule has to split exactly then. As long as it did not, the fronts are such
// vertices. If it never does, the order in which it takes them is an order of that
// graph, which has no cycle then. And if there is no cycle, one of the vertices
// that are left waits for nothing; of a group that is its front, as the other
// levels wait for that.
func (o *staged) crosses() bool {
	vertex := make([]int, len(o.deps)) // by node: the first node of its vertex
	for i := range vertex {
		vertex[i] = i
	}
	for _, members := range o.groups {
		levels, first := o.levels(members), map[int]int{}
		for _, m := range members {
			if _, ok := first[levels[m]]; !ok {
				first[levels[m]] = m
			}
			vertex[m] = first[levels[m]]
		}
	}
	done := make([]bool, len(o.deps)) // by vertex
	for range done {
		waits := make([]bool, len(o.deps))
		for i, ds := range o.deps {
			for _, d := range ds {
				waits[vertex[i]] = waits[vertex[i]] || !done[vertex[d]]
			}
		}
		for _, v := range vertex {
			done[v] = !waits[v]
		}
	}
	return slices.ContainsFunc(vertex, func(v int) bool { return !done[v] })
}

// optimum is the least number of stages, by trying everything.
func (o *staged) optimum() int {
	needs := make([]uint, len(o.deps))
	for i, ds := range o.deps {
		for _, d := range ds {
			needs[i] |= 1 << d
		}
	}
	idle := func(done uint) uint {
		for i, busy := range o.busy {
			if !busy && needs[i]&^done == 0 {
				done |= 1 << i
			}
		}
		return done
	}
	all := uint(1)<<len(o.deps) - 1
	stages := make([]int, all+1) // by set of nodes that are done: one more than it takes
	stages[idle(0)] = 1
	for queue := []uint{idle(0)}; ; queue = queue[1:] {
		done := queue[0]
		if done == all {
			return stages[done] - 1
		}
		for stage := range o.candidates(done, needs) {
			if next := idle(done | stage); stages[next] == 0 {
				stages[next] = stages[done] + 1
				queue = append(queue, next)
			}
		}
	}
}

// candidates yields every stage that can come next.
func (o *staged) candidates(done uint, needs []uint) func(yield func(uint) bool) {
	return func(yield func(uint) bool) {
		ready := make([]uint, len(o.groups))
		for i, g := range o.group {
			if done>>i&1 == 1 || needs[i]&^done != 0 {
				continue
			}
			if g >= 0 {
				ready[g] |= 1 << i
			} else if !yield(1 << i) {
				return
			}
		}
		for _, members := range ready {
			for some := members; some > 0; some = (some - 1) & members {
				if !yield(some) {
					return
				}
			}
		}
	}
}

// naive is stages word for word. What it needs to know it finds anew each time.
type naive struct {
	*staged
	done   []bool
	splits int
}

func (o *staged) naive() (out [][]int, splits int) {
	n := &naive{staged: o, done: make([]bool, len(o.deps))}
	for {
		n.pass()
		stage := n.next()
		if stage == nil {
			if stage = n.split(); stage == nil {
				return out, n.splits
			}
			n.splits++
		}
		out = append(out, stage)
		for _, i := range stage {
			n.done[i] = true
		}
	}
}

func (n *naive) pass() {
	for i := range n.done {
		n.done[i] = n.done[i] || !n.busy[i] && n.ready(i)
	}
}

func (n *naive) ready(i int) bool {
	return !slices.ContainsFunc(n.deps[i], func(d int) bool { return !n.done[d] })
}

// next returns the unit that is ready and begins first.
func (n *naive) next() []int {
	for i := range n.done {
		if n.done[i] || !n.ready(i) {
			continue
		}
		unit := n.unit(i)
		if !slices.ContainsFunc(unit, func(m int) bool { return !n.ready(m) }) {
			return unit
		}
	}
	return nil
}

// unit returns the front that a node is in, or the node.
func (n *naive) unit(i int) []int {
	if g := n.group[i]; g >= 0 {
		if front := n.front(g); slices.Contains(front, i) {
			return front
		}
	}
	return []int{i}
}

func (n *naive) front(group int) []int {
	left := n.left(group)
	return slices.DeleteFunc(slices.Clone(left), func(m int) bool {
		return slices.ContainsFunc(left, func(other int) bool { return n.before[m][other] })
	})
}

func (n *naive) left(group int) []int {
	return slices.DeleteFunc(slices.Clone(n.groups[group]), func(m int) bool { return n.done[m] })
}

func (n *naive) split() []int {
	var best, stage []int
	waits := n.waits()
	for g := range n.groups {
		front := n.front(g)
		ready := slices.DeleteFunc(slices.Clone(front), func(m int) bool { return !n.ready(m) })
		if len(ready) == 0 || !isSourceNode(front[0], waits) {
			continue
		}
		left := n.left(g)
		after := slices.DeleteFunc(slices.Clone(left), func(m int) bool { return slices.Contains(ready, m) })
		offer := []int{n.depth(after) - (n.depth(left) - 1), len(front) - len(ready), ready[0]}
		if best == nil || slices.Compare(offer, best) < 0 {
			best, stage = offer, ready
		}
	}
	return stage
}

// waits returns, by node that is not done, what it waits for, directly or through
// others, if a front waits for whatever one of its members depends on.
func (n *naive) waits() [][]bool {
	units, all := make([][]int, len(n.done)), make([][]bool, len(n.done))
	for i, done := range n.done {
		if !done {
			units[i] = n.unit(i)
		}
	}
	for i := range units {
		if len(units[i]) > 1 && units[i][0] < i {
			all[i] = all[units[i][0]]
			continue
		}
		all[i] = make([]bool, len(n.done))
		for queue := slices.Clone(units[i]); len(queue) > 0; queue = queue[1:] {
			for _, d := range n.deps[queue[0]] {
				if !n.done[d] && !all[i][d] {
					for _, m := range units[d] {
						all[i][m] = true
					}
					queue = append(queue, units[d]...)
				}
			}
		}
	}
	return all
}

// isSourceNode reports whether all that a node waits for waits for the node as well.
func isSourceNode(i int, waits [][]bool) bool {
	for j, w := range waits[i] {
		if w && j != i && !waits[j][i] {
			return false
		}
	}
	return true
}
