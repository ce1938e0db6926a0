// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// doSomething calls Do with a random function.
func (l *life) doSomething(ctx context.Context, d *dice, b bound) {
	if d.oneIn(40) {
		for _, f := range []any{nil, 7, func(int) {}, func(*facet.Lifecycle) {}, func() int { return 1 }, func(context.Context, *unknown) {}} {
			_ = l.callErr("Do", untilStop, func() error { return l.app.Do(callContext(ctx), f) })
		}
		return
	}
	a := l.drawAct(d, hooks.PhaseCall)
	if b != nested && !l.world.huge && !l.world.patient && l.has(hangingCalls) && d.oneIn(4*int(l.misbehaveOneIn.Load())) {
		a.outcome, b = hangsOn, unbounded
	}
	f := l.function(d, a)
	_ = l.callErr("Do", b, func() error { return l.app.Do(callContext(ctx), f) })
}

// callKey marks the contexts of calls of Do, and so those of the hooks that they run.
type callKey struct{}

func callContext(ctx context.Context) context.Context {
	return context.WithValue(ctx, callKey{}, true)
}

// isOfCall reports whether a Do runs the hook with the context ctx, and not a run.
func isOfCall(ctx context.Context) bool {
	return ctx.Value(callKey{}) != nil
}

// unknown has no provider.
type unknown struct{}

// members takes both groups.
type members struct {
	facet.In
	G0 []*member `group:"g0"`
	G1 []*member `group:"g1"`
}

// function draws a function for Do.
func (l *life) function(d *dice, a behavior) any {
	if d.oneIn(20) {
		return func(ctx context.Context, m members) error {
			var uses []*instance
			for _, m := range append(m.G0, m.G1...) {
				uses = append(uses, m.in)
			}
			return l.runCall(ctx, a, uses)
		}
	}
	needs := l.world.drawNodes(d, len(l.world.nodes), 0, oneOf(d, 0, 1, 1, 1, 2, 3))
	in := []reflect.Type{contextType}
	for _, at := range needs {
		in = append(in, typeOf(at))
	}
	t := reflect.FuncOf(in, []reflect.Type{errorType}, false)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		ctx, _ := args[0].Interface().(context.Context)
		return []reflect.Value{errorValue(l.runCall(ctx, a, instancesIn(args[1:])))}
	}).Interface()
}

// runCall is the body of a function given to Do.
func (l *life) runCall(ctx context.Context, a behavior, uses []*instance) error {
	c := l.facts.callBegins(ctx, uses)
	defer l.facts.callEnds(c)
	return l.perform(ctx, a, nil)
}

// doInConstructor calls Do from a constructor with a new context. facet recognizes the
// goroutine while the build waits for it.
func (l *life) doInConstructor(app *facet.App, in *instance) {
	d := l.dice(diceConstructor)
	if !l.has(doInConstructor) || !d.oneIn(10) {
		return
	}
	f := l.function(d, behavior{})
	err := l.callErr("Do in a constructor", untilStop, func() error { return app.Do(callContext(context.Background()), f) })
	if time.Since(in.began) < l.world.budgets.grace/2 && !errors.Is(err, facet.ErrReentrant) {
		l.violated("reentrant", "Do in the constructor of %v returned %s, not ErrReentrant", in, textOf(err))
	}
}
