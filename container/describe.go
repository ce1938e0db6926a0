// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
)

// alsoShown bounds the consumers that a missing dependency lists beside the
// first.
const alsoShown = 3

// Values of hop.node in what waysIn returns.
const (
	isRoot    = -1
	unreached = -2
)

// waysIn returns for each node the consumer through which a shortest path from a
// root reaches it.
func (c *Container) waysIn(roots []int) []hop {
	ways := make([]hop, len(c.nodes))
	for i := range ways {
		ways[i].node = unreached
	}
	queue := append([]int(nil), roots...)
	for _, r := range roots {
		ways[r].node = isRoot
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		c.nodes[i].dependencies(false, func(dep, param int) {
			if ways[dep].node == unreached {
				ways[dep] = hop{i, param}
				queue = append(queue, dep)
			}
		})
	}
	return ways
}

func (c *Container) describeMissing(m *missing, ways []hop) *graph.Problem {
	shortest := slices.MinFunc(m.by, nearest(ways))
	n := c.nodes[shortest.node]
	p := &graph.Problem{
		Slug: "missing-dependency",
		Text: fmt.Sprintf("nothing provides %v", m.key),
		Path: append([]graph.Hop{c.hop("needed by", shortest)}, c.wayOut(n.index, ways)...),
		Near: c.nearMisses(m, len(n.Params[shortest.param].Field) > 0),
	}
	p.Path[0].Detail += n.whereListed()
	if len(p.Near) == 0 {
		p.Advice = m.advice()
	}
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
	return p
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

// nearest orders hops by the length of the way to a root.
func nearest(ways []hop) func(a, b hop) int {
	length := func(i int) int {
		n := 0
		for ; ways[i].node >= 0; i = ways[i].node {
			n++
		}
		if ways[i].node == unreached {
			return math.MaxInt
		}
		return n
	}
	return func(a, b hop) int { return cmp.Compare(length(a.node), length(b.node)) }
}

// Of a long way to a root the ends are shown.
const (
	nearEnd = 12
	farEnd  = 4
)

// wayOut lists the consumers from node i up to a root.
func (c *Container) wayOut(i int, ways []hop) []graph.Hop {
	length := 0
	for at := i; ways[at].node >= 0; at = ways[at].node {
		length++
	}
	var hops []graph.Hop
	for at := 0; ways[i].node >= 0; i = ways[i].node {
		switch at++; {
		case length <= nearEnd+farEnd+1, at <= nearEnd, at > length-farEnd:
			hops = append(hops, c.hop("for", ways[i]))
		case at == nearEnd+1:
			hops = append(hops, graph.Hop{Relation: "for", Name: fmt.Sprintf("%d more", length-nearEnd-farEnd)})
		}
	}
	return hops
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

func (c *Container) describeCycle(cycle []hop, ways []hop) *graph.Problem {
	// Begin where the way from a root enters.
	entry := slices.Index(cycle, slices.MinFunc(cycle, nearest(ways)))
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
