// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"iter"

	"github.com/facet-go/facet/internal/order"
)

// dag is a set of vertices with the order between them, in one direction.
type dag struct {
	vertices   []vertex
	successors order.Graph // by vertex: the vertices that wait for it
}

// vertex is one thing to do in a start, in a teardown, or in both. A vertex without
// anything to do in a direction is completed at once.
type vertex struct {
	lc        *Lifecycle // nil for a vertexJoin
	stepIndex int32      // of its step in lc.steps, or none
	kind      vertexKind
}

// step returns the step of v, or nil.
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
	// vertexUp comes after the last step of a component. In a start it marks the
	// component as up; in a teardown it begins the stop of the component.
	vertexUp
	// vertexJoin does nothing. It stands for a node without a component, or between two
	// stages.
	vertexJoin
	// vertexCleanup comes before all steps. In a teardown it calls a cleanup.
	vertexCleanup
	// vertexTasks comes after the cleanups of a component. In a teardown it waits for
	// tasks that were added after the component had begun to stop.
	vertexTasks
	// vertexDrain is a drain hook. Plans do not contain it; only a drain does.
	vertexDrain
)

// reversed returns the dag read backwards.
func (d *dag) reversed() dag { return dag{d.vertices, d.successors.Reversed()} }

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
