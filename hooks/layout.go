// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

// layout puts the vertices of a plan together. Cleanups come first: they are
// nothing to do at start, so the mirror image runs them last, one by one, in
// reverse order of construction. Everything else waits for the last of them.
type layout struct {
	vertices []vertex
	edges    [][2]int32
	nodes    []Node
	first    []int32 // by node: its first vertex
	last     []int32 // by node: what dependents wait for
	gate     int32   // the last cleanup, none if there is none
}

const none = -1

// layOut returns the course of nodes: through the stages, one after another if there
// are none, or by their dependencies alone, as the mode has it.
func layOut(nodes []Node, stages [][]int, mode Mode) course {
	l := &layout{nodes: nodes, first: make([]int32, len(nodes)), last: make([]int32, len(nodes)), gate: none}
	l.makeRoom(len(stages))
	l.cleanups()
	switch {
	case mode.dataflow():
		l.dataflow()
	case stages == nil:
		l.sequence()
	default:
		l.staged(stages)
	}
	return l.course()
}

// makeRoom makes room for all vertices and most edges: the plan keeps the vertices, and
// a list that grows is larger than it must be.
func (l *layout) makeRoom(stages int) {
	vertices, deps := stages, 0
	for _, n := range l.nodes {
		deps += len(n.Deps)
		if lc := n.Lifecycle; lc != nil {
			vertices += len(lc.registered) + 2
		} else {
			vertices++
		}
	}
	l.vertices = make([]vertex, 0, vertices)
	l.edges = make([][2]int32, 0, vertices+deps)
}

func (l *layout) add(v vertex) int32 {
	l.vertices = append(l.vertices, v)
	return id(len(l.vertices) - 1)
}

// edge has a vertex wait for another one, if there is one.
func (l *layout) edge(from, to int32) {
	if from != none {
		l.edges = append(l.edges, [2]int32{from, to})
	}
}

// behind adds a vertex that waits for another one, if there is one.
func (l *layout) behind(previous int32, v vertex) int32 {
	at := l.add(v)
	l.edge(previous, at)
	return at
}

func (l *layout) cleanups() {
	for _, n := range l.nodes {
		if lc := n.Lifecycle; lc != nil {
			l.gate = l.row(l.gate, lc, kindCleanup, vertexCleanup)
			l.gate = l.behind(l.gate, vertex{lc, none, vertexTasks})
		}
	}
}

// row adds a vertex for each registration of a row, behind one another, and returns the
// last.
func (l *layout) row(previous int32, lc *Lifecycle, row kind, as vertexKind) int32 {
	for at, s := range lc.registered {
		if s.kind.row() == row {
			previous = l.behind(previous, vertex{lc, id(at), as})
		}
	}
	return previous
}

// chain adds the vertices of a node, behind one another.
func (l *layout) chain(i int) {
	lc := l.nodes[i].Lifecycle
	if lc == nil {
		l.first[i] = l.add(vertex{nil, none, vertexJoin})
		l.last[i] = l.first[i]
		return
	}
	l.first[i] = id(len(l.vertices))
	l.last[i] = l.behind(l.row(none, lc, kindHook, vertexStep), vertex{lc, none, vertexUp})
}

// sequence has all components follow one another in construction order.
func (l *layout) sequence() {
	previous := l.gate
	for i, n := range l.nodes {
		if n.Lifecycle != nil {
			l.chain(i)
			l.edge(previous, l.first[i])
			previous = l.last[i]
		}
	}
}

// dataflow has each node follow its dependencies.
func (l *layout) dataflow() {
	for i := range l.nodes {
		l.chain(i)
		l.follow(i, func(int) bool { return true })
	}
}

// follow has a node wait for those of its dependencies that count, or else for the
// gate.
func (l *layout) follow(i int, counts func(dep int) bool) {
	free := true
	for _, dep := range l.nodes[i].Deps {
		if counts(dep) {
			l.edge(l.last[dep], l.first[i])
			free = false
		}
	}
	if free {
		l.edge(l.gate, l.first[i])
	}
}

// staged has the nodes with steps follow the stages, and the others their
// dependencies. Between two stages stands a vertex, instead of an edge for each
// pair of members.
func (l *layout) staged(stages [][]int) {
	for i := range l.nodes {
		l.chain(i)
	}
	for i := range l.nodes {
		busy := l.nodes[i].busy()
		l.follow(i, func(dep int) bool { return !busy || !l.nodes[dep].busy() })
	}
	previous := int32(none)
	for _, members := range stages {
		for _, i := range members {
			l.edge(previous, l.first[i])
		}
		if len(members) == 1 {
			previous = l.last[members[0]]
			continue
		}
		previous = l.add(vertex{nil, none, vertexJoin})
		for _, i := range members {
			l.edge(l.last[i], previous)
		}
	}
}

// course sorts the edges by where they begin.
func (l *layout) course() course {
	out := make([]int32, len(l.vertices))
	for _, e := range l.edges {
		out[e[0]]++
	}
	c := newCourse(l.vertices, out)
	c.edges(func(yield func(from, to int32) bool) {
		for _, e := range l.edges {
			if !yield(e[0], e[1]) {
				return
			}
		}
	})
	return c
}
