// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"slices"

	"github.com/facet-go/facet/graph"
)

// cycle explains a cycle, beginning with the node that is nearest to a root.
func (e *explainer) cycle(cycle []edgeRef) *graph.Problem {
	entry := slices.Index(cycle, slices.MinFunc(cycle, e.paths.byDistance))
	cycle = slices.Concat(cycle[entry:], cycle[:entry])
	first := e.node(cycle[0].node)
	p := &graph.Problem{Slug: "dependency-cycle", Text: first.Name() + " needs its own result"}
	if slices.ContainsFunc(cycle, edgeRef.isOrder) {
		p.Text = first.Name() + " must come after itself"
	}
	relation := ""
	for _, edge := range cycle {
		p.Path = append(p.Path, e.hop(relation, edge))
		if relation = "which needs"; edge.isOrder() {
			relation = "which comes after"
		}
	}
	back := e.hop(relation, edgeRef{node: first.index, param: cycle[0].param})
	back.Detail = ""
	p.Path = append(p.Path, back)
	p.Near = e.decoratorsInCycle(cycle)
	if len(p.Near) == 0 {
		p.Advice = e.cycleAdvice(cycle)
	}
	path := e.pathToRoot(first.index)
	if len(path) > 0 {
		path[0].Relation = "needed by"
	}
	p.Path = append(p.Path, path...)
	return p
}

func (e *explainer) cycleAdvice(cycle []edgeRef) string {
	if at := slices.IndexFunc(cycle, edgeRef.isOrder); at >= 0 {
		return "remove " + cycle[at].order(e.node(cycle[at].node)).optionText() + ", or one of the parameters"
	}
	if len(cycle) == 1 {
		return "remove the parameter, or give the parameter or the result a type or a name of its own"
	}
	return "move the part that two of them need into a constructor of its own, or pass one to the other later, in a facet.Invoke"
}

// decoratorsInCycle says which nodes of a cycle receive the result of a decorator, which
// no signature shows.
func (e *explainer) decoratorsInCycle(cycle []edgeRef) []graph.Near {
	var near []graph.Near
	for _, edge := range cycle {
		n := e.node(edge.node)
		if edge.isOrder() || n.bindings[edge.param].provider < 0 {
			continue
		}
		d, key := e.node(int(n.bindings[edge.param].provider)), n.Params[edge.param].Key
		if d.Kind != graph.KindDecorator || n.Kind == graph.KindDecorator && n.provides(key) {
			continue
		}
		near = append(near, graph.Near{
			Text: fmt.Sprintf("%s receives %v decorated by %s", n.Name(), key, d.Name()), Place: d.Place,
			Change: fmt.Sprintf("remove a parameter of %s, or list it in a module that does not contain %s", d.Name(), n.Name()),
		})
	}
	return near
}
