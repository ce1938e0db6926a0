// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// verifyOrder checks each pair of calls of a component and a dependency.
func (fr *faultRun) verifyOrder(g *graph.Graph, calls []record) {
	below := transitiveDependencies(g)
	for i := range calls {
		for j := range calls {
			if below[calls[i].Component][calls[j].Component] {
				fr.verifyPair(&calls[i], &calls[j])
			}
		}
	}
}

// verifyPair checks a call of a dependent and a call of its dependency.
func (fr *faultRun) verifyPair(dependent, dependency *record) {
	switch {
	case dependent.Phase == hooks.PhaseStart && dependency.Phase == hooks.PhaseStart:
		if !dependency.endedBefore(dependent) || dependency.err != nil {
			fr.addFinding("%s\n  began before this call of a dependency had succeeded: %s", describe(dependent.Call), describe(dependency.Call))
		}
	case dependency.Phase != hooks.PhaseStop && dependency.Phase != hooks.PhaseCleanup:
	case dependent.Phase != dependency.Phase && (dependent.Phase != hooks.PhaseTask || dependent.Index < 0):
	case dependent.begin > dependency.begin, !fr.fault.late && dependent.end > dependency.begin:
		fr.addFinding("%s\n  began before this call of a dependent had ended: %s", describe(dependency.Call), describe(dependent.Call))
	}
}

// endedBefore reports whether a call had returned when another began.
func (r *record) endedBefore(other *record) bool { return r.end > 0 && r.end < other.begin }

// transitiveDependencies returns for each node its direct and indirect dependencies.
func transitiveDependencies(g *graph.Graph) map[string]map[string]bool {
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
