// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package order has algorithms on the order of things that wait for each other: on a
// graph without cycles what comes after a vertex, and how long the longest path is; on any
// graph the components that wait for no other.
package order

// Graph is a directed graph without cycles: by vertex, the vertices that wait for it.
// Its methods do not change it.
type Graph [][]int32

// InDegrees returns the number of predecessors by vertex.
func (g Graph) InDegrees() []int32 {
	degrees := make([]int32, len(g))
	for _, successors := range g {
		for _, v := range successors {
			degrees[v]++
		}
	}
	return degrees
}

// Sorted returns the vertices in an order in which each comes after those that it waits
// for.
func (g Graph) Sorted() []int32 {
	waits, sorted := g.InDegrees(), make([]int32, 0, len(g))
	for v, n := range waits {
		if n == 0 {
			sorted = append(sorted, Vertex(v))
		}
	}
	for at := 0; at < len(sorted); at++ { // sorted grows meanwhile
		for _, v := range g[sorted[at]] {
			if waits[v]--; waits[v] == 0 {
				sorted = append(sorted, v)
			}
		}
	}
	return sorted
}

// Reversed returns the graph with all edges turned around.
func (g Graph) Reversed() Graph {
	edges := 0
	for _, successors := range g {
		edges += len(successors)
	}
	r, room := make(Graph, len(g)), make([]int32, edges)
	for v, n := range g.InDegrees() {
		r[v], room = room[:0:n], room[n:]
	}
	for v, successors := range g {
		for _, s := range successors {
			r[s] = append(r[s], Vertex(v))
		}
	}
	return r
}

// ReachableFrom returns v and the vertices that come after it, ordered by the number of
// steps from v. An edge that isNear reports is no step. Each edge is visited once.
func (g Graph) ReachableFrom(v int32, isNear func(from, to int32) bool) []int32 {
	var list []int32
	seen := make([]bool, len(g))
	add := func(v int32) {
		if !seen[v] {
			seen[v] = true
			list = append(list, v)
		}
	}
	for level := []int32{v}; len(level) > 0; {
		at := len(list)
		for _, v := range level {
			add(v)
		}
		level = nil
		for ; at < len(list); at++ { // list grows meanwhile
			for _, s := range g[list[at]] {
				if isNear(list[at], s) {
					add(s)
				} else {
					level = append(level, s)
				}
			}
		}
	}
	return list
}

// Paths remembers the longest paths of one graph. The zero value is ready to use.
type Paths struct {
	known []int32 // by vertex: the length plus one; 0 is unknown
}

// LongestFrom returns the number of vertices that count on the longest path from v. v
// itself always counts. The first answer of counts for a vertex stays.
func (p *Paths) LongestFrom(g Graph, v int32, counts func(v int32) bool) int32 {
	if p.known == nil {
		p.known = make([]int32, len(g))
	}
	for stack := []int32{v}; len(stack) > 0; {
		top := stack[len(stack)-1]
		longest, complete := int32(0), true
		for _, s := range g[top] {
			if p.known[s] == 0 {
				stack, complete = append(stack, s), false
			}
			longest = max(longest, p.known[s]-1)
		}
		if !complete {
			continue
		}
		stack = stack[:len(stack)-1]
		if top == v || counts(top) {
			longest++
		}
		p.known[top] = longest + 1
	}
	return p.known[v] - 1
}

// Vertex converts an index. A graph of 2^31 vertices does not fit in memory.
func Vertex(index int) int32 { return int32(index) } //nolint:gosec // as the comment says
