// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// maxNamed is how many of the components that wait for a step are named.
const maxNamed = 5

// blockedComponents returns the ids of the nearest components that wait for v and have
// something to do, and how many more wait. Those that have only cleanups wait for
// cleanups alone. Executor.mu is not held.
func (e *execution) blockedComponents(v int32) (ids []string, more int) {
	after := e.reachableFrom(v)
	kind := e.vertices[v].kind
	cleaning := kind == vertexCleanup || kind == vertexTasks
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	seen := map[*Lifecycle]bool{e.vertices[v].lc: true}
	for _, at := range after {
		vx := &e.vertices[at]
		if vx.kind == vertexCleanup && !cleaning || e.isNoop(at) || seen[vx.lc] {
			continue
		}
		seen[vx.lc] = true
		if len(ids) < maxNamed {
			ids = append(ids, vx.lc.name())
		} else {
			more++
		}
	}
	return ids, more
}

// reachableFrom returns the vertices that come after v, by the number of components
// between. It looks at each edge once, and needs no lock.
func (d *dag) reachableFrom(v int32) []int32 {
	var list []int32
	seen := make([]bool, len(d.vertices))
	seen[v] = true
	for level := []int32{v}; len(level) > 0; {
		var farther []int32
		for i := 0; i < len(level); i++ { // which grows meanwhile
			at := level[i]
			for _, s := range d.successors[at] {
				switch {
				case seen[s]:
				case d.isNear(at, s):
					level = append(level, s)
				default:
					farther = append(farther, s)
				}
				seen[s] = true
			}
		}
		list = append(list, level...)
		level = farther
	}
	return list
}

// isNear reports whether w, a successor of v, is of the same component or of none.
func (d *dag) isNear(v, w int32) bool {
	lc := d.vertices[w].lc
	return lc == nil || lc == d.vertices[v].lc
}

// waitingText names the components that wait.
func waitingText(ids []string, more int) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = text.Line(graph.ShortName(id))
	}
	all := strings.Join(names, ", ")
	if more > 0 {
		all += fmt.Sprintf(" and %d more", more)
	}
	return all
}
