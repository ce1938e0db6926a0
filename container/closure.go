// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

// query says what a build constructs: the roots of the container with their
// dependencies, or one function with its dependencies.
type query struct {
	c        *Container
	roots    []int
	function *node // nil for the roots of the container; its index is Container.Size
}

func (c *Container) rootQuery() query { return query{c: c, roots: c.roots} }

func (q *query) isFunction(i int) bool { return q.function != nil && i == q.function.index }

func (q *query) node(i int) *node {
	if q.isFunction(i) {
		return q.function
	}
	return q.c.nodes[i]
}

// id returns the id of a node, or of the function.
func (q *query) id(i int) string {
	if q.isFunction(i) {
		return q.function.ID()
	}
	return q.c.ID(i)
}

// closure is the set of nodes that a query needs, in construction order.
type closure struct {
	roots     []int
	order     []int32
	positions []int32 // by node: its place in order counted from 1, or 0

	// sparse replaces positions in the closure of a function, which is small.
	sparse map[int32]int32
}

// position returns the place of a node in the construction order, counted from 1, or 0 if
// the closure does not have it.
func (cl *closure) position(node int) int32 {
	if cl.sparse != nil {
		return cl.sparse[to32(node)]
	}
	return cl.positions[node]
}

func (cl *closure) setPosition(node int, position int32) {
	if cl.sparse != nil {
		cl.sparse[to32(node)] = position
	} else {
		cl.positions[node] = position
	}
}

func (cl *closure) has(node int) bool { return cl.position(node) > 0 }

// closure visits the nodes from the roots: dependencies first, parameters left to right,
// each node after its order-only predecessors. Of a live instance it visits what that
// received. The findings are the problems that prevent the build.
func (q *query) closure(live *instances) (closure, []finding) {
	w := closureWalk{q: q, instances: live, closure: closure{roots: q.roots}}
	w.walk()
	if q.c.hasOrderEdges {
		// Order-only edges count between the nodes of the closure and add none to it, so the
		// closure must be known first.
		w.included = w.closure
		w.walk()
	}
	if q.function != nil && q.c.validate() == nil {
		return w.closure, q.findProblems([]int32{to32(q.function.index)}) // the other nodes have no problems
	}
	return w.closure, q.findProblems(w.order)
}

type closureWalk struct {
	q         *query
	instances *instances
	closure
	included closure // the result of the first walk; empty during that
}

func (w *closureWalk) walk() {
	if w.q.function != nil {
		w.sparse, w.order = map[int32]int32{}, nil
	} else {
		w.positions = make([]int32, len(w.q.c.nodes))
		w.order = make([]int32, 0, len(w.q.c.nodes))
	}
	for _, root := range w.roots {
		w.visit(root)
	}
}

// visiting is the position of a node whose dependencies are being visited.
const visiting = -1

func (w *closureWalk) visit(i int) {
	if w.position(i) != 0 {
		return
	}
	w.setPosition(i, visiting)
	n := w.q.node(i)
	if inst := w.instances.get(i); inst != nil {
		w.instances.receivedFrom(n, inst, func(dep liveNode) { w.visit(dep.node) })
	} else {
		w.visitDependencies(n)
	}
	w.order = append(w.order, to32(i))
	w.setPosition(i, to32(len(w.order)))
}

// visitDependencies visits the nodes that come before a node without an instance. Its
// soft groups receive the members that have instances.
func (w *closureWalk) visitDependencies(n *node) {
	if w.included.order != nil {
		for _, o := range n.orderedAfter {
			if w.included.has(o.predecessor) {
				w.visit(o.predecessor)
			}
		}
	}
	n.dependencies(false, func(dep, _ int) { w.visit(dep) })
	for i := range n.bindings {
		if !n.Params[i].Soft {
			continue
		}
		for _, m := range n.groupMembers(i) {
			if w.instances.get(m.node) != nil {
				w.visit(m.node)
			}
		}
	}
}
