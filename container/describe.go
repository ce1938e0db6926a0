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

func (c *Container) describeMissing(m *missing, ways *ways) *graph.Problem {
	p, field := c.describeNeed(m, ways)
	if !ways.compared.take() {
		p.Advice = m.advice() + "; " + notCompared
		return p
	}
	if p.Near = c.nearMisses(m, field); len(p.Near) == 0 {
		p.Advice = m.advice()
	}
	return p
}

// describeNeed says what needs a missing key, and whether that asks for it by a
// field.
func (c *Container) describeNeed(m *missing, ways *ways) (p *graph.Problem, field bool) {
	shortest := slices.MinFunc(m.by, ways.nearest)
	n := c.nodes[shortest.node]
	p = &graph.Problem{
		Slug: "missing-dependency",
		Text: fmt.Sprintf("nothing provides %v", m.key),
		Path: append([]graph.Hop{c.hop("needed by", shortest)}, c.wayOut(n.index, ways)...),
	}
	p.Path[0].Detail += n.whereListed()
	also := 0
	for _, h := range m.by {
		if h == shortest {
			continue
		}
		if also++; also <= alsoShown {
			p.Path = append(p.Path, c.hop("also needed by", h))
		}
	}
	if also > alsoShown {
		p.Path = append(p.Path, graph.Hop{Relation: "and", Name: fmt.Sprintf("%d more", also-alsoShown)})
	}
	return p, len(n.Params[shortest.param].Field) > 0
}

// whereListed says where a consumer was registered: with its declaration that is what
// there is to change.
func (n *node) whereListed() string {
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
func (m *missing) advice() string {
	name := ""
	if m.key.Name != "" {
		name = fmt.Sprintf(" and provide.Name(%q)", m.key.Name)
	}
	if m.key.Type.Kind() == reflect.Interface {
		return fmt.Sprintf("list a constructor with facet.Provide, and add provide.As[%s]()%s if it returns an implementation", short(m.key.Type), name)
	}
	return fmt.Sprintf("list a constructor that returns it with facet.Provide%s, or a value with facet.Value", name)
}

func (c *Container) hop(relation string, h hop) graph.Hop {
	n := c.nodes[h.node]
	name := n.Name()
	switch {
	case n.Kind == graph.KindInvoke && h.node != c.call:
		name = "invoke " + name
	case n.Kind == graph.KindDecorator:
		name = "decorator " + name
	}
	var detail string
	if h.param >= 0 {
		detail = n.Where(n.Params[h.param])
	} else {
		o := &n.after[-1-h.param]
		detail = o.option() + " of " + c.nodes[o.by].Name()
	}
	return graph.Hop{Relation: relation, Name: name, Place: n.Source(), Detail: detail}
}

func (c *Container) describeCycle(cycle []hop, ways *ways) *graph.Problem {
	// Begin where the way from a root enters.
	entry := slices.Index(cycle, slices.MinFunc(cycle, ways.nearest))
	cycle = slices.Concat(cycle[entry:], cycle[:entry])
	first := c.nodes[cycle[0].node]
	p := &graph.Problem{Slug: "dependency-cycle", Text: first.Name() + " needs its own product"}
	if slices.ContainsFunc(cycle, func(h hop) bool { return h.param < 0 }) {
		p.Text = first.Name() + " must come after itself"
	}
	relation := ""
	for _, h := range cycle {
		p.Path = append(p.Path, c.hop(relation, h))
		if relation = "which needs"; h.param < 0 {
			relation = "which comes after"
		}
	}
	back := c.hop(relation, hop{node: first.index, param: cycle[0].param})
	back.Detail = ""
	p.Path = append(p.Path, back)
	p.Near = c.givenDecorated(cycle)
	if len(p.Near) == 0 {
		p.Advice = c.wayOutOf(cycle)
	}
	way := c.wayOut(first.index, ways)
	for i := range way {
		if i == 0 {
			way[i].Relation = "needed by"
		}
	}
	p.Path = append(p.Path, way...)
	return p
}

// wayOutOf says what to do about a cycle.
func (c *Container) wayOutOf(cycle []hop) string {
	for _, h := range cycle {
		if h.param < 0 {
			return "leave out " + c.nodes[h.node].after[-1-h.param].option() + ", or one of the parameters"
		}
	}
	if len(cycle) == 1 {
		return "leave out the parameter, or give what it is for a type or a name of its own"
	}
	return "move what two of them need into a constructor of its own, or hand one to the other later, in a facet.Invoke"
}

// givenDecorated says of a cycle through decorators who is given what they make:
// that is nowhere in the signatures.
func (c *Container) givenDecorated(cycle []hop) []graph.Near {
	var near []graph.Near
	for _, h := range cycle {
		n := c.nodes[h.node]
		if h.param < 0 || n.needs[h.param].from < 0 {
			continue
		}
		d, key := c.nodes[n.needs[h.param].from], n.Params[h.param].Key
		if d.Kind != graph.KindDecorator || n.Kind == graph.KindDecorator && n.gives(key) {
			continue
		}
		near = append(near, graph.Near{
			Text: fmt.Sprintf("%s is given %v as %s decorates it", n.Name(), key, d.Name()), Place: d.Place,
			Change: fmt.Sprintf("have %s take less, or list it in a module that %s is not in", d.Name(), n.Name()),
		})
	}
	return near
}
