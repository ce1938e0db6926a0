// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"runtime"
	"time"

	"github.com/facet-go/facet/hooks"
)

// outcome is the end of a user's function.
type outcome int

const (
	succeeding     outcome = iota // after a time, or when its context ends
	ignoresContext                // succeeds after a time, even if its context ends
	awaitsContext                 // waits until its context ends, and returns its error
	failing
	panicking
	exiting
	hangsOn // hangs until the end of the life
)

// behavior describes one user's function.
type behavior struct {
	outcome     outcome
	after       time.Duration
	err         error            // of failing
	value       any              // of panicking
	insideCalls *dice            // for calls of the app, or nil
	onCall      func(change int) // called with 1 before and with -1 after, or nil
}

// long is longer than any budget, except those of centuries.
const long = 300 * time.Millisecond

// drawAct draws what a function of a phase does. How often it misbehaves depends
// on the cycle. What has no budget does not hang for good.
func (l *life) drawAct(d *dice, phase string) behavior {
	a := l.drawAnyAct(d, phase)
	unbounded := l.world.huge || l.world.patient || phase == hooks.PhaseConstruct || phase == hooks.PhaseCall
	switch {
	case a.outcome == awaitsContext && unbounded && phase != hooks.PhaseTask:
		a.outcome, a.after = succeeding, long
	case a.outcome == hangsOn && unbounded:
		a.outcome, a.after = ignoresContext, long
	}
	return a
}

func (l *life) drawAnyAct(d *dice, phase string) behavior {
	a := behavior{after: oneOf(d, 0, 0, 0, d.upTo(2*time.Millisecond), d.upTo(10*time.Millisecond))}
	if phase == hooks.PhaseTask {
		a.outcome = oneOf(d, awaitsContext, awaitsContext, awaitsContext, awaitsContext, succeeding, ignoresContext)
		a.after *= 5
	}
	wild := int(l.misbehaveOneIn.Load())
	if d.oneIn(12) && !l.world.huge && !l.world.patient {
		a.insideCalls = d.split()
	}
	if !d.oneIn(wild) {
		return a
	}
	switch d.below(8) {
	case 0:
		a.outcome = ignoresContext
		a.after = d.upTo(long)
	case 1:
		a.outcome = awaitsContext
	case 2:
		if l.has(panics) {
			a.outcome, a.value = panicking, l.drawValue(d)
		}
	case 3:
		if l.has(goexits) {
			a.outcome = exiting
		}
	case 4:
		if l.has(hangs) {
			a.outcome = hangsOn
		}
	default:
		a.outcome, a.err = failing, l.drawError(d)
	}
	return a
}

// perform runs a behavior.
func (l *life) perform(ctx context.Context, a behavior, host *component) error {
	if a.onCall != nil {
		a.onCall(1)
		defer a.onCall(-1)
	}
	if a.insideCalls != nil {
		l.actInside(ctx, a.insideCalls, host)
	}
	switch a.outcome {
	case awaitsContext:
		select {
		case <-ctx.Done():
		case <-l.release:
		}
		return ctx.Err()
	case ignoresContext:
		l.sleep(a.after)
	case hangsOn:
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
	switch a.outcome {
	case failing:
		return a.err
	case panicking:
		panic(a.value)
	case exiting:
		runtime.Goexit()
	}
	return nil
}

// sleep ends early when the cycle ends: a hundred slow calls in sequence would look
// like a hang.
func (l *life) sleep(t time.Duration) {
	timer := time.NewTimer(t)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-l.cycleOver():
	}
}

// actInside calls the app a few times, from a user's function.
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
