// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"log/slog"
	"reflect"
	"slices"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
)

// wire finds the provider of each parameter that the roots need as dig finds it, without
// calling anything, and names it in the Specs. This is not what facet would find itself:
//
//   - A decorator in progress is passed over, so that what it needs receives the version
//     before it. A constructor that is needed so while it waits for its own parameters is
//     called twice.
//   - The decorator of an outer module applies to a value that an inner module provides
//     privately.
//   - An optional parameter is absent if the constructor that provides it lacks something.
func (a *App) wire(roots []*registration) {
	w := newWiring(a.registrations)
	for _, r := range roots {
		w.call(r)
	}
	if w.isCyclic {
		for _, r := range slices.Concat(a.registrations, roots) {
			if r.spec != nil {
				unpin(r.spec)
			}
		}
		return // facet reports the cycle
	}
	a.registrations = append(a.registrations, w.second...)
	for _, r := range w.second {
		slog.Warn("fx: a constructor is called twice, because a decorator needs what it provides while that is decorated",
			"constructor", r.name(), "place", r.origin.place.String())
	}
}

func unpin(s *adapt.Spec) {
	for i := range s.Params {
		s.Params[i].From = nil
	}
}

// wiring is the state of dig as it calls constructors.
type wiring struct {
	scopes   map[*adapt.Module]*wiringScope
	active   map[*registration]int // the calls in progress
	called   map[*registration]bool
	second   []*registration // for the second calls
	isCyclic bool            // something needs itself in any case
}

// wiringScope is a scope of dig: of a module, or of the app.
type wiringScope struct {
	parent     *wiringScope
	providers  map[adapt.Key]*registration
	members    map[adapt.Key][]*registration // of groups
	decorators map[adapt.Key]*registration
	values     map[adapt.Key]*registration // that have been called
	decorated  map[adapt.Key]*registration // that have been called
}

// outcome is how a call ends.
type outcome int

const (
	succeeds outcome = iota
	lacksParam
	fails
)

func newWiring(all []*registration) *wiring {
	w := &wiring{scopes: map[*adapt.Module]*wiringScope{}, active: map[*registration]int{}, called: map[*registration]bool{}}
	for _, r := range all {
		if r.spec != nil {
			w.add(r)
		}
	}
	return w
}

func (w *wiring) add(r *registration) {
	home := w.home(r)
	for _, res := range r.spec.Results {
		switch {
		case r.isDecorator():
			home.decorators[res.Key] = r
		case res.Key.Group != "":
			home.members[res.Key] = append(home.members[res.Key], r)
		default:
			home.providers[res.Key] = r
		}
	}
}

// home returns the scope in which the results of a registration are visible.
func (w *wiring) home(r *registration) *wiringScope {
	if r.spec.Private || r.isDecorator() {
		return w.scope(r.spec.Module)
	}
	return w.scope(nil)
}

func (w *wiring) scope(m *adapt.Module) *wiringScope {
	if s := w.scopes[m]; s != nil {
		return s
	}
	s := &wiringScope{
		providers: map[adapt.Key]*registration{}, members: map[adapt.Key][]*registration{}, decorators: map[adapt.Key]*registration{},
		values: map[adapt.Key]*registration{}, decorated: map[adapt.Key]*registration{},
	}
	w.scopes[m] = s
	if m != nil {
		s.parent = w.scope(m.Parent)
	}
	return s
}

// call finds the providers of the parameters of a registration, as dig calls it.
func (w *wiring) call(r *registration) outcome {
	switch {
	case w.called[r]:
		return succeeds
	case w.isCyclic || w.active[r] > 1:
		w.isCyclic = true
		return fails
	}
	scope := w.scope(r.spec.Module)
	if w.lacks(r.spec, scope) {
		return lacksParam
	}
	of := r
	if w.active[r] > 0 {
		of = secondCall(r)
		w.second = append(w.second, of)
	}
	w.active[r]++
	defer func() { w.active[r]-- }()
	for i := range of.spec.Params {
		if w.fill(of, &of.spec.Params[i], scope) != succeeds {
			return fails
		}
	}
	w.called[r] = true
	w.store(r, of)
	return succeeds
}

// secondCall returns a registration that provides only to the parameters that name it.
func secondCall(r *registration) *registration {
	second, spec := *r, *r.spec
	spec.Params, spec.Detached = slices.Clone(spec.Params), true
	second.spec, second.values = &spec, nil
	return &second
}

// store makes the results of a call those of its keys.
func (w *wiring) store(r, call *registration) {
	home := w.home(r)
	results := home.values
	if r.isDecorator() {
		results = home.decorated
	}
	for _, res := range call.spec.Results {
		if res.Key.Group == "" {
			results[res.Key] = call
		}
	}
}

// fill finds the provider of one parameter.
func (w *wiring) fill(r *registration, p *adapt.Param, scope *wiringScope) outcome {
	switch {
	case isReserved(p.Key):
		return succeeds
	case p.Key.Group != "":
		return w.fillGroup(r, p, scope)
	}
	provider, result := w.provider(p.Key, scope)
	switch {
	case result == succeeds && provider != nil:
		p.From = provider.spec
		r.noteValue(provider)
	case result == lacksParam && p.Optional:
		p.From = &adapt.Spec{} // nothing provides it
		slog.Warn("fx: an optional parameter is absent, because its constructor lacks something", "parameter", p.Key.String(),
			"of", r.name(), "place", r.origin.place.String())
	case result != succeeds:
		return fails
	}
	return succeeds
}

// provider returns what provides a key to a scope, or nil if nothing does.
func (w *wiring) provider(key adapt.Key, from *wiringScope) (*registration, outcome) {
	for s := from; s != nil; s = s.parent {
		if d := s.decorators[key]; d != nil && w.active[d] == 0 {
			if w.call(d) != succeeds {
				return nil, fails
			}
			return s.decorated[key], succeeds
		}
	}
	for s := from; s != nil; s = s.parent {
		if d := s.decorated[key]; d != nil {
			return d, succeeds
		}
	}
	for s := from; s != nil; s = s.parent {
		if v := s.values[key]; v != nil {
			return v, succeeds
		}
		if r := s.providers[key]; r != nil {
			result := w.call(r)
			return s.values[key], result
		}
	}
	return nil, succeeds
}

// fillGroup calls what provides the members of a value group. facet finds them again.
func (w *wiring) fillGroup(r *registration, p *adapt.Param, from *wiringScope) outcome {
	for s := from; s != nil; s = s.parent {
		if d := s.decorators[p.Key]; d != nil && w.active[d] == 0 {
			return w.call(d)
		}
	}
	if p.Soft {
		return succeeds
	}
	for s := from; s != nil; s = s.parent {
		for _, member := range s.members[p.Key] {
			r.noteValue(member)
			if w.active[member] == 0 && w.call(member) != succeeds {
				return fails
			}
		}
	}
	return succeeds
}

// lacks reports whether a parameter has no provider at all: then dig does not construct the
// others.
func (w *wiring) lacks(spec *adapt.Spec, from *wiringScope) bool {
	return slices.ContainsFunc(spec.Params, func(p adapt.Param) bool {
		if p.Optional || p.Key.Group != "" || isReserved(p.Key) {
			return false
		}
		for s := from; s != nil; s = s.parent {
			if s.providers[p.Key] != nil || s.decorated[p.Key] != nil {
				return false
			}
		}
		return true
	})
}

// noteValue notes that the registration receives a value that no constructor makes.
func (r *registration) noteValue(provider *registration) {
	if provider.spec.Kind == graph.KindValue {
		r.values = append(r.values, provider)
	}
}

// isReserved reports whether facet makes the values of a key for each component.
func isReserved(key adapt.Key) bool {
	return key == adapt.Key{Type: reflect.TypeFor[*facet.Lifecycle]()} || key == adapt.Key{Type: reflect.TypeFor[*facet.App]()}
}
