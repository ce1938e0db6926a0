// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"slices"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// evaluation computes the report of an app from its components and checks.
type evaluation struct {
	config       *config
	report       *Report
	dependencies [][]int32      // by component: the indexes of its dependencies, all lower than its own
	withoutHooks []bool         // by component: it has no hooks or checks, so it is up when it is built
	index        map[string]int // of the components in the report, by id
}

func newEvaluation(r *Report, app *facet.App, c *config) *evaluation {
	all := app.Components()
	s := &evaluation{config: c, report: r, dependencies: make([][]int32, len(all)), withoutHooks: make([]bool, len(all))}
	r.Components = make([]Component, len(all))
	for i := range all {
		of := &all[i]
		s.dependencies[i], s.withoutHooks[i] = of.Needs, !of.Registered
		r.Components[i] = Component{ID: of.ID, Name: of.Name, Kind: of.Kind, State: of.State}
	}
	return s
}

// component returns the component with an id, or nil.
func (s *evaluation) component(id string) *Component {
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

func (s *evaluation) isExcluded(c *Component) bool {
	return s.config.excludes(c.Name) || s.config.excludes(c.ID)
}

// evaluate decides which components are ready, and finds the root causes of the others.
func (s *evaluation) evaluate() {
	all := s.report.Components
	ways := make(causePaths, len(all))
	s.report.Ready = s.report.State == facet.StateRunning
	for i := range all {
		next := int32(none) // on the way to a root cause
		for _, d := range s.dependencies[i] {
			if !all[d].Ready && (next < 0 || ways[d].length < ways[next].length) {
				next = d
			}
		}
		if next < 0 && !s.fails(i) {
			all[i].Ready = true
			continue
		}
		ways.setNext(i, next)
		s.report.Ready = false
	}
	ways.writeChains(all)
}

// fails reports whether a component is not up, or fails one of its checks.
func (s *evaluation) fails(i int) bool {
	c := &s.report.Components[i]
	if s.isExcluded(c) {
		return false
	}
	idle := s.withoutHooks[i] && c.State == graph.StateBuilt
	return !isUp(c.State) && !idle || slices.ContainsFunc(c.Checks, func(r Result) bool {
		return r.Status == Failed || r.Status == NotCalled
	})
}
