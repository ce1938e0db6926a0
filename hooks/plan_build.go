// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import "github.com/facet-go/facet/internal/order"

// planBuilder makes the dag of a plan. Cleanups come first: they do nothing at start,
// and the reversed dag runs them last, one at a time, in reverse order of
// construction. All other vertices wait for the last cleanup.
type planBuilder struct {
	dag
	nodes         []Node
	firstVertex   []int32 // by node
	lastVertex    []int32 // by node: its dependents wait for this vertex
	afterCleanups int32   // the last vertex of the cleanups, or none
}

const none = -1

// buildDAG returns the dag of nodes: by their dependencies in dataflow mode, else
// through the stages, else in sequence.
func buildDAG(nodes []Node, stages [][]int, mode Mode) dag {
	b := &planBuilder{nodes: nodes, firstVertex: make([]int32, len(nodes)), lastVertex: make([]int32, len(nodes)), afterCleanups: none}
	for _, n := range nodes {
		if lc := n.Lifecycle; lc != nil {
			b.afterCleanups = b.addSteps(b.afterCleanups, lc, kindCleanup, vertexCleanup)
			b.afterCleanups = b.addAfter(b.afterCleanups, vertex{lc, none, vertexTasks})
		}
	}
	inSequence := stages == nil && !mode.dataflow()
	for i := range nodes {
		if nodes[i].Lifecycle != nil || !inSequence {
			b.addComponent(i)
		}
	}
	switch {
	case inSequence:
		b.connectInSequence()
	case mode.dataflow():
		b.connectAll()
	default:
		b.connectStages(stages)
	}
	return b.dag
}

// addEdge makes a vertex wait for another one, unless that is none.
func (b *planBuilder) addEdge(from, to int32) {
	if from != none {
		b.successors[from] = append(b.successors[from], to)
	}
}

// addAfter adds a vertex that waits for previous, unless that is none.
func (b *planBuilder) addAfter(previous int32, v vertex) int32 {
	b.vertices, b.successors = append(b.vertices, v), append(b.successors, nil)
	at := order.Vertex(len(b.vertices) - 1)
	b.addEdge(previous, at)
	return at
}

// addSteps adds a vertex for each step of a kind, in sequence, and returns the last.
func (b *planBuilder) addSteps(previous int32, lc *Lifecycle, row kind, as vertexKind) int32 {
	for at, s := range lc.steps {
		if s.kind.sequence() == row {
			previous = b.addAfter(previous, vertex{lc, order.Vertex(at), as})
		}
	}
	return previous
}

// addComponent adds the vertices of a node, in sequence.
func (b *planBuilder) addComponent(i int) {
	b.firstVertex[i] = order.Vertex(len(b.vertices))
	if lc := b.nodes[i].Lifecycle; lc != nil {
		b.lastVertex[i] = b.addAfter(b.addSteps(none, lc, kindHook, vertexStep), vertex{lc, none, vertexUp})
	} else {
		b.lastVertex[i] = b.addAfter(none, vertex{nil, none, vertexJoin})
	}
}

// connectInSequence connects all components in construction order.
func (b *planBuilder) connectInSequence() {
	previous := b.afterCleanups
	for i, n := range b.nodes {
		if n.Lifecycle != nil {
			b.addEdge(previous, b.firstVertex[i])
			previous = b.lastVertex[i]
		}
	}
}

// connectAll connects each node with its dependencies.
func (b *planBuilder) connectAll() {
	for i := range b.nodes {
		b.addDependencyEdges(i, func(int) bool { return true })
	}
}

// addDependencyEdges makes a node wait for the dependencies that count, or for the
// cleanups if none counts.
func (b *planBuilder) addDependencyEdges(i int, counts func(dep int) bool) {
	free := true
	for _, dep := range b.nodes[i].Deps {
		if counts(dep) {
			b.addEdge(b.lastVertex[dep], b.firstVertex[i])
			free = false
		}
	}
	if free {
		b.addEdge(b.afterCleanups, b.firstVertex[i])
	}
}

// connectStages connects the nodes with steps through the stages, and the others with
// their dependencies. A vertex between two stages replaces an edge for each pair of
// their members.
func (b *planBuilder) connectStages(stages [][]int) {
	for i := range b.nodes {
		busy := b.nodes[i].hasSteps()
		b.addDependencyEdges(i, func(dep int) bool { return !busy || !b.nodes[dep].hasSteps() })
	}
	previous := int32(none)
	for _, members := range stages {
		for _, i := range members {
			b.addEdge(previous, b.firstVertex[i])
		}
		if len(members) == 1 {
			previous = b.lastVertex[members[0]]
			continue
		}
		previous = b.addAfter(none, vertex{nil, none, vertexJoin})
		for _, i := range members {
			b.addEdge(b.lastVertex[i], previous)
		}
	}
}
