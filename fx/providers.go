// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"reflect"

	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// providers finds what a decorator decorates.
type providers map[adapt.Key][]*registration

func (a *App) providers() providers {
	all := providers{}
	for _, r := range a.registrations {
		if r.spec == nil || r.isDecorator() || r.isSecond {
			continue
		}
		for _, res := range r.spec.Results {
			all[res.Key] = append(all[res.Key], r)
		}
	}
	return all
}

// decorated reports whether a registration is no decorator, or something provides what it
// decorates. Otherwise fx calls it for optional parameters only. A value group without
// members may be decorated, too; empty provides its zero members then.
func (p providers) decorated(r *registration) (empty *registration, isUseful bool) {
	if !r.isDecorator() {
		return nil, true
	}
	for _, res := range r.spec.Results {
		switch {
		case p.isProvided(res.Key, r.spec.Module):
		case res.Key.Group != "":
			return emptyGroup(r, res.Key), true
		default:
			return nil, false
		}
	}
	return nil, true
}

func (p providers) isProvided(key adapt.Key, to *adapt.Module) bool {
	for _, r := range p[key] {
		if !r.spec.Private || isWithin(to, r.spec.Module) {
			return true
		}
	}
	return false
}

// isWithin reports whether a module is outer or in it. nil is the app.
func isWithin(m, outer *adapt.Module) bool {
	for ; m != nil; m = m.Parent {
		if m == outer {
			return true
		}
	}
	return outer == nil
}

// emptyGroup returns a registration that provides no member of a value group.
func emptyGroup(r *registration, key adapt.Key) *registration {
	t := reflect.SliceOf(key.Type)
	spec, _ := adapt.Value(reflect.MakeSlice(t, 0, 0).Interface(), t, r.origin.place, provide.Group(key.Group+",flatten"))
	spec.Kind, spec.Module = graph.KindValue, r.spec.Module
	return &registration{kind: kindSupply, module: r.module, typ: t, origin: r.origin, spec: spec, announced: true}
}
