// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"slices"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// survey makes a report of what an app and its checks say.
type survey struct {
	config *config
	report *Report
	needs  [][]int32      // by component: what it depends on, all of it before it
	idle   []bool         // by component: it has registered nothing, so it is up when it is built
	index  map[string]int // by id: of the component in the report
}

func newSurvey(r *Report, app *facet.App, c *config) *survey {
	all := app.Components()
	s := &survey{config: c, report: r, needs: make([][]int32, len(all)), idle: make([]bool, len(all))}
	r.Components = make([]Component, len(all))
	for i := range all {
		of := &all[i]
		s.needs[i], s.idle[i] = of.Needs, !of.Registered
		r.Components[i] = Component{ID: of.ID, Name: of.Name, Kind: of.Kind, State: of.State}
	}
	return s
}

// component returns the component with an id, nil for what is none.
func (s *survey) component(id string) *Component {
	if s.index == nil {
		s.index = make(map[string]int, len(s.report.Components))
		for i := range s.report.Components {
			s.index[s.report.Components[i].ID] = i
		}
	}
	if i, ok := s.index[id]; ok {
		return &s.report.Components[i]
	}
	return nil
}

func (s *survey) excluded(c *Component) bool {
	return s.config.excludes(c.Name) || s.config.excludes(c.ID)
}

// judge decides which components are ready, and follows the others to a root cause.
func (s *survey) judge() {
	all := s.report.Components
	ways := make(ways, len(all))
	s.report.Ready = s.report.State == facet.StateRunning
	for i := range all {
		next := int32(none) // on the way to a root cause
		for _, d := range s.needs[i] {
			if !all[d].Ready && (next < 0 || ways[d].length < ways[next].length) {
				next = d
			}
		}
		if next < 0 && !s.fails(i) {
			all[i].Ready = true
			continue
		}
		ways.lead(i, next)
		s.report.Ready = false
	}
	ways.write(all)
}

// fails reports whether a component is not up, or fails a check of its own.
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
