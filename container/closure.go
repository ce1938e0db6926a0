// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

// closure is what a set of roots needs.
type closure struct {
	roots     []int
	order     []int32 // construction order
	positions []int32 // by node: place in order counted from 1, or 0

	// places stands for seq in the closure of a call, which is small.
	sparse map[int32]int32
}

// position returns the place of a node in order counted from 1, or 0.
func (cl *closure) position(node int) int32 {
	if cl.sparse != nil {
		return cl.sparse[to32(node)]
	}
	return cl.positions[node]
}

func (cl *closure) setPosition(node int, place int32) {
	if cl.sparse != nil {
		cl.sparse[to32(node)] = place
	} else {
		cl.positions[node] = place
	}
}

func (cl *closure) has(node int) bool { return cl.position(node) > 0 }

// closure walks from the roots: dependencies first, parameters left to right,
// behind what a node is ordered after. The problems are those that stand in the way
// of these roots.
func (c *Container) closure(roots []int, live *instances) (closure, []finding) {
	w := closureWalk{c: c, instances: live, closure: closure{roots: roots}}
	w.walk()
	if c.hasOrderEdges {
		// Order-only edges count between what is built, and pull nothing in: so
		// what is built has to be known before.
		w.included = w.closure
		w.walk()
	}
	if c.function != nil && c.validate() == nil {
		return w.closure, c.findProblems([]int32{to32(c.functionIndex)}) // the rest has been checked
	}
	return w.closure, c.findProblems(w.order)
}

type closureWalk struct {
	c         *Container
	instances *instances
	closure
	included closure // what is built; empty in the walk that finds out
}

func (w *closureWalk) walk() {
	if w.c.function != nil {
		w.sparse, w.order = map[int32]int32{}, nil
	} else {
		w.positions = make([]int32, len(w.c.nodes))
		w.order = make([]int32, 0, len(w.c.nodes))
	}
	for _, root := range w.roots {
		w.visit(root)
	}
}

const visiting = -1

func (w *closureWalk) visit(i int) {
	if w.position(i) != 0 {
		return
	}
	w.setPosition(i, visiting)
	n := w.c.node(i)
	if inst := w.instances.get(i); inst != nil {
		w.instances.receivedFrom(n, inst, func(dep liveNode) { w.visit(dep.node) })
	} else {
		w.visitDependencies(n)
	}
	w.order = append(w.order, to32(i))
	w.setPosition(i, to32(len(w.order)))
}

// visitDependencies visits all that comes before what is made now. Its soft
// groups receive what lives.
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
