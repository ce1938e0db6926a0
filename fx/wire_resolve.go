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
