// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// snapshot builds a [graph.Graph]. The slices of all nodes are parts of a few large ones,
// which belong to the graph.
type snapshot struct {
	ids   []string
	types map[reflect.Type]string // names
	nodes []graph.Node
	edges []graph.Edge
	from  []string // ids
	gives []graph.Key
	needs []graph.Need
}

func newSnapshot(c *Container) *snapshot {
	gives, needs, from, after := 0, 0, 0, 0
	for _, n := range c.nodes {
		gives, after = gives+len(n.Results), after+len(n.orderedAfter)
		for i := range n.bindings {
			from += n.maxProviders(i)
			if n.bindings[i].provider != bindReserved {
				needs++
			}
		}
	}
	return &snapshot{
		ids:   c.ids(),
		types: make(map[reflect.Type]string, len(c.nodes)),
		nodes: make([]graph.Node, len(c.nodes)),
		edges: make([]graph.Edge, 0, from+after),
		from:  make([]string, 0, from),
		gives: make([]graph.Key, 0, gives),
		needs: make([]graph.Need, 0, needs),
	}
}

// maxProviders returns the largest number of nodes that a parameter can receive values of.
func (n *node) maxProviders(param int) int {
	if n.bindings[param].provider >= 0 {
		return 1
	}
	return len(n.groupMembers(param))
}

// clip returns the elements from first on, or nil if there are none. Its capacity is its
// length, so that an append does not change other elements of list.
func clip[T any](list []T, first int) []T {
	if first == len(list) {
		return nil
	}
	return slices.Clip(list[first:])
}

func (s *snapshot) key(k registration.Key) graph.Key {
	name, ok := s.types[k.Type]
	if !ok {
		name = graph.TypeName(k.Type)
		s.types[k.Type] = name
	}
	return graph.Key{Type: name, Name: k.Name, Group: k.Group}
}

func (s *snapshot) node(out *graph.Node, n *node) {
	out.ID = s.ids[n.index]
	out.Name = graph.ShortName(out.ID)
	out.Kind, out.Place, out.Source = n.Kind, n.Place, n.Source()
	out.Module, out.Parallel = n.Module.Path(), n.parallelGroup
	if n.resultScope.module != nil && n.Kind != graph.KindDecorator && len(n.Results) > 0 {
		out.Private = n.resultScope.module.Path()
	}
	gives, needs := len(s.gives), len(s.needs)
	for i := range n.Results {
		s.gives = append(s.gives, s.key(n.Results[i].Key))
	}
	for i := range n.bindings {
		if n.bindings[i].provider != bindReserved {
			s.need(out.ID, n, i)
		}
	}
	out.Gives, out.Needs = clip(s.gives, gives), clip(s.needs, needs)
	for _, o := range n.orderedAfter {
		s.edges = append(s.edges, graph.Edge{From: out.ID, To: s.ids[o.predecessor], Kind: graph.EdgeOrder})
	}
}

// need adds a parameter of a node with its edges.
func (s *snapshot) need(id string, n *node, param int) {
	p, src, members := &n.Params[param], n.bindings[param], n.groupMembers(param)
	e := graph.Edge{From: id, Kind: edgeKind(n, param), Key: s.key(p.Key)}
	from := len(s.from)
	add := func(node int) {
		e.To = s.ids[node]
		s.from, s.edges = append(s.from, e.To), append(s.edges, e)
	}
	if src.provider >= 0 {
		add(int(src.provider))
	}
	for i, m := range members {
		// A constructor may give several members; the edge is one.
		if i == 0 || members[i-1].node != m.node {
			add(m.node)
		}
	}
	s.needs = append(s.needs, graph.Need{Key: e.Key, Optional: p.Optional, Soft: p.Soft, From: clip(s.from, from)})
}

func edgeKind(n *node, param int) graph.EdgeKind {
	p := &n.Params[param]
	switch given := n.bindings[param].provider >= 0; {
	case given && n.Kind == graph.KindDecorator && n.provides(p.Key):
		return graph.EdgeDecorate
	case given && p.Optional:
		return graph.EdgeOptional
	case given:
		return graph.EdgeValue
	case p.Soft:
		return graph.EdgeSoft
	default:
		return graph.EdgeGroup
	}
}
