// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
)

// alsoShown bounds the consumers that a missing dependency lists beside the
// first.
const alsoShown = 3

func (c *Container) explainMissing(m *missingKey, ways *rootPaths) *graph.Problem {
	p, field := c.explainNeed(m, ways)
	if !ways.compared.take() {
		p.Advice = m.advice() + "; " + notCompared
		return p
	}
	if p.Near = c.nearMisses(m, field); len(p.Near) == 0 {
		p.Advice = m.advice()
	}
	return p
}

// explainNeed says what needs a missing key, and whether that asks for it by a
// field.
func (c *Container) explainNeed(m *missingKey, ways *rootPaths) (p *graph.Problem, field bool) {
	shortest := slices.MinFunc(m.consumers, ways.byDistance)
	n := c.nodes[shortest.node]
	p = &graph.Problem{
		Slug: "missing-dependency",
		Text: fmt.Sprintf("nothing provides %v", m.key),
		Path: append([]graph.Hop{c.pathStep("needed by", shortest)}, c.pathToRoot(n.index, ways)...),
	}
	p.Path[0].Detail += n.registeredAt()
	also := 0
	for _, h := range m.consumers {
		if h == shortest {
			continue
		}
		if also++; also <= alsoShown {
			p.Path = append(p.Path, c.pathStep("also needed by", h))
		}
	}
	if also > alsoShown {
		p.Path = append(p.Path, graph.Hop{Relation: "and", Name: fmt.Sprintf("%d more", also-alsoShown)})
	}
	return p, len(n.Params[shortest.param].Field) > 0
}

// registeredAt says where a consumer was registered: with its declaration that is what
// there is to change.
func (n *node) registeredAt() string {
	text := ""
	if !n.Place.IsZero() && n.Title == "" {
		text = fmt.Sprintf(", listed at %v", n.Place)
	}
	if n.Module != nil {
		text += fmt.Sprintf(" in module %q", n.Module.Path())
	}
	return text
}

// advice says what to do about a key if nothing comes near it.
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

func (c *Container) pathStep(relation string, h edgeRef) graph.Hop {
	n := c.nodes[h.node]
	name := n.Name()
	switch {
	case n.Kind == graph.KindInvoke && h.node != c.functionIndex:
		name = "invoke " + name
	case n.Kind == graph.KindDecorator:
		name = "decorator " + name
	}
	var detail string
	if h.param >= 0 {
		detail = n.Where(n.Params[h.param])
	} else {
		o := &n.orderedAfter[-1-h.param]
		detail = o.optionText() + " of " + c.nodes[o.declaredBy].Name()
	}
	return graph.Hop{Relation: relation, Name: name, Place: n.Source(), Detail: detail}
}

func (c *Container) explainCycle(cycle []edgeRef, ways *rootPaths) *graph.Problem {
	// Begin where the way from a root enters.
	entry := slices.Index(cycle, slices.MinFunc(cycle, ways.byDistance))
	cycle = slices.Concat(cycle[entry:], cycle[:entry])
	first := c.nodes[cycle[0].node]
	p := &graph.Problem{Slug: "dependency-cycle", Text: first.Name() + " needs its own product"}
	if slices.ContainsFunc(cycle, func(h edgeRef) bool { return h.param < 0 }) {
		p.Text = first.Name() + " must come after itself"
	}
	relation := ""
	for _, h := range cycle {
		p.Path = append(p.Path, c.pathStep(relation, h))
		if relation = "which needs"; h.param < 0 {
			relation = "which comes after"
		}
	}
	back := c.pathStep(relation, edgeRef{node: first.index, param: cycle[0].param})
	back.Detail = ""
	p.Path = append(p.Path, back)
	p.Near = c.explainDecoratorCycle(cycle)
	if len(p.Near) == 0 {
		p.Advice = c.cycleAdvice(cycle)
	}
	way := c.pathToRoot(first.index, ways)
	for i := range way {
		if i == 0 {
			way[i].Relation = "needed by"
		}
	}
	p.Path = append(p.Path, way...)
	return p
}

// cycleAdvice says what to do about a cycle.
func (c *Container) cycleAdvice(cycle []edgeRef) string {
	for _, h := range cycle {
		if h.param < 0 {
			return "leave out " + c.nodes[h.node].orderedAfter[-1-h.param].optionText() + ", or one of the parameters"
		}
	}
	if len(cycle) == 1 {
		return "leave out the parameter, or give what it is for a type or a name of its own"
	}
	return "move what two of them need into a constructor of its own, or hand one to the other later, in a facet.Invoke"
}

// explainDecoratorCycle says of a cycle through decorators who is given what they make:
// that is nowhere in the signatures.
func (c *Container) explainDecoratorCycle(cycle []edgeRef) []graph.Near {
	var near []graph.Near
	for _, h := range cycle {
		n := c.nodes[h.node]
		if h.param < 0 || n.bindings[h.param].provider < 0 {
			continue
		}
		d, key := c.nodes[n.bindings[h.param].provider], n.Params[h.param].Key
		if d.Kind != graph.KindDecorator || n.Kind == graph.KindDecorator && n.provides(key) {
			continue
		}
		near = append(near, graph.Near{
			Text: fmt.Sprintf("%s is given %v as %s decorates it", n.Name(), key, d.Name()), Place: d.Place,
			Change: fmt.Sprintf("have %s take less, or list it in a module that %s is not in", d.Name(), n.Name()),
		})
	}
	return near
}
