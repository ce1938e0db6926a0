// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package stages plans what runs concurrently: it orders the nodes of a graph into stages
// that run one after another.
package stages

import "github.com/facet-go/facet/internal/order"

// Of orders nodes, which are in construction order, into stages. A stage is a busy
// node, or members of one group, ascending. Every busy node is in exactly one stage, and
// all that it depends on, directly or through others, is in stages before that.
//
//   - deps[i] are the nodes that node i depends on, all before i.
//   - names[i] is the name of the group of node i, "" for none. A group with one busy
//     member is none.
//   - busy[i] reports whether node i has steps. One that has none is in no stage and
//     in no group, and is done as soon as all that it depends on is done.
//
// The members of a group that depend on no other member that is left are its front.
// The next stage is the node without a group, or the front, that waits for nothing
// and has the smallest first node. If there is none, groups wait for each other, and the
// next stage is part of a front: see split.
//
// Where no groups cross, a group has as many stages as its longest chain of members
// has nodes, which is the least possible. That takes for each group one pass over the
// nodes from its first member to its last. Each split takes a few passes over what is
// left.
func Of(deps [][]int, names []string, busy []bool) [][]int {
	p := newPlanner(deps, names, busy)
	for i, d := range deps {
		if len(d) == 0 {
			p.release(i)
		}
	}
	p.releaseNext()
	for {
		if p.ready.Len() > 0 {
			p.addStage(p.ready.Pop())
		} else if !p.split() {
			return p.stages
		}
	}
}

// planner is the state of Of. A unit is a front, or a node that is in none. Its number is
// that of its first node.
type planner struct {
	deps   [][]int
	next   [][]int // by node: what depends on it
	busy   []bool
	groups []*group
	group  []*group         // by node, nil for none
	open   []int            // by node: how many of its dependencies are not done
	unit   []int            // by node: its unit, or -1 if it is done
	chain  []int            // used by findLevels and findHeights only
	level  []int            // by member: size of the longest chain of members left that ends with it
	height []int            // by member: size of the longest chain of members that begins with it; nil until a split
	ready  order.Queue[int] // units of busy nodes that wait for nothing
	done   []int            // nodes that are done, and whose dependents are not yet released
	stages [][]int
}

func newPlanner(deps [][]int, names []string, busy []bool) *planner {
	n := len(deps)
	p := &planner{
		deps: deps, next: invert(deps), busy: busy, group: make([]*group, n),
		open: make([]int, n), unit: make([]int, n), level: make([]int, n), chain: make([]int, n),
		ready: order.NewQueue(func(v, w int) bool { return v < w }),
	}
	for i, d := range deps {
		p.open[i], p.unit[i] = len(d), i
	}
	p.findGroups(names)
	for _, g := range p.groups {
		p.findLevels(g)
	}
	return p
}

// invert returns, by node, what depends on it.
func invert(deps [][]int) [][]int {
	next := make([][]int, len(deps))
	for i, ds := range deps {
		for _, d := range ds {
			next[d] = append(next[d], i)
		}
	}
	return next
}

// release is called when all that node i depends on is done. If it is a member of a
// group it is in the front, as no member that is left is before it.
func (p *planner) release(i int) {
	switch g := p.group[i]; {
	case !p.busy[i]:
		p.finish(i)
	case g == nil:
		p.ready.Push(i)
	default:
		if g.waiting--; g.waiting == 0 {
			p.ready.Push(p.unit[i])
		}
	}
}

func (p *planner) finish(i int) {
	p.unit[i] = -1
	p.done = append(p.done, i)
}

// releaseNext releases what waited for the nodes that are done, and through nodes
// without steps what waited for those.
func (p *planner) releaseNext() {
	for len(p.done) > 0 {
		last := len(p.done) - 1
		i := p.done[last]
		p.done = p.done[:last]
		for _, j := range p.next[i] {
			if p.open[j]--; p.open[j] == 0 {
				p.release(j)
			}
		}
	}
}

// addStage makes a stage of a unit.
func (p *planner) addStage(unit int) {
	stage := []int{unit}
	if g := p.group[unit]; g != nil {
		stage = g.front()
		p.advance(g)
	}
	for _, i := range stage {
		p.finish(i)
	}
	p.stages = append(p.stages, stage)
	p.releaseNext()
}
