// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import "iter"

// dag is what runs after what, in one direction.
type dag struct {
	vertices   []vertex
	successors [][]int32 // by vertex: what waits for it
}

// vertex is one thing to do at start, at teardown, or both. Those with nothing
// to do in a direction are passed through.
type vertex struct {
	lc        *Lifecycle // nil for a vertexJoin
	stepIndex int32      // its step, among what lc has registered; none for none
	kind      vertexKind
}

// step returns the step of v, nil if it has none.
func (v *vertex) step() *step {
	if v.stepIndex == none {
		return nil
	}
	return v.lc.steps[v.stepIndex]
}

type vertexKind uint8

const (
	// vertexStep starts and stops a hook or a task.
	vertexStep vertexKind = iota
	// vertexUp comes after the last step of a component. At start it means that the
	// component is up; at teardown that its turn has come.
	vertexUp
	// vertexJoin has nothing to do. It is for a node without a component, or joins two
	// stages.
	vertexJoin
	// vertexCleanup comes before all steps; at teardown it calls a cleanup.
	vertexCleanup
	// vertexTasks comes after the cleanups of a component; at teardown it waits for
	// tasks that were added too late.
	vertexTasks
	// vertexDrain is a drain hook. It is in no plan, only in a drain.
	vertexDrain
)

// inDegrees returns by vertex how many it waits for.
func (d *dag) inDegrees() []int32 {
	degrees := make([]int32, len(d.vertices))
	for _, next := range d.successors {
		for _, v := range next {
			degrees[v]++
		}
	}
	return degrees
}

// reversed returns the dag read backwards.
func (d *dag) reversed() dag {
	edges := 0
	for _, next := range d.successors {
		edges += len(next)
	}
	r, room := dag{d.vertices, make([][]int32, len(d.vertices))}, make([]int32, edges)
	for v, n := range d.inDegrees() {
		r.successors[v], room = room[:0:n], room[n:]
	}
	for v, next := range d.successors {
		for _, s := range next {
			r.successors[s] = append(r.successors[s], to32(v))
		}
	}
	return r
}

// handles yields the components of the dag.
func (d *dag) handles() iter.Seq[*Lifecycle] {
	return func(yield func(*Lifecycle) bool) {
		for i := range d.vertices {
			if d.vertices[i].kind == vertexUp && !yield(d.vertices[i].lc) {
				return
			}
		}
	}
}

// to32 returns a position as it is kept. A plan of 2^31 steps does not fit in memory.
func to32(v int) int32 { return int32(v) } //nolint:gosec // as the comment says
