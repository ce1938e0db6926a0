// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// duplicate explains two providers of the same keys. It shows the places of the
// registrations, where one of them must go.
func (e *explainer) duplicate(d duplicate) *graph.Problem {
	f, s := e.node(d.first), e.node(d.second)
	keys := make([]string, len(d.keys))
	for i, k := range d.keys {
		keys[i] = k.String()
	}
	all := strings.Join(keys, ", ")
	text := all + ` is provided twice; keep one of the two, or name one with provide.Name("...")`
	switch {
	case e.c.haveSameLines(d.first, d.second):
		return &graph.Problem{Slug: "duplicate-provider", Place: s.Place, Text: fmt.Sprintf(
			"module %q is made twice by the same lines, and provides %s each time; make it once, keep it in a variable and list that, or add facet.Private() so that each module has its own",
			s.Module.Path(), all)}
	case slices.ContainsFunc(d.keys, func(k registration.Key) bool { return isCleanup(k.Type) }):
		text = all + " is provided twice; if it is a cleanup, do not return it: take a *facet.Lifecycle, and give the function to its Cleanup method"
	case f.Kind != graph.KindValue && f.ID() == s.ID():
		text = fmt.Sprintf(`%s is registered twice, and provides %s each time; keep one of the two, or name one with provide.Name("...")`, f.Name(), all)
	}
	return &graph.Problem{
		Slug: "duplicate-provider", Text: text, Place: s.Place,
		Path: []graph.Hop{f.registration("provided by"), s.registration("and by")},
	}
}

// isCleanup reports whether t is the type of a cleanup, which constructors return in
// other libraries.
func isCleanup(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[func()](), reflect.TypeFor[func() error](), reflect.TypeFor[func(context.Context) error]():
		return true
	default:
		return false
	}
}
