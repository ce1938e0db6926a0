// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"iter"
	"slices"
)

// course is what runs after what in one direction.
type course struct {
	vertices []vertex
	first    []int32 // by vertex: where in next what waits for it begins; and the end
	next     []int32
}

// vertex is one thing to do at start, at teardown, or both. Those with nothing
// to do in a direction are passed through.
type vertex struct {
	lc   *Lifecycle // nil for a vertexJoin
	at   int32      // its step, among what lc has registered; none for none
	kind vertexKind
}

// step returns the step of v, nil if it has none.
func (v *vertex) step() *step {
	if v.at == none {
		return nil
	}
	return v.lc.registered[v.at]
}

type vertexKind uint8

const (
	// vertexStep starts and stops a hook or a task.
	vertexStep vertexKind = iota
	// vertexUp stands behind the last step of a component. At start it means
	// that the component is up; at teardown that its turn has come.
	vertexUp
	// vertexJoin has nothing to do. It stands for a node without a component, or
	// between two stages.
	vertexJoin
	// vertexCleanup stands before all steps; at teardown it calls a cleanup.
	vertexCleanup
	// vertexTasks stands behind the cleanups of a component; at teardown it
	// waits for tasks that were added too late.
	vertexTasks
	// vertexDrain is a drain hook. It is in no plan, only in a drain.
	vertexDrain
)

// newCourse returns a course in which nothing waits yet, with room for as many
// edges from each vertex as out says.
func newCourse(vertices []vertex, out []int32) course {
	if len(vertices) == 0 {
		return course{}
	}
	c := course{vertices: vertices, first: make([]int32, len(vertices)+1)}
	for v, n := range out {
		c.first[v+1] = c.first[v] + n
	}
	c.next = make([]int32, c.first[len(vertices)])
	return c
}

// after returns what waits for v.
func (c *course) after(v int32) []int32 { return c.next[c.first[v]:c.first[v+1]] }

// edges adds edges, those from one vertex in the order in which it gets them.
func (c *course) edges(all iter.Seq2[int32, int32]) {
	free := slices.Clone(c.first)
	for from, to := range all {
		c.next[free[from]] = to
		free[from]++
	}
}

// waits returns by vertex how many it waits for.
func (c *course) waits() []int32 {
	waits := make([]int32, len(c.vertices))
	for _, v := range c.next {
		waits[v]++
	}
	return waits
}

// mirror returns the course turned round.
func (c *course) mirror() course {
	m := newCourse(c.vertices, c.waits())
	m.edges(func(yield func(from, to int32) bool) {
		for v := range c.vertices {
			for _, s := range c.after(id(v)) {
				if !yield(s, id(v)) {
					return
				}
			}
		}
	})
	return m
}

// handles yields the components of the course.
func (c *course) handles() iter.Seq[*Lifecycle] {
	return func(yield func(*Lifecycle) bool) {
		for i := range c.vertices {
			if c.vertices[i].kind == vertexUp && !yield(c.vertices[i].lc) {
				return
			}
		}
	}
}

// id returns a position as it is kept. A plan of 2^31 steps does not fit in memory.
func id(v int) int32 { return int32(v) } //nolint:gosec // as the comment says
