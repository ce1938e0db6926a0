// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import "math/bits"

// stages orders nodes, which stand in construction order, into stages that run
// one after another. A stage is a busy node, or members of one parallel group,
// ascending. Every busy node is in exactly one stage, and all that it depends on,
// directly or through others, is in stages before that.
//
//   - deps[i] are the nodes that node i depends on, all before i.
//   - tag[i] is the number of the group of node i, from 0, or -1. A group with one
//     busy member is none.
//   - busy[i] tells whether node i has steps. One that has none is in no stage and
//     in no group, and is done as soon as all that it depends on is done.
//
// The members of a group that depend on no other member that is left are its
// front. The next stage is the node without a group, or the front, that waits for
// nothing and has the smallest first node. If there is none, groups cross, and
// the next stage is part of a front: see split.
//
// Where no groups cross, a group has as many stages as its longest chain of
// members has nodes, which is the least possible. That takes a few passes over
// the nodes and their dependencies if there are few groups, and for n nodes never
// more than n/64+70: see findLevels. Each split takes a few more.
func stages(deps [][]int, tag []int, busy []bool) [][]int {
	s := newStaging(deps, tag, busy)
	for i, d := range deps {
		if len(d) == 0 {
			s.release(i)
		}
	}
	s.pass()
	for {
		if unit, ok := s.ready.take(); ok {
			s.emit(unit)
		} else if !s.split() {
			return s.out
		}
	}
}

// staging is the state of stages. A unit is a front, or a node that is in none; it
// goes by the name of its first node.
type staging struct {
	deps   [][]int
	next   [][]int // by node: what depends on it
	busy   []bool
	groups []*group
	group  []*group // by node
	open   []int    // by node: how many of its dependencies are not done
	unit   []int    // by node: its unit, or -1 if it is done
	level  []int    // by member: size of the longest chain of members left that ends with it
	height []int    // by member: size of the longest chain of members that begins with it
	chain  []int    // scratch of findLevelsOf and findHeightsOf
	ready  nodeSet  // units of busy nodes that wait for nothing
	passed []int    // nodes that are done, which is news to those that depend on them
	cycles cycles
	out    [][]int
}

func newStaging(deps [][]int, tag []int, busy []bool) *staging {
	n := len(deps)
	ints := make([]int, 5*n)
	part := func(i int) []int { return ints[i*n : (i+1)*n] }
	s := &staging{
		deps: deps, next: turnRound(deps), busy: busy, group: make([]*group, n),
		open: part(0), unit: part(1), level: part(2), height: part(3), chain: part(4),
		ready: newNodeSet(n), cycles: newCycles(n),
	}
	for i, d := range deps {
		s.open[i], s.unit[i] = len(d), i
	}
	s.findGroups(tag)
	s.findLevels()
	return s
}

// turnRound returns, by node, what depends on it.
func turnRound(deps [][]int) [][]int {
	next, sizes, total := make([][]int, len(deps)), make([]int, len(deps)), 0
	for _, ds := range deps {
		total += len(ds)
		for _, d := range ds {
			sizes[d]++
		}
	}
	all := make([]int, total)
	for i, size := range sizes {
		next[i], all = all[:0:size], all[size:]
	}
	for i, ds := range deps {
		for _, d := range ds {
			next[d] = append(next[d], i)
		}
	}
	return next
}

// release is called when all that node i depends on is done. If it is a member of
// a group it is in the front, as no member that is left is before it.
func (s *staging) release(i int) {
	switch g := s.group[i]; {
	case !s.busy[i]:
		s.finish(i)
	case g == nil:
		s.ready.add(i)
	default:
		g.offer = nil
		if g.waiting--; g.waiting == 0 {
			s.ready.add(s.unit[i])
		}
	}
}

func (s *staging) finish(i int) {
	s.unit[i] = -1
	s.passed = append(s.passed, i)
}

// pass releases what waited for the nodes that have passed, and through nodes
// without steps what waited for those.
func (s *staging) pass() {
	for len(s.passed) > 0 {
		last := len(s.passed) - 1
		i := s.passed[last]
		s.passed = s.passed[:last]
		for _, j := range s.next[i] {
			if s.open[j]--; s.open[j] == 0 {
				s.release(j)
			}
		}
	}
}

// emit makes a stage of a unit.
func (s *staging) emit(unit int) {
	stage := []int{unit}
	if g := s.group[unit]; g != nil {
		stage = g.front()
		s.advance(g)
	}
	for _, i := range stage {
		s.finish(i)
	}
	s.out = append(s.out, stage)
	s.pass()
}

// nodeSet is a set of nodes that gives the smallest first.
type nodeSet struct {
	words []uint64
	low   int // words before this one are empty
}

func newNodeSet(n int) nodeSet { return nodeSet{words: make([]uint64, (n+63)/64)} }

func (q *nodeSet) add(i int) {
	q.words[i/64] |= 1 << (i % 64)
	q.low = min(q.low, i/64)
}

// take removes the smallest node. It returns false if there is none.
func (q *nodeSet) take() (int, bool) {
	for ; q.low < len(q.words); q.low++ {
		if w := q.words[q.low]; w != 0 {
			q.words[q.low] = w & (w - 1)
			return q.low*64 + bits.TrailingZeros64(w), true
		}
	}
	return 0, false
}
