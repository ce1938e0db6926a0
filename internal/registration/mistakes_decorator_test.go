// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"io"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

func decorator(what string, f any, want string, opts ...provide.Option) mistake {
	return mistake{what, func(at graph.Place) (*registration.Spec, []*graph.Problem) {
		return registration.Decorator(f, at, opts...)
	}, []string{want}}
}

func wrongDecorators() []mistake {
	newDB := func(*DB) *DB { return nil }
	routes := func(Routes) (Routes, []Route) { return nil, nil }
	return []mistake{
		decorator("I decorate with nil", nil, "nil-function"),
		decorator("I decorate with a value", &DB{}, "not-a-function"),
		decorator("I decorate with a function that is not set", (func(*DB) *DB)(nil), "nil-function"),
		decorator("a decorator changes in place", func(*DB) {}, "no-result"),
		decorator("a decorator only fails", func(*DB) error { return nil }, "only-error"),
		decorator("a decorator gives an empty result struct", func() baseOut { return baseOut{} }, "no-result"),
		decorator("one new member", func() Route { return Route{} }, "bad-group", provide.Group("routes")),
		decorator("a flattened group", routes, "bad-tag", provide.Results(`group:"routes,flatten"`)),
		decorator("a soft group", routes, "bad-tag", provide.Results(`group:"routes,soft"`)),
		decorator("an unknown word", routes, "bad-tag", provide.Results(`group:"routes,all"`)),
		decorator("a group twice", routes, "conflicting-keys", provide.Results(`group:"routes"`, `group:"routes"`)),
		decorator("a type twice", func() (*DB, *DB) { return nil, nil }, "conflicting-keys"),
		decorator("a private decorator", newDB, "bad-option", provide.Private()),
		decorator("a decorator under an interface", newDB, "bad-option", provide.As[io.Reader](), provide.Self(), provide.Eager()),
		decorator("a decorator in order", newDB, "bad-option", provide.After[Route](), provide.Before[Routes]("main")),
		decorator("a hook that takes nothing of a decorator", newDB, "hook-without-result", provide.OnStart(func(int) {})),
	}
}
