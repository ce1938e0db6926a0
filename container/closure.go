// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

// closure is what a set of roots needs.
type closure struct {
	roots []int
	order []int32 // construction order
	seq   []int32 // by node: place in order counted from 1, or 0

	// places stands for seq in the closure of a call, which is small.
	places map[int32]int32
}

// place returns the place of a node in order counted from 1, or 0.
func (cl *closure) place(node int) int32 {
	if cl.places != nil {
		return cl.places[id(node)]
	}
	return cl.seq[node]
}

func (cl *closure) setPlace(node int, place int32) {
	if cl.places != nil {
		cl.places[id(node)] = place
	} else {
		cl.seq[node] = place
	}
}

func (cl *closure) has(node int) bool { return cl.place(node) > 0 }

// closure walks from the roots: dependencies first, parameters left to right,
// behind what a node is ordered after. The problems are those that stand in the way
// of these roots.
func (c *Container) closure(roots []int, live *instances) (closure, []problem) {
	w := closureWalk{c: c, live: live, closure: closure{roots: roots}}
	w.walk()
	if c.ordered {
		// Order-only edges count between what is built, and pull nothing in: so
		// what is built has to be known before.
		w.members = w.closure
		w.walk()
	}
	if c.function != nil && c.validate() == nil {
		return w.closure, c.graphProblems([]int32{id(c.call)}) // the rest has been checked
	}
	return w.closure, c.graphProblems(w.order)
}

type closureWalk struct {
	c    *Container
	live *instances
	closure
	members closure // what is built; empty in the walk that finds out
}

func (w *closureWalk) walk() {
	if w.c.function != nil {
		w.places, w.order = map[int32]int32{}, nil
	} else {
		w.seq = make([]int32, len(w.c.nodes))
		w.order = make([]int32, 0, len(w.c.nodes))
	}
	for _, root := range w.roots {
		w.visit(root)
	}
}

const entered = -1

func (w *closureWalk) visit(i int) {
	if w.place(i) != 0 {
		return
	}
	w.setPlace(i, entered)
	n := w.c.node(i)
	if inst := w.live.of(i); inst != nil {
		w.live.received(n, inst, func(dep made) { w.visit(dep.node) })
	} else {
		w.visitWhatIsAskedFor(n)
	}
	w.order = append(w.order, id(i))
	w.setPlace(i, id(len(w.order)))
}

// visitWhatIsAskedFor visits all that comes before what is made now. Its soft
// groups receive what lives.
func (w *closureWalk) visitWhatIsAskedFor(n *node) {
	if w.members.order != nil {
		for _, o := range n.after {
			if w.members.has(o.node) {
				w.visit(o.node)
			}
		}
	}
	n.dependencies(false, func(dep, _ int) { w.visit(dep) })
	for i := range n.needs {
		if !n.Params[i].Soft {
			continue
		}
		for _, m := range n.members(i) {
			if w.live.of(m.node) != nil {
				w.visit(m.node)
			}
		}
	}
}
