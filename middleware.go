// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Around adds a middleware for traces, metrics or injected faults. The app calls it in
// place of every hook, task, cleanup, constructor, decorator and invoked function; the
// middleware calls the original by next. Several nest in listing order, the first
// outermost. [hooks.Around] and [hooks.Call] document what a middleware may do and what
// it receives.
//
// The phase of constructors is [hooks.PhaseConstruct]. A constructor does not receive
// the context given to next. It runs once even if next is called several times, and
// fails if next is not called. If it fails, the build fails, whatever error the
// middleware returns.
func Around(middleware hooks.Around) Option {
	at := graph.Caller(1)
	return &option{name: "Around", do: func(r *registry) {
		if middleware == nil {
			r.problem("bad-option", "Around is given nil", at)
			return
		}
		r.settings.around = chain(r.settings.around, middleware)
	}}
}

// chain combines two middlewares into one. The outer may be nil.
func chain(outer, inner hooks.Around) hooks.Around {
	if outer == nil {
		return inner
	}
	return func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
		return outer(ctx, c, func(ctx context.Context) error { return inner(ctx, c, next) })
	}
}

// middleware returns the middleware of constructors, or nil if the app has none.
func (l *lifetime) middleware(ctx context.Context) func(node int, next func() error) error {
	around := l.app.settings.around
	if around == nil {
		return nil
	}
	return func(node int, next func() error) error {
		spec := l.app.container.Spec(node)
		id := l.app.container.ID(node)
		c := hooks.Call{Component: id, Phase: hooks.PhaseConstruct, Hook: id, Kind: spec.Kind.String(), Place: spec.Place}
		return around(l.constructing(ctx, node), c, func(context.Context) error { return next() })
	}
}
