// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

// wiring is the nodes of a plan as the plan keeps them, in construction order: in a
// third of the room.
type wiring struct {
	handles []*Lifecycle // nil for none
	groups  []string
	first   []int32 // by node: where in deps its own begin; and the end
	deps    []int32
}

func newWiring(nodes []Node) wiring {
	deps, grouped := 0, false
	for i := range nodes {
		deps += len(nodes[i].Deps)
		grouped = grouped || nodes[i].Group != ""
	}
	w := wiring{handles: make([]*Lifecycle, len(nodes)), first: make([]int32, len(nodes)+1), deps: make([]int32, 0, deps)}
	if grouped {
		w.groups = make([]string, len(nodes))
	}
	for i := range nodes {
		w.handles[i] = nodes[i].Lifecycle
		if grouped {
			w.groups[i] = nodes[i].Group
		}
		for _, dep := range nodes[i].Deps {
			w.deps = append(w.deps, id(dep))
		}
		w.first[i+1] = id(len(w.deps))
	}
	return w
}

// of returns what a node depends on.
func (w *wiring) of(i int) []int32 { return w.deps[w.first[i]:w.first[i+1]] }

// busy tells whether a node has steps.
func (w *wiring) busy(i int) bool { return w.handles[i] != nil && w.handles[i].busy() }
