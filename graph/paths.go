// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

// MaxPaths is the largest number of paths that [Graph.Paths] returns.
const MaxPaths = 100

// maxPathWork bounds the search in a graph with cycles, in which a part of a path may
// lead nowhere. It is the number of looks at whether a path already has a node.
const maxPathWork = 1 << 20

// Paths answers why one node needs another: the paths along dependencies between them.
type Paths struct {
	From string     `json:"from"`  // an id, or the name for which there is no node
	To   string     `json:"to"`    // as From
	List [][]string `json:"paths"` // ids, both ends included; the shortest first, then in the order of parameters
	More bool       `json:"more"`  // there may be further paths

	graph *Graph
}

// Paths returns the paths along dependencies from one node to another on which no node
// occurs twice: the [MaxPaths] shortest ones. If there may be more, it sets Paths.More.
// There is one path from a node to itself. from and to are as for [Graph.Node]; without
// such nodes there is no path. The time grows with the size of the graph and of the result.
func (g *Graph) Paths(from, to string) Paths {
	p := Paths{From: from, To: to, List: [][]string{}, graph: g}
	a, b := g.Node(from), g.Node(to)
	if a != nil {
		p.From = a.ID
	}
	if b != nil {
		p.To = b.ID
	}
	if a == nil || b == nil {
		return p
	}
	x := g.newIndex(nil)
	s := newPathSearch(x, x.numbers[p.From], x.numbers[p.To])
	for len(p.List) < MaxPaths {
		end := s.nextPath()
		if end == none {
			p.More = s.work > maxPathWork
			return p
		}
		p.List = append(p.List, s.ids(g, end))
	}
	p.More = s.nextPath() != none || s.work > maxPathWork
	return p
}

// pathSearch finds paths in the order of their lengths. It extends the part whose
// shortest completion is the shortest, of these the longest part. Without cycles each
// part leads to a path, so that no work is wasted.
type pathSearch struct {
	x        *index
	to       int
	distance []int // by node: to the end
	isCyclic bool
	parts    []pathPart
	byLength [][]int // of the shortest completion: parts to extend, the next one last
	shortest int     // no part with a shorter completion is left
	work     int
}

// pathPart is the begin of a path. It shares all nodes but the last with other parts.
type pathPart struct {
	node, before, length int // before is the part without node
}

func newPathSearch(x *index, from, to int) *pathSearch {
	_, isCyclic := x.dependenciesFirst()
	s := &pathSearch{x: x, to: to, distance: x.distancesTo(to), isCyclic: isCyclic}
	if s.distance[from] != none {
		s.add(pathPart{from, none, 0})
	}
	return s
}

func (s *pathSearch) add(p pathPart) {
	total := p.length + s.distance[p.node]
	for len(s.byLength) <= total {
		s.byLength = append(s.byLength, nil)
	}
	s.parts = append(s.parts, p)
	s.byLength[total] = append(s.byLength[total], len(s.parts)-1)
}

// nextPath returns the next whole path, or none.
func (s *pathSearch) nextPath() int {
	for s.shortest < len(s.byLength) && s.work <= maxPathWork {
		todo := s.byLength[s.shortest]
		if len(todo) == 0 {
			s.shortest++
			continue
		}
		part := todo[len(todo)-1]
		s.byLength[s.shortest] = todo[:len(todo)-1]
		if s.parts[part].node == s.to {
			return part
		}
		s.extend(part)
	}
	return none
}

// extend adds the parts that are one node longer. The first dependency is added last, as
// it is extended first.
func (s *pathSearch) extend(part int) {
	p := s.parts[part]
	needs := s.x.needs[p.node]
	for i := len(needs) - 1; i >= 0; i-- {
		if s.distance[needs[i]] != none && !s.contains(part, needs[i]) {
			s.add(pathPart{needs[i], part, p.length + 1})
		}
	}
}

func (s *pathSearch) contains(part, node int) bool {
	if !s.isCyclic {
		return false
	}
	for ; part != none; part = s.parts[part].before {
		s.work++
		if s.parts[part].node == node {
			return true
		}
	}
	return false
}

func (s *pathSearch) ids(g *Graph, part int) []string {
	ids := make([]string, s.parts[part].length+1)
	for i := len(ids) - 1; i >= 0; i-- {
		ids[i] = g.Nodes[s.parts[part].node].ID
		part = s.parts[part].before
	}
	return ids
}
