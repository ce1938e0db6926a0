// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// registry collects what the options of an app register.
type registry struct {
	settings     settings
	firstSpecs   []*registration.Spec // by First
	specs        []*registration.Spec
	skipped      []*registration.Spec // by If
	problems     []*graph.Problem
	optionErrors []error // given to Error

	inFirst     bool                 // the current option is inside a First
	module      *registration.Module // of the current option, nil outside of all modules
	seenModules map[Option]bool      // modules already registered
	given       map[string]place     // options that may be given once
}

type place = graph.Place

// add registers a constructor or function, with the problems that its options have.
func (r *registry) add(spec *registration.Spec, problems []*graph.Problem) {
	r.problems = append(r.problems, problems...)
	if spec == nil {
		return
	}
	if spec.Private && r.module == nil {
		r.problem("bad-option", spec.Name()+": provide.Private() applies in a module, and this stands in none; list it among the options of facet.Module, or leave it out", spec.Place)
	}
	spec.Module = r.module
	if r.inFirst {
		r.firstSpecs = append(r.firstSpecs, spec)
	} else {
		r.specs = append(r.specs, spec)
	}
}

func (r *registry) replace(spec *registration.Spec, problems []*graph.Problem) {
	if spec != nil {
		spec.Replaces = true
	}
	r.add(spec, problems)
}

func (r *registry) apply(opts []Option, at place) {
	for i, o := range opts {
		if o == nil {
			r.problem("bad-option", fmt.Sprintf("option %d is nil", i+1), at)
			continue
		}
		o.apply(r)
	}
}

// setOnce reports whether an option that may be given once is given for the first
// time. A second time is a registration error.
func (r *registry) setOnce(name string, at place) bool {
	first, twice := r.given[name]
	if twice {
		r.problem("conflicting-options", fmt.Sprintf("%s is given twice, first at %v", name, first), at)
	}
	r.given[name] = at
	return !twice
}

func (r *registry) problem(slug, text string, at place) {
	r.problems = append(r.problems, &graph.Problem{Slug: slug, Text: text, Place: at})
}
