// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"cmp"
	"slices"

	"github.com/facet-go/facet/container"
)

// model predicts the live instances of a container and their users.
type model struct {
	o     *oracle
	alive map[int]*life // by id
	made  int
}

// life is one instance of a constructor, a value or a root.
type life struct {
	c        *ctor
	seq      int
	users    int
	received []*life
}

// usage is one build, with the lives that it uses.
type usage struct {
	b     *container.Build
	lives []*life
	over  bool
}

// lives reports whether an instance was not evicted.
func (m *model) lives(l *life) bool { return m.alive[l.c.id] == l }

// closure returns the live instances that roots need, with everything that they received, and
// the ids of the constructors to call. Those receive the live members of soft groups.
func (m *model) closure(roots ...*ctor) (shared []*life, fresh map[int]bool) {
	fresh = map[int]bool{}
	share := func(*life) {}
	share = func(l *life) {
		if !m.lives(l) || slices.Contains(shared, l) {
			return
		}
		shared = append(shared, l)
		for _, r := range l.received {
			share(r)
		}
	}
	visit := func(*ctor) {}
	visit = func(c *ctor) {
		if l := m.alive[c.id]; l != nil {
			share(l)
			return
		}
		if fresh[c.id] {
			return
		}
		fresh[c.id] = true
		for _, l := range c.leaves() {
			for _, dep := range m.o.needs(l) {
				if !l.soft || m.alive[dep.id] != nil {
					visit(dep)
				}
			}
		}
	}
	for _, c := range roots {
		visit(c)
	}
	return shared, fresh
}

// roots returns what every build makes.
func (m *model) roots() []*ctor {
	return slices.DeleteFunc(slices.Clone(m.o.w.ctors), func(c *ctor) bool { return !m.o.w.isRoot(c) })
}

// ids returns the ids of all live instances.
func (m *model) ids() map[int]bool {
	all := map[int]bool{}
	for id := range m.alive {
		all[id] = true
	}
	return all
}

// bear adds the instance that a constructor has just made.
func (m *model) bear(c *ctor) *life {
	m.made++
	l := &life{c: c, seq: m.made}
	for _, leaf := range c.leaves() {
		for _, dep := range m.o.needs(leaf) {
			if given := m.alive[dep.id]; given != nil && !slices.Contains(l.received, given) {
				l.received = append(l.received, given)
			}
		}
	}
	m.alive[c.id] = l
	return l
}

// release ends a use, and returns the instances without further users.
func (m *model) release(u *usage) []*life {
	gone := []*life{}
	for _, l := range u.lives {
		if u.over || !m.lives(l) {
			continue
		}
		if l.users--; l.users == 0 {
			gone = append(gone, l)
		}
	}
	u.over = true
	return gone
}

// dependsOn returns what must be up before an instance, and lives.
func (m *model) dependsOn(l *life) []*life {
	all := slices.DeleteFunc(slices.Clone(l.received), func(r *life) bool { return !m.lives(r) })
	for _, c := range m.o.predecessors(l.c) {
		if first := m.alive[c.id]; first != nil && first.seq < l.seq && !slices.Contains(all, first) {
			all = append(all, first)
		}
	}
	return all
}

// nodes returns the nodes of lives, in construction order.
func (m *model) nodes(lives []*life) []int {
	lives = slices.SortedFunc(slices.Values(lives), func(a, b *life) int { return cmp.Compare(a.seq, b.seq) })
	nodes := make([]int, len(lives))
	for i, l := range lives {
		nodes[i] = slices.Index(m.o.w.ctors, l.c)
	}
	return nodes
}
