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
// calling anything, and names it in the wiring. This is not what facet would find itself:
//
//   - A decorator in progress is passed over, so that what it needs receives the version
//     before it. A constructor that is needed so while it waits for its own parameters is
//     called twice.
//   - The decorator of an outer module applies to a value that an inner module provides
//     privately.
//   - An optional parameter is absent if the constructor that provides it lacks something.
//
// It returns the first root that cannot be built, and whether that is because something
// needs itself; or nil.
func (a *App) wire(roots []*registration) (unbuildable *registration, isCyclic bool) {
	a.registrations = slices.DeleteFunc(a.registrations, func(r *registration) bool { return r.isSecond }) // of an earlier wiring
	w := newWiring(a.registrations)
	for _, r := range roots {
		if !w.call(r) {
			unbuildable = r
			break
		}
	}
	a.usesFacet, a.wiring = a.usesFacet || w.usesFacet, w.named
	if w.isCyclic {
		a.wiring = nil
		return unbuildable, true
	}
	a.registrations = append(a.registrations, w.second...)
	for _, r := range w.second {
		slog.Warn("fx: a constructor is called twice, because a decorator needs what it provides while that is decorated",
			"constructor", r.name(), "place", r.origin.place.String())
	}
	return unbuildable, false
}

// wiring is the state of dig as it calls constructors.
type wiring struct {
	scopes   map[*adapt.Module]*wiringScope
	active   map[*registration]int // the calls in progress
	called   map[*registration]bool
	named    adapt.Wiring    // the result
	second   []*registration // for the second calls
	isCyclic bool            // something needs itself in any case

	usesFacet bool // a component takes a lifecycle or the app of facet
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

func newWiring(all []*registration) *wiring {
	w := &wiring{named: adapt.Wiring{}, scopes: map[*adapt.Module]*wiringScope{}, active: map[*registration]int{}, called: map[*registration]bool{}}
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

// call finds the providers of the parameters of a registration, as dig calls it. It returns
// false if dig would return an error.
func (w *wiring) call(r *registration) bool {
	switch {
	case w.called[r]:
		return true
	case w.isCyclic || w.active[r] > 1:
		w.isCyclic = true
		return false
	}
	of := r
	if w.active[r] > 0 {
		of = secondCall(r)
		w.second = append(w.second, of)
	}
	w.active[r]++
	if !w.fillAll(of) {
		if !r.isDecorator() { // dig passes over a decorator that has failed, as if it were in progress
			w.active[r]--
		}
		return false
	}
	w.active[r]--
	w.called[r] = true
	w.store(r, of)
	return true
}

func (w *wiring) fillAll(r *registration) bool {
	scope := w.scope(r.spec.Module)
	if w.lacks(r.spec, scope) {
		return false
	}
	named := make([]*adapt.Spec, len(r.spec.Params))
	w.named[r.spec] = named
	for i := range r.spec.Params {
		if !w.fill(r, &r.spec.Params[i], &named[i], scope) {
			return false
		}
	}
	return true
}

// secondCall returns a registration that provides only to the parameters that name it.
func secondCall(r *registration) *registration {
	second, spec := *r, *r.spec
	spec.Detached = true
	second.spec, second.values, second.isSecond = &spec, nil, true
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

// fill finds the provider of one parameter, and names it.
func (w *wiring) fill(r *registration, p *adapt.Param, named **adapt.Spec, scope *wiringScope) bool {
	switch {
	case isReserved(p.Key):
		w.usesFacet = true
		return true
	case p.Key.Group != "":
		return w.fillGroup(r, p, scope)
	}
	provider, ok := w.provider(p.Key, scope)
	switch {
	case provider == nil:
		return ok
	case !ok && p.Optional && !provider.isDecorator() && !w.isCyclic:
		*named = &adapt.Spec{} // nothing provides it
		slog.Warn("fx: an optional parameter is absent, because its constructor lacks something", "parameter", p.Key.String(),
			"of", r.name(), "place", r.origin.place.String())
		return true
	}
	*named, provider.isNeeded = provider.spec, true
	r.noteValue(provider)
	return ok
}

// provider returns what provides a key to a scope, or nil if nothing does. It returns false
// if dig would return an error.
func (w *wiring) provider(key adapt.Key, from *wiringScope) (*registration, bool) {
	for s := from; s != nil; s = s.parent {
		if d := s.decorators[key]; d != nil && w.active[d] == 0 {
			if !w.call(d) {
				return d, false
			}
			return s.decorated[key], true
		}
	}
	for s := from; s != nil; s = s.parent {
		if d := s.decorated[key]; d != nil {
			return d, true
		}
	}
	return w.undecorated(key, from)
}

// undecorated is provider without the decorators.
func (w *wiring) undecorated(key adapt.Key, from *wiringScope) (*registration, bool) {
	for s := from; s != nil; s = s.parent {
		if v := s.values[key]; v != nil {
			return v, true
		}
		if r := s.providers[key]; r != nil {
			if !w.call(r) {
				return r, false
			}
			return s.values[key], true
		}
	}
	return nil, true
}

// fillGroup calls what provides the members of a value group. facet finds them again.
func (w *wiring) fillGroup(r *registration, p *adapt.Param, from *wiringScope) bool {
	for s := from; s != nil; s = s.parent {
		if d := s.decorators[p.Key]; d != nil && w.active[d] == 0 {
			return w.call(d)
		}
	}
	if p.Soft {
		return true
	}
	for s := from; s != nil; s = s.parent {
		for _, member := range s.members[p.Key] {
			r.noteValue(member)
			if w.active[member] == 0 && !w.call(member) {
				return false
			}
		}
	}
	return true
}

// lacks reports whether a parameter has no provider at all: then dig does not construct the
// others.
func (w *wiring) lacks(spec *adapt.Spec, from *wiringScope) bool {
	return slices.ContainsFunc(spec.Params, func(p adapt.Param) bool {
		if p.Optional || p.Key.Group != "" || isReserved(p.Key) {
			return false
		}
		for s := from; s != nil; s = s.parent {
			if s.providers[p.Key] != nil {
				return false
			}
		}
		return from.decorated[p.Key] == nil // dig does not look into the scopes around
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
