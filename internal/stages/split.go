// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package stages

import (
	"cmp"
	"math"
	"slices"

	"github.com/facet-go/facet/internal/order"
)

// split makes a stage of the members of a front that wait for nothing. Call it when every
// unit waits. It returns false if no unit is left.
//
// To find the fewest splits is NP-hard. Only fronts in components that wait for no other
// are candidates: they wait only for fronts that wait for them as well, and splitting
// another front would not end that. Of the candidates it splits the one that then needs the fewest further stages,
// or leaves the fewest members, or has the smallest first node.
func (p *planner) split() bool {
	p.groups = slices.DeleteFunc(p.groups, func(g *group) bool { return len(g.fronts) == 0 })
	if p.height == nil {
		p.height = make([]int, len(p.deps))
		for _, g := range p.groups {
			p.findHeights(g)
		}
	}
	independent := p.findIndependent()
	var best candidate
	for _, g := range p.groups {
		if !p.canSplit(g) || !independent[g.front()[0]] {
			continue
		}
		if c := p.newCandidate(g); best.group == nil || c.compare(best) < 0 {
			best = c
		}
	}
	if best.group == nil {
		return false
	}
	p.addPart(best.group)
	return true
}

// canSplit reports whether a member of the front waits for nothing.
func (p *planner) canSplit(g *group) bool { return g.waiting < len(g.front()) }

// addPart makes a stage of the members of the front of g that wait for nothing.
func (p *planner) addPart(g *group) {
	var stage []int
	for _, m := range g.front() {
		if p.open[m] == 0 {
			stage = append(stage, m)
			p.finish(m)
		}
	}
	g.members = slices.DeleteFunc(g.members, func(m int) bool { return p.unit[m] < 0 })
	p.findLevels(g)
	p.stages = append(p.stages, stage)
	p.releaseNext()
}

// candidate is a front that may be split.
type candidate struct {
	group *group
	cost  int // how many stages more the group has because of it
	left  int // how many members of the front it leaves
	first int // the first member that it does not
}

func (c candidate) compare(d candidate) int {
	return cmp.Or(cmp.Compare(c.cost, d.cost), cmp.Compare(c.left, d.left), cmp.Compare(c.first, d.first))
}

// newCandidate returns the split of the front of g. The group needs as many stages as
// its longest chains have members. Each of them begins in the front, so that the
// stage is one of those unless the first of such a chain is left.
func (p *planner) newCandidate(g *group) candidate {
	c := candidate{group: g, left: g.waiting, first: math.MaxInt}
	for _, m := range g.front() {
		if p.open[m] == 0 {
			c.first = min(c.first, m)
		} else if p.height[m] == len(g.fronts) {
			c.cost = 1
		}
	}
	return c
}

// findHeights finds the heights of the members of g that are left. They never change,
// as nothing goes before what it depends on.
func (p *planner) findHeights(g *group) {
	first, last := g.span()
	for i := last; i >= first; i-- {
		if p.unit[i] < 0 {
			continue // it depends on nothing that is left
		}
		n := 0
		for _, d := range p.next[i] {
			if d <= last {
				n = max(n, p.chain[d])
			}
		}
		if p.group[i] == g {
			n++
			p.height[i] = n
		}
		p.chain[i] = n
	}
}

// findIndependent reports by unit whether it is in a component that waits for no other.
// Nothing is ready but members of fronts, so one of them is in each of these components.
func (p *planner) findIndependent() []bool {
	var roots []int
	for _, g := range p.groups {
		if p.canSplit(g) {
			roots = append(roots, g.front()[0])
		}
	}
	return order.Independent(len(p.deps), roots, func(unit int, visit func(int)) {
		nodes := []int{unit}
		if g := p.group[unit]; g != nil && g.front()[0] == unit {
			nodes = g.front()
		}
		for _, i := range nodes {
			for _, d := range p.deps[i] {
				if p.unit[d] >= 0 {
					visit(p.unit[d])
				}
			}
		}
	})
}
