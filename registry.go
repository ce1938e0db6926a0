// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/internal/seam"
)

// registry collects what the options of an app register.
type registry struct {
	settings     settings
	front        *seam.Front          // of Adapted, or nil
	firstSpecs   []*registration.Spec // by First
	specs        []*registration.Spec
	skipped      []*registration.Spec // by If
	problems     []*graph.Problem
	optionErrors []error // given to Error

	inFirst     bool                 // the current option is inside a First
	module      *registration.Module // of the current option, nil outside of all modules
	seenModules map[Option]bool      // modules already registered
	given       map[string][]place   // the lines of options that apply to the whole app

	logSpec      *registration.Spec                  // of LogFrom
	settingsSpec *registration.Spec                  // of Configure
	replaceable  map[reflect.Type]*registration.Spec // values that a later one of the type replaces
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
	if spec.LastCounts {
		r.replaceEarlier(spec)
	}
	if r.inFirst {
		r.firstSpecs = append(r.firstSpecs, spec)
	} else {
		r.specs = append(r.specs, spec)
	}
}

// replaceEarlier removes an earlier value of the same type of which the last one counts.
func (r *registry) replaceEarlier(spec *registration.Spec) {
	t := spec.Value.Type()
	if earlier := r.replaceable[t]; earlier != nil {
		isEarlier := func(s *registration.Spec) bool { return s == earlier }
		r.specs, r.firstSpecs = slices.DeleteFunc(r.specs, isEarlier), slices.DeleteFunc(r.firstSpecs, isEarlier)
	}
	if r.replaceable == nil {
		r.replaceable = map[reflect.Type]*registration.Spec{}
	}
	r.replaceable[t] = spec
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

// allSpecs returns all registrations, in order.
func (r *registry) allSpecs() []*registration.Spec {
	all := make([]*registration.Spec, 0, len(r.firstSpecs)+len(r.specs)+2)
	for _, spec := range []*registration.Spec{r.logSpec, r.settingsSpec} {
		if spec != nil {
			all = append(all, spec)
		}
	}
	return append(append(all, r.firstSpecs...), r.specs...)
}

// setLast records the line of an option of which the last one counts.
func (r *registry) setLast(name string, at place) { r.given[name] = append(r.given[name], at) }

// setLog records the line of a log. The last one counts.
func (r *registry) setLog(at place) {
	r.setLast("Log", at)
	r.settings.log, r.settings.logSet, r.logSpec = nil, true, nil
}

// setOnce reports whether an option that may be given once is given for the first
// time. A second time is a registration error.
func (r *registry) setOnce(name string, at place) bool {
	earlier := r.given[name]
	if len(earlier) > 0 {
		r.problem("conflicting-options", fmt.Sprintf("%s is given twice, first at %v; leave one out", name, earlier[0]), at)
	}
	r.given[name] = append(earlier, at)
	return len(earlier) == 0
}

func (r *registry) problem(slug, text string, at place) {
	r.problems = append(r.problems, &graph.Problem{Slug: slug, Text: text, Place: at})
}
