// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"cmp"
	"slices"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// survey makes a report of what a graph and the checks say.
type survey struct {
	config *config
	report *Report
	index  map[string]int // by id: of the component in the report
	deps   [][]int        // by component: what it depends on, all of it before it
	idle   []bool         // by component: it has no hooks, so it is up when it is built
}

func newSurvey(r *Report, g *graph.Graph, c *config) *survey {
	s := &survey{config: c, report: r, index: map[string]int{}}
	var nodes []*graph.Node
	for i := range g.Nodes {
		// Values have no life of their own.
		if n := &g.Nodes[i]; n.Seq > 0 && n.Kind != graph.KindValue {
			nodes = append(nodes, n)
		}
	}
	slices.SortFunc(nodes, func(a, b *graph.Node) int { return cmp.Compare(a.Seq, b.Seq) })
	for i, n := range nodes {
		s.index[n.ID] = i
		s.idle = append(s.idle, len(n.Hooks) == 0)
		r.Components = append(r.Components, Component{ID: n.ID, Name: n.Name, Kind: n.Kind, State: n.State})
	}
	s.deps = make([][]int, len(nodes))
	for _, e := range g.Edges {
		from, to := s.position(e.From), s.position(e.To)
		// A member of a soft group that came later was not received.
		if e.Kind != graph.EdgeOrder && to >= 0 && to < from {
			s.deps[from] = append(s.deps[from], to)
		}
	}
	return s
}

// position returns the index of a component, -1 for what is none.
func (s *survey) position(id string) int {
	if i, ok := s.index[id]; ok {
		return i
	}
	return -1
}

func (s *survey) component(id string) *Component {
	if i := s.position(id); i >= 0 {
		return &s.report.Components[i]
	}
	return nil
}

func (s *survey) excluded(c *Component) bool {
	return s.config.excludes(c.Name) || s.config.excludes(c.ID)
}

// judge decides who is ready, and follows those who are not to a root cause.
func (s *survey) judge() {
	all := s.report.Components
	away := make([]int, len(all)) // how far the nearest root cause is
	s.report.Ready = s.report.State == facet.StateRunning
	for i := range all {
		c := &all[i]
		next := -1 // on the way to it
		for _, d := range s.deps[i] {
			if !all[d].Ready && (next < 0 || away[d] < away[next]) {
				next = d
			}
		}
		switch {
		case next >= 0:
			away[i] = away[next] + 1
			c.Chain = append([]string{c.ID}, all[next].Chain...)
		case s.fails(i):
			c.Chain = []string{c.ID}
		default:
			c.Ready = true
			continue
		}
		s.report.Ready = false
	}
}

// fails tells whether a component is not up, or fails a check of its own.
func (s *survey) fails(i int) bool {
	c := &s.report.Components[i]
	if s.excluded(c) {
		return false
	}
	idle := s.idle[i] && c.State == graph.StateBuilt
	return !isUp(c.State) && !idle || slices.ContainsFunc(c.Checks, func(r Result) bool {
		return r.Status == Failed || r.Status == NotCalled
	})
}
