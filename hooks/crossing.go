// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"math"
	"slices"
)

// split makes a stage of the members of a front that wait for nothing. It is for
// when every unit waits, and returns false if that is because nothing is left.
//
// Splitting least is NP-hard. The fronts to choose from are those in source
// components: they wait only for what waits for them as well. To split another
// one would not let those go on. Of these it splits the one that then needs fewest
// further stages, or leaves fewest members behind, or begins first.
func (s *staging) split() bool {
	s.groups = slices.DeleteFunc(s.groups, func(g *group) bool { return len(g.fronts) == 0 })
	s.findSources()
	var best *offer
	for _, g := range s.groups {
		if !s.canSplit(g) || s.cycles.found[g.front()[0]] != isSource {
			continue
		}
		if g.offer == nil {
			g.offer = s.newOffer(g)
		}
		if best == nil || g.offer.compare(best) < 0 {
			best = g.offer
		}
	}
	if best == nil {
		return false
	}
	s.emitReady(best.group)
	return true
}

// canSplit tells whether a member of the front waits for nothing.
func (s *staging) canSplit(g *group) bool { return g.waiting < len(g.front()) }

// emitReady makes a stage of the members of the front of g that wait for nothing.
func (s *staging) emitReady(g *group) {
	var stage []int
	for _, m := range g.front() {
		if s.open[m] == 0 {
			stage = append(stage, m)
			s.finish(m)
		}
	}
	g.members = slices.DeleteFunc(g.members, func(m int) bool { return s.unit[m] < 0 })
	s.findLevelsOf(g)
	s.cut(g)
	s.out = append(s.out, stage)
	s.pass()
}

// offer is a split of a front.
type offer struct {
	group  *group
	cost   int // how many stages more the group has because of it
	behind int // how many members of the front it leaves behind
	first  int // the first member that it does not
}

func (o *offer) compare(p *offer) int {
	return cmp.Or(cmp.Compare(o.cost, p.cost), cmp.Compare(o.behind, p.behind), cmp.Compare(o.first, p.first))
}

// newOffer returns the split of the front of g. The group needs as many stages as
// its longest chains have members. Each of them begins in the front, so that the
// stage is one of those unless the first of such a chain is left behind.
func (s *staging) newOffer(g *group) *offer {
	if !g.measured {
		s.findHeightsOf(g)
	}
	o := &offer{group: g, behind: g.waiting, first: math.MaxInt}
	for _, m := range g.front() {
		if s.open[m] == 0 {
			o.first = min(o.first, m)
		} else if s.height[m] == len(g.fronts) {
			o.cost = 1
		}
	}
	return o
}

// cycles is for Tarjan's search for strongly connected components. It goes from
// units to what they wait for, so that source components come out first.
type cycles struct {
	waits [][]int // by unit: what its nodes depend on; some of what is done is left out; nil if not known
	found []int   // by unit: 0, a number in the order in which they are found, or isSource or isBehind
	count int
	stack []int // units that are found and whose component is not complete
}

// What a complete component is, greater than all numbers of units.
const (
	isSource = math.MaxInt - 1 + iota
	isBehind // it waits for another one
)

func newCycles(n int) cycles { return cycles{waits: make([][]int, n), found: make([]int, n)} }

// findSources finds source components. Nothing is ready but members of fronts, so
// that there is one behind everything that waits, and one in each of these
// components.
func (s *staging) findSources() {
	clear(s.cycles.found)
	s.cycles.count = 0
	for _, g := range s.groups {
		if unit := g.front()[0]; s.canSplit(g) && s.cycles.found[unit] == 0 {
			s.visit(unit)
		}
	}
}

// visit follows what a unit waits for. It returns the lowest number that it comes
// to, and whether a component that is complete is on the way.
func (s *staging) visit(unit int) (low int, behind bool) {
	c := &s.cycles
	c.count++
	number, depth := c.count, len(c.stack)
	low, c.found[unit] = number, number
	c.stack = append(c.stack, unit)
	waits := s.waits(unit)
	left := waits[:0]
	for _, d := range waits {
		next := s.unit[d]
		if next < 0 {
			continue
		}
		left = append(left, d)
		n, b := c.found[next], false
		if n == 0 {
			n, b = s.visit(next)
		}
		low, behind = min(low, n), behind || b || n >= isSource
	}
	c.waits[unit] = left
	if low == number {
		c.complete(depth, behind)
		behind = true // is what waits for this unit
	}
	return low, behind
}

// complete makes a component of the units on the stack from depth on.
func (c *cycles) complete(depth int, behind bool) {
	kind := isSource
	if behind {
		kind = isBehind
	}
	for _, unit := range c.stack[depth:] {
		c.found[unit] = kind
	}
	c.stack = c.stack[:depth]
}

// waits returns what the nodes of a unit depend on, but perhaps for what is done.
func (s *staging) waits(unit int) []int {
	if known := s.cycles.waits[unit]; known != nil {
		return known
	}
	nodes := []int{unit}
	if g := s.group[unit]; g != nil && g.front()[0] == unit {
		nodes = g.front()
	}
	var waits []int
	for _, i := range nodes {
		waits = append(waits, s.deps[i]...)
	}
	return waits
}
