// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"runtime"
	"time"

	"github.com/facet-go/facet/hooks"
)

// deed is what a user's function does.
type deed int

const (
	succeeds deed = iota // after a time, or when its context ends
	ignores              // succeeds after a time, whatever its context says
	heeds                // waits until its context ends, and returns that
	fails
	panicks
	exits
	stays // hangs until the end of the life
)

// act is one user's function.
type act struct {
	deed   deed
	after  time.Duration
	err    error            // of fails
	value  any              // of a panic
	inside *dice            // for calls into the app, nil for none
	around func(change int) // called with 1 before and with -1 after, nil for none
}

// long is longer than any budget, save for those of centuries.
const long = 300 * time.Millisecond

// drawAct draws what a function of a phase does. How often it misbehaves depends
// on the cycle. What has no budget does not hang for good.
func (l *life) drawAct(d *dice, phase string) act {
	a := l.drawAnyAct(d, phase)
	unbounded := l.w.huge || l.w.patient || phase == hooks.PhaseConstruct || phase == hooks.PhaseCall
	switch {
	case a.deed == heeds && unbounded && phase != hooks.PhaseTask:
		a.deed, a.after = succeeds, long
	case a.deed == stays && unbounded:
		a.deed, a.after = ignores, long
	}
	return a
}

func (l *life) drawAnyAct(d *dice, phase string) act {
	a := act{after: oneOf(d, 0, 0, 0, d.upTo(2*time.Millisecond), d.upTo(10*time.Millisecond))}
	if phase == hooks.PhaseTask {
		a.deed = oneOf(d, heeds, heeds, heeds, heeds, succeeds, ignores)
		a.after *= 5
	}
	wild := int(l.wild.Load())
	if d.oneIn(12) && !l.w.huge && !l.w.patient {
		a.inside = d.split()
	}
	if !d.oneIn(wild) {
		return a
	}
	switch d.below(8) {
	case 0:
		a.deed = ignores
		a.after = d.upTo(long)
	case 1:
		a.deed = heeds
	case 2:
		if l.has(panics) {
			a.deed, a.value = panicks, l.drawValue(d)
		}
	case 3:
		if l.has(goexits) {
			a.deed = exits
		}
	case 4:
		if l.has(hangs) {
			a.deed = stays
		}
	default:
		a.deed, a.err = fails, l.drawError(d)
	}
	return a
}

// perform does it.
func (l *life) perform(ctx context.Context, a act, host *component) error {
	if a.around != nil {
		a.around(1)
		defer a.around(-1)
	}
	if a.inside != nil {
		l.actInside(ctx, a.inside, host)
	}
	switch a.deed {
	case heeds:
		select {
		case <-ctx.Done():
		case <-l.release:
		}
		return ctx.Err()
	case ignores:
		l.sleep(a.after)
	case stays:
		<-l.release
	default:
		timer := time.NewTimer(a.after)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		case <-l.cycleOver():
		}
	}
	switch a.deed {
	case fails:
		return a.err
	case panicks:
		panic(a.value)
	case exits:
		runtime.Goexit()
	}
	return nil
}

// sleep ends early when the cycle is over: a hundred calls that each take their
// time one after another would not be a hang.
func (l *life) sleep(t time.Duration) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.cycleOver():
	}
}

// actInside makes some calls into the app, from a user's function.
func (l *life) actInside(ctx context.Context, d *dice, host *component) {
	for range 1 + d.below(2) {
		switch {
		case d.oneIn(2) && l.has(reentersAfresh):
			l.actWithin(context.Background(), d, host)
		case l.has(reenters):
			l.actWithin(ctx, d, host)
		}
	}
}
