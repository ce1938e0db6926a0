// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// judgeOrder looks at each pair of calls of which one is of what the other depends on.
func (tr *trial) judgeOrder(g *graph.Graph, calls []record) {
	below := closure(g)
	for i := range calls {
		for j := range calls {
			if below[calls[i].Component][calls[j].Component] {
				tr.judgePair(&calls[i], &calls[j])
			}
		}
	}
}

// judgePair looks at a call of a dependent and one of its dependency.
func (tr *trial) judgePair(dependent, dependency *record) {
	switch {
	case dependent.Phase == hooks.PhaseStart && dependency.Phase == hooks.PhaseStart:
		if !dependency.before(dependent) || dependency.err != nil {
			tr.find("%s\n  began before this had succeeded: %s", describe(dependent.Call), describe(dependency.Call))
		}
	case dependency.Phase != hooks.PhaseStop && dependency.Phase != hooks.PhaseCleanup:
	case dependent.Phase != dependency.Phase && (dependent.Phase != hooks.PhaseTask || dependent.Index < 0):
	case dependent.begin > dependency.begin, !tr.fault.late && dependent.end > dependency.begin:
		tr.find("%s\n  began before this had ended, which needs it: %s", describe(dependency.Call), describe(dependent.Call))
	}
}

// before tells whether a call had returned when another began.
func (r *record) before(other *record) bool { return r.end > 0 && r.end < other.begin }

// closure returns for each node what it depends on, directly or not.
func closure(g *graph.Graph) map[string]map[string]bool {
	next := map[string][]string{}
	for _, e := range g.Edges {
		next[e.From] = append(next[e.From], e.To)
	}
	below := map[string]map[string]bool{}
	var visit func(id string) map[string]bool
	visit = func(id string) map[string]bool {
		if known := below[id]; known != nil {
			return known
		}
		below[id] = map[string]bool{}
		for _, dep := range next[id] {
			below[id][dep] = true
			for further := range visit(dep) {
				below[id][further] = true
			}
		}
		return below[id]
	}
	for i := range g.Nodes {
		visit(g.Nodes[i].ID)
	}
	return below
}
