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
	after := e.successors.ReachableFrom(v, e.isNear)
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
