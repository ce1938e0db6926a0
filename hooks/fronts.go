// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"slices"
)

// group is a parallel group of two members or more.
type group struct {
	members []int // ascending; since its last split those that are left
	// fronts are the members that are left, by level, each ascending. When the
	// first has gone, the level of every other member is one less, which makes the
	// second the front: only a split changes more.
	fronts   [][]int
	waiting  int    // members of the front that wait for something
	offer    *offer // to split the front; nil if a member was released since
	measured bool   // the heights of the members are known
	bit      uint64 // for findLevelsTogether
}

// front returns the members that depend on no other member that is left.
func (g *group) front() []int { return g.fronts[0] }

func (g *group) last() int { return g.members[len(g.members)-1] }

// cut makes fronts from levels.
func (s *staging) cut(g *group) {
	g.fronts = g.fronts[:0]
	for _, m := range g.members {
		if s.level[m] > len(g.fronts) { // by one, as a member of the level below is before m
			g.fronts = append(g.fronts, nil)
		}
		f := &g.fronts[s.level[m]-1]
		*f = append(*f, m)
	}
	s.join(g)
}

// advance leaves the front behind.
func (s *staging) advance(g *group) {
	if g.fronts = g.fronts[1:]; len(g.fronts) > 0 {
		s.join(g)
	}
}

// join makes the front one unit. None of it has been released: each member has
// been left behind by a split, or depends on one that is about to go, or nothing
// has begun.
func (s *staging) join(g *group) {
	front := g.front()
	g.waiting = len(front)
	for _, m := range front {
		s.unit[m] = front[0]
	}
	s.cycles.waits[front[0]] = nil
}

// findGroups finds the groups that have two busy members or more.
func (s *staging) findGroups(tag []int) {
	var groups []*group // by tag
	for i, t := range tag {
		if t < 0 || !s.busy[i] {
			continue
		}
		for t >= len(groups) {
			groups = append(groups, &group{})
		}
		groups[t].members = append(groups[t].members, i)
	}
	for _, g := range groups {
		if len(g.members) < 2 {
			continue
		}
		s.groups = append(s.groups, g)
		for _, m := range g.members {
			s.group[m] = g
		}
	}
}

// findLevels finds the levels of all members, and makes the fronts.
//
// One group takes one pass over the nodes, but there can be half as many groups
// as nodes. So those of less than 64 members are taken together, 64 at a time, in
// as many passes as the longest of their chains has members. As they stand by
// size, the largest of one lot is no larger than the smallest of the next, and
// all passes are no more than n/64+64.
func (s *staging) findLevels() {
	var small []*group
	for _, g := range s.groups {
		if len(g.members) < 64 {
			small = append(small, g)
		} else {
			s.findLevelsOf(g)
		}
	}
	slices.SortStableFunc(small, func(a, b *group) int { return cmp.Compare(len(a.members), len(b.members)) })
	seen := make([]uint64, len(s.deps))
	for lot := range slices.Chunk(small, 64) {
		s.findLevelsTogether(lot, seen)
	}
	for _, g := range s.groups {
		s.cut(g)
	}
}

// findLevelsTogether finds the levels of up to 64 groups. Each pass raises the
// members of one level that have a member of that level before them; seen has, by
// node, a bit for each group that has such a member there or before.
func (s *staging) findLevelsTogether(groups []*group, seen []uint64) {
	lo, hi := len(s.deps), 0
	for k, g := range groups {
		g.bit = 1 << k
		lo, hi = min(lo, g.members[0]), max(hi, g.last())
		for _, m := range g.members {
			s.level[m] = 1
		}
	}
	for level, raised := 1, true; raised; level++ {
		raised = false
		for i := lo; i <= hi; i++ {
			bits := uint64(0)
			for _, d := range s.deps[i] {
				if d >= lo {
					bits |= seen[d]
				}
			}
			if g := s.group[i]; g != nil && g.bit != 0 && s.level[i] == level {
				if bits&g.bit != 0 {
					s.level[i]++
					raised = true
				}
				bits |= g.bit
			}
			seen[i] = bits
		}
	}
	for _, g := range groups {
		g.bit = 0
	}
}

// findLevelsOf finds the levels of the members of g that are left.
func (s *staging) findLevelsOf(g *group) {
	lo, hi := g.members[0], g.last()
	for i := lo; i <= hi; i++ {
		n := 0
		if s.unit[i] >= 0 { // else nothing that is left is before it
			for _, d := range s.deps[i] {
				if d >= lo {
					n = max(n, s.chain[d])
				}
			}
			if s.group[i] == g {
				n++
				s.level[i] = n
			}
		}
		s.chain[i] = n
	}
}

// findHeightsOf finds the heights of the members of g that are left. They never
// change, as nothing goes before what it depends on.
func (s *staging) findHeightsOf(g *group) {
	lo, hi := g.members[0], g.last()
	for i := hi; i >= lo; i-- {
		if s.unit[i] < 0 {
			continue // it depends on nothing that is left
		}
		n := 0
		for _, d := range s.next[i] {
			if d <= hi {
				n = max(n, s.chain[d])
			}
		}
		if s.group[i] == g {
			n++
			s.height[i] = n
		}
		s.chain[i] = n
	}
	g.measured = true
}
