// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// alsoShown bounds the consumers that a missing dependency lists beside the
// first.
const alsoShown = 3

// waysIn returns for each node the consumer through which a shortest path from a
// root reaches it; node -1 for roots and for what none reaches.
func (c *Container) waysIn(roots []int) []hop {
	ways := make([]hop, len(c.nodes))
	seen := make([]bool, len(c.nodes))
	for i := range ways {
		ways[i].node = -1
	}
	queue := append([]int(nil), roots...)
	for _, r := range roots {
		seen[r] = true
	}
	for ; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		c.nodes[i].dependencies(false, func(dep, param int) {
			if !seen[dep] {
				seen[dep] = true
				ways[dep] = hop{i, param}
				queue = append(queue, dep)
			}
		})
	}
	return ways
}

func (c *Container) describeMissing(m *missing, ways []hop) *graph.Problem {
	shortest, length := m.by[0], -1
	for _, h := range m.by {
		if n := pathLength(h.node, ways); length < 0 || n < length {
			shortest, length = h, n
		}
	}
	n := c.nodes[shortest.node]
	p := &graph.Problem{
		Slug: "missing-dependency",
		Text: fmt.Sprintf("nothing provides %v", m.key),
		Path: append([]graph.Hop{c.hop("needed by", shortest)}, c.wayOut(n.index, ways)...),
		Near: c.nearMisses(m.key),
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

func pathLength(i int, ways []hop) int {
	n := 0
	for ; ways[i].node >= 0; i = ways[i].node {
		n++
	}
	return n
}

// wayOut lists the consumers from node i up to a root.
func (c *Container) wayOut(i int, ways []hop) []graph.Hop {
	var hops []graph.Hop
	for ; ways[i].node >= 0; i = ways[i].node {
		hops = append(hops, c.hop("for", ways[i]))
	}
	return hops
}

func (c *Container) hop(relation string, h hop) graph.Hop {
	n := c.nodes[h.node]
	name := n.Name()
	if n.Kind == graph.KindInvoke {
		name = "invoke " + name
	}
	return graph.Hop{Relation: relation, Name: name, Place: n.Source(), Detail: n.Where(n.Params[h.param])}
}

func (c *Container) describeCycle(cycle []hop, ways []hop) *graph.Problem {
	first := c.nodes[cycle[0].node]
	p := &graph.Problem{Slug: "dependency-cycle", Text: first.Name() + " needs its own product"}
	for i, h := range cycle {
		relation := "which needs"
		if i == 0 {
			relation = ""
		}
		p.Path = append(p.Path, c.hop(relation, h))
	}
	p.Path = append(p.Path, graph.Hop{Relation: "which needs", Name: first.Name(), Place: first.Source()})
	way := c.wayOut(first.index, ways)
	for i := range way {
		if i == 0 {
			way[i].Relation = "needed by"
		}
	}
	p.Path = append(p.Path, way...)
	return p
}

// nearMisses lists what almost is the key, the likeliest first: the same type
// under another name or in a group, the pointer to it or what it points to, and
// for an interface what implements it.
func (c *Container) nearMisses(key provide.Key) []graph.Near {
	const classes = 3
	var near [classes][]graph.Near
	for _, n := range c.nodes {
		for _, r := range n.Results {
			if class, text, change := compare(key, r.Key); change != "" {
				near[class] = append(near[class], graph.Near{Text: text, Place: n.sourceOrPlace(), Change: change})
			}
		}
	}
	var all []graph.Near
	for _, list := range near {
		all = append(all, list...)
	}
	const most = 5
	return all[:min(len(all), most)]
}

func (n *node) sourceOrPlace() graph.Place {
	if p := n.Source(); !p.IsZero() {
		return p
	}
	return n.Place
}

// compare says how the key that is there differs from the one that is wanted,
// and what would make them meet; no change means that they are unrelated.
func compare(want, have provide.Key) (class int, text, change string) {
	short := func(t reflect.Type) string { return graph.ShortName(graph.TypeName(t)) }
	plain := have.Name == want.Name && have.Group == want.Group
	switch {
	case have.Type == want.Type && have.Group != "":
		return 0, fmt.Sprintf("%s is provided in the group %q", short(have.Type), have.Group),
			fmt.Sprintf("ask for a []%s with `group:%q`", short(have.Type), have.Group)
	case have.Type == want.Type && have.Name != "":
		return 0, fmt.Sprintf("%s is provided under the name %q", short(have.Type), have.Name),
			fmt.Sprintf("ask for it with `name:%q`", have.Name)
	case have.Type == want.Type:
		return 0, fmt.Sprintf("%s is provided without a name", short(have.Type)),
			fmt.Sprintf("ask for it without a name, or add provide.Name(%q) to its Provide", want.Name)
	case plain && want.Type.Kind() == reflect.Interface && have.Type.Implements(want.Type):
		return 1, fmt.Sprintf("%s implements %s", short(have.Type), short(want.Type)),
			fmt.Sprintf("add provide.As[%s]() to its Provide", short(want.Type))
	case plain && have.Type.Kind() == reflect.Pointer && have.Type.Elem() == want.Type,
		plain && want.Type.Kind() == reflect.Pointer && want.Type.Elem() == have.Type:
		return 2, fmt.Sprintf("%s is provided", short(have.Type)), "ask for " + short(have.Type)
	default:
		return 0, "", ""
	}
}
