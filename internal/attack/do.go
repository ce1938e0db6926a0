// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

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
			_ = l.callErr("Do", untilStop, func() error { return l.app.Do(ctx, f) })
		}
		return
	}
	a := l.drawAct(d, hooks.PhaseCall)
	if b != nested && !l.w.huge && !l.w.patient && l.has(hangingCalls) && d.oneIn(4*int(l.wild.Load())) {
		a.deed, b = stays, unbounded
	}
	f := l.function(d, a)
	_ = l.callErr("Do", b, func() error { return l.app.Do(ctx, f) })
}

// unknown is what nothing provides.
type unknown struct{}

// members reads both groups.
type members struct {
	facet.In
	G0 []*member `group:"g0"`
	G1 []*member `group:"g1"`
}

// function draws a function for Do.
func (l *life) function(d *dice, a act) any {
	if d.oneIn(20) {
		return func(ctx context.Context, m members) error {
			var uses []*instance
			for _, m := range append(m.G0, m.G1...) {
				uses = append(uses, m.in)
			}
			return l.within(ctx, a, uses)
		}
	}
	needs := l.w.some(d, len(l.w.nodes), 0, oneOf(d, 0, 1, 1, 1, 2, 3))
	in := []reflect.Type{contextType}
	for _, at := range needs {
		in = append(in, typeOf(at))
	}
	t := reflect.FuncOf(in, []reflect.Type{errorType}, false)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		ctx, _ := args[0].Interface().(context.Context)
		return []reflect.Value{errorValue(l.within(ctx, a, instancesIn(args[1:])))}
	}).Interface()
}

// within is what a function given to Do does.
func (l *life) within(ctx context.Context, a act, uses []*instance) error {
	c := l.facts.callBegins(ctx, uses)
	defer l.facts.callEnds(c)
	return l.perform(ctx, a, nil)
}

// doInConstructor calls Do from a constructor, with a context of its own. The
// build knows its goroutine, as long as it waits for it.
func (l *life) doInConstructor(app *facet.App, in *instance) {
	d := l.dice(whoConstructor)
	if !l.has(doInConstructor) || !d.oneIn(10) {
		return
	}
	f := l.function(d, act{})
	err := l.callErr("Do in a constructor", untilStop, func() error { return app.Do(context.Background(), f) })
	if time.Since(in.began) < l.w.budgets.grace/2 && !errors.Is(err, facet.ErrReentrant) {
		l.violated("reentrant", "Do in the constructor of %v returned %s, not ErrReentrant", in, textOf(err))
	}
}
