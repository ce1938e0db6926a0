// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// maxNamed is the number of waiting components that are named.
const maxNamed = 5

// blockedComponents returns the ids of the nearest components that wait for v and have
// something to do, and the number of further ones. A component that has only cleanups
// waits for cleanups only. Executor.mu is not held.
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

// reachableFrom returns the vertices that come after v, ordered by the number of
// components between. It visits each edge once and needs no lock.
func (d *dag) reachableFrom(v int32) []int32 {
	var list []int32
	seen := make([]bool, len(d.vertices))
	seen[v] = true
	for level := []int32{v}; len(level) > 0; {
		var farther []int32
		for i := 0; i < len(level); i++ { // level grows meanwhile
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

// isNear reports whether w, a successor of v, belongs to the same component or to
// none.
func (d *dag) isNear(v, w int32) bool {
	lc := d.vertices[w].lc
	return lc == nil || lc == d.vertices[v].lc
}

// waitingText names the waiting components.
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
