// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package order

import "math"

// Independent finds the strongly connected components that wait for no other component,
// among the vertices to which the roots lead. waitsFor calls visit with each vertex for
// which v waits. The result reports for each of n vertices whether it is in such a
// component. It is Tarjan's algorithm: each edge is followed once.
func Independent(n int, roots []int, waitsFor func(v int, visit func(w int))) []bool {
	s := componentSearch{numbers: make([]int, n), independent: make([]bool, n), waitsFor: waitsFor}
	for _, v := range roots {
		if s.numbers[v] == 0 {
			s.visit(v)
		}
	}
	return s.independent
}

// componentSearch goes from vertices to what they wait for, so that components that wait
// for no other are complete first.
type componentSearch struct {
	numbers     []int // by vertex: 0, its place in the order in which they are found, or complete
	count       int
	stack       []int // vertices that are found and whose component is not complete
	independent []bool
	waitsFor    func(v int, visit func(w int))
}

// complete marks a vertex of a complete component. It is greater than all numbers.
const complete = math.MaxInt

// visit follows what v waits for. It returns the lowest number to which it comes, and
// whether a complete component is on the way.
func (s *componentSearch) visit(v int) (low int, waits bool) {
	s.count++
	number, depth := s.count, len(s.stack)
	low, s.numbers[v] = number, number
	s.stack = append(s.stack, v)
	s.waitsFor(v, func(w int) {
		n, further := s.numbers[w], false
		if n == 0 {
			n, further = s.visit(w)
		}
		low, waits = min(low, n), waits || further || n == complete
	})
	if low < number {
		return low, waits
	}
	for _, w := range s.stack[depth:] {
		s.numbers[w], s.independent[w] = complete, !waits
	}
	s.stack = s.stack[:depth]
	return low, true // what waits for v waits for this component
}
