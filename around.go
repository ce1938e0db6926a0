// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Around has a middleware called in place of every hook, task, cleanup,
// constructor, decorator and invoked function, which it calls by next: for traces,
// metrics, faults. Several nest in listing order, the first outermost. What a
// middleware may do, and what it is told, is said at [hooks.Around] and
// [hooks.Call].
//
// Constructors have the phase [hooks.PhaseConstruct]. They do not see the context
// that next is given, run once however often it is called, and fail if it is not
// called; what failed stays failed, whatever error the middleware returns.
func Around(middleware hooks.Around) Option {
	at := graph.Caller(1)
	return &option{name: "Around", do: func(r *registry) {
		if middleware == nil {
			r.problem("bad-option", "Around is given nil", at)
			return
		}
		r.settings.around = nested(r.settings.around, middleware)
	}}
}

// nested returns two middlewares as one. The outer may be nil.
func nested(outer, inner hooks.Around) hooks.Around {
	if outer == nil {
		return inner
	}
	return func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
		return outer(ctx, c, func(ctx context.Context) error { return inner(ctx, c, next) })
	}
}

// aroundConstruct returns what a build calls in place of constructors; nil without
// a middleware.
func (p *part) aroundConstruct(ctx context.Context) func(node int, next func() error) error {
	around := p.app.settings.around
	if around == nil {
		return nil
	}
	return func(node int, next func() error) error {
		spec := p.app.container.Spec(node)
		id := p.app.container.ID(node)
		c := hooks.Call{Component: id, Phase: hooks.PhaseConstruct, Hook: id, Kind: spec.Kind.String(), Place: spec.Place}
		return around(ctx, c, func(context.Context) error { return next() })
	}
}
