// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package stages

import "slices"

// group is a parallel group of two members or more.
type group struct {
	members []int // ascending; since its last split those that are left
	// fronts are the members that are left, by level, each ascending. When the first
	// has gone, the level of every other member is one less, which makes the second
	// the front: only a split changes more.
	fronts  [][]int
	waiting int // members of the front that wait for something
}

// front returns the members that depend on no other member that is left.
func (g *group) front() []int { return g.fronts[0] }

// span returns the first and the last member.
func (g *group) span() (first, last int) { return g.members[0], g.members[len(g.members)-1] }

// findGroups finds the groups that have two busy members or more.
func (p *planner) findGroups(names []string) {
	groups := map[string]*group{}
	for i, name := range names {
		if name == "" || !p.busy[i] {
			continue
		}
		if groups[name] == nil {
			groups[name] = &group{}
			p.groups = append(p.groups, groups[name])
		}
		groups[name].members = append(groups[name].members, i)
	}
	p.groups = slices.DeleteFunc(p.groups, func(g *group) bool { return len(g.members) < 2 })
	for _, g := range p.groups {
		for _, m := range g.members {
			p.group[m] = g
		}
	}
}

// findLevels finds the levels of the members of g that are left, and its fronts.
func (p *planner) findLevels(g *group) {
	first, last := g.span()
	for i := first; i <= last; i++ {
		n := 0
		if p.unit[i] >= 0 { // else nothing that is left is before it
			for _, d := range p.deps[i] {
				if d >= first {
					n = max(n, p.chain[d])
				}
			}
			if p.group[i] == g {
				n++
				p.level[i] = n
			}
		}
		p.chain[i] = n
	}
	p.makeFronts(g)
}

// makeFronts makes the fronts of g from the levels of its members.
func (p *planner) makeFronts(g *group) {
	g.fronts = g.fronts[:0]
	for _, m := range g.members {
		if p.level[m] > len(g.fronts) { // by one, as a member of the level below is before m
			g.fronts = append(g.fronts, nil)
		}
		f := &g.fronts[p.level[m]-1]
		*f = append(*f, m)
	}
	p.joinFront(g)
}

// advance moves g on to its next front.
func (p *planner) advance(g *group) {
	if g.fronts = g.fronts[1:]; len(g.fronts) > 0 {
		p.joinFront(g)
	}
}

// joinFront makes the front one unit. None of it has been released: each member has
// been left by a split, or depends on one that is about to go, or nothing has begun.
func (p *planner) joinFront(g *group) {
	front := g.front()
	g.waiting = len(front)
	for _, m := range front {
		p.unit[m] = front[0]
	}
}
