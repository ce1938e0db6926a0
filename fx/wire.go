// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"cmp"
	"log/slog"
	"slices"

	"github.com/facet-go/facet/adapt"
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
		if w.call(r) {
			continue
		}
		unbuildable = cmp.Or(unbuildable, r)
		if len(a.facetOptions) == 0 { // these may provide what is missing
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
