// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"runtime"

	"github.com/facet-go/facet/hooks"
)

// stepRef passes a step to the middleware of its call.
type stepRef struct{ s *step }

type stepRefKey struct{}

// setStep passes a step to the middleware of its call, if there is one.
func setStep(ctx context.Context, s *step) {
	if m, _ := ctx.Value(stepRefKey{}).(*stepRef); m != nil {
		m.s = s
	}
}

// middleware is a middleware that may misbehave. Its result counts as the result of a
// start.
func (l *life) middleware(ctx context.Context, c hooks.Call, next func(context.Context) error) (err error) { //nolint:gocognit // a list of cases
	d := l.dice(diceMiddleware)
	wild := l.has(middleware) && d.oneIn(4*int(l.misbehaveOneIn.Load()))
	m := &stepRef{}
	defer func() {
		if m.s != nil {
			l.facts.setStartResult(m.s, err == nil)
		}
	}()
	err = errPlain // if next panics or exits
	given := context.WithValue(ctx, stepRefKey{}, m)
	if !wild {
		err = next(given)
		return err
	}
	switch d.below(8) {
	case 0:
		if c.Phase == hooks.PhaseStart || c.Phase == hooks.PhaseConstruct {
			return l.drawError(d) // without a call
		}
	case 1:
		if c.Phase == hooks.PhaseStart && l.has(hangs) && !l.world.huge && !l.world.patient {
			<-l.release
		}
	case 2:
		_ = next(given)
		if l.has(panics) {
			panic(l.drawValue(d))
		}
		return err
	case 3:
		_ = next(given)
		if l.has(goexits) {
			runtime.Goexit()
		}
		return err
	case 4:
		if c.Phase == hooks.PhaseCheck {
			_ = next(given)
		}
	case 5:
		_ = next(given)
		if c.Phase == hooks.PhaseConstruct {
			return errPlain
		}
		err = oneOf(d, nil, l.drawError(d))
		return err
	case 6:
		other, cancel := context.WithCancel(context.WithoutCancel(given))
		cancel()
		given = other
	}
	err = next(given)
	return err
}
