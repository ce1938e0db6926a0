// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"runtime"

	"github.com/facet-go/facet/hooks"
)

// meeting is how a middleware gets to know the step that it calls.
type meeting struct{ s *step }

type meetingKey struct{}

// meet makes a step known to the middleware around it, if there is one.
func meet(ctx context.Context, s *step) {
	if m, _ := ctx.Value(meetingKey{}).(*meeting); m != nil {
		m.s = s
	}
}

// around is a middleware. What it makes of a start is what counts as its result.
func (l *life) around(ctx context.Context, c hooks.Call, next func(context.Context) error) (err error) {
	d := l.dice(whoMiddleware)
	wild := l.has(middleware) && d.oneIn(4*int(l.wild.Load()))
	m := &meeting{}
	defer func() {
		if m.s != nil {
			l.facts.overrule(m.s, err == nil)
		}
	}()
	err = errPlain // unless it returns
	given := context.WithValue(ctx, meetingKey{}, m)
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
		if c.Phase == hooks.PhaseStart && l.has(hangs) && !l.w.huge && !l.w.patient {
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
