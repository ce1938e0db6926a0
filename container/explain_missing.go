// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
)

// maxAlso is the number of consumers of a missing key that are listed after the first.
const maxAlso = 3

func (e *explainer) missing(m *missingKey) *graph.Problem {
	p, hasField := e.need(m)
	if !e.mayCompare() {
		p.Advice = m.advice() + "; " + notCompared
		return p
	}
	if p.Near = e.suggestions(m, hasField); len(p.Near) == 0 {
		p.Advice = m.advice()
	}
	return p
}

// need lists the consumers of a missing key, and reports whether the nearest one has a
// field for it, which can have tags.
func (e *explainer) need(m *missingKey) (p *graph.Problem, hasField bool) {
	nearest := slices.MinFunc(m.consumers, e.paths.byDistance)
	n := e.node(nearest.node)
	p = &graph.Problem{
		Slug: "missing-dependency",
		Text: fmt.Sprintf("nothing provides %v", m.key),
		Path: append([]graph.Hop{e.hop("needed by", nearest)}, e.pathToRoot(n.index)...),
	}
	p.Path[0].Detail += n.listing()
	also := 0
	for _, edge := range m.consumers {
		if edge == nearest {
			continue
		}
		if also++; also <= maxAlso {
			p.Path = append(p.Path, e.hop("also needed by", edge))
		}
	}
	if also > maxAlso {
		p.Path = append(p.Path, graph.Hop{Relation: "and", Name: fmt.Sprintf("%d more", also-maxAlso)})
	}
	return p, len(n.Params[nearest.param].Field) > 0
}

// advice says how to provide a key that has no suggestions.
func (m *missingKey) advice() string {
	name := ""
	if m.key.Name != "" {
		name = fmt.Sprintf(" and provide.Name(%q)", m.key.Name)
	}
	if m.key.Type.Kind() == reflect.Interface {
		return fmt.Sprintf("list a constructor with facet.Provide, and add provide.As[%s]()%s if it returns an implementation", shortType(m.key.Type), name)
	}
	return fmt.Sprintf("list a constructor that returns it with facet.Provide%s, or a value with facet.Value", name)
}
