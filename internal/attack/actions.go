// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"syscall"
	"time"

	"github.com/facet-go/facet"
)

// action is a call of the app by a goroutine or a user's function.
type action struct {
	name   string
	weight int // its relative frequency
	needs  kind
	starts bool // it may begin a run
	ends   bool // it may end a run
	do     func(l *life, ctx context.Context, d *dice, b bound)
}

func actions() []action {
	return []action{
		{name: "Do", weight: 50, needs: calls, do: (*life).doSomething},
		{name: "State", weight: 8, do: func(l *life, _ context.Context, _ *dice, _ bound) {
			l.call("State", atOnce, func() { l.app.State(); l.app.Running() })
		}},
		{name: "views", weight: 8, do: (*life).view},
		{name: "report", weight: 1, do: (*life).report},
		{name: "probe", weight: 8, do: (*life).probe},
		{name: "checks", weight: 6, do: (*life).runChecks},
		{name: "Validate", weight: 1, do: func(l *life, _ context.Context, _ *dice, _ bound) {
			_ = l.callErr("Validate", atOnce, l.app.Validate)
		}},
		{name: "Lookup", weight: 4, do: func(l *life, _ context.Context, _ *dice, _ bound) {
			_ = l.callErr("Lookup", atOnce, func() error { _, err := facet.Lookup[*world](l.app); return err })
		}},
		{name: "Wait", weight: 2, do: func(l *life, _ context.Context, _ *dice, _ bound) {
			since := l.currentCycle()
			err := l.callErr("Wait", untilStop, l.app.Wait)
			l.checkSameResult(since, "Wait", err)
		}},
		{name: "Stop", weight: 1, ends: true, do: func(l *life, ctx context.Context, _ *dice, b bound) {
			since := l.currentCycle()
			err := l.callErr("Stop", b, func() error { return l.app.Stop(ctx) })
			l.checkSameResult(since, "Stop", err)
		}},
		{name: "Start", weight: 1, starts: true, do: func(l *life, ctx context.Context, _ *dice, b bound) {
			l.start("Start", b, func() error { return l.app.Start(ctx) })
		}},
		{name: "Build", weight: 1, starts: true, do: func(l *life, ctx context.Context, _ *dice, b bound) {
			l.unlessSingleRun("Build", b, func() { _ = l.callErr("Build", b, func() error { return l.app.Build(ctx) }) })
		}},
		{name: "Run", weight: 1, starts: true, do: func(l *life, ctx context.Context, _ *dice, b bound) {
			l.start("Run", b, func() error { return l.app.Run(ctx) })
		}},
		{name: "Shutdown", weight: 1, ends: true, do: func(l *life, _ context.Context, d *dice, _ bound) {
			cause := oneOf(d, nil, errPlain, l.drawError(d))
			l.call("Shutdown", atOnce, func() { l.app.Shutdown(cause) })
		}},
		{name: "signal", weight: 1, ends: true, needs: signals, do: func(*life, context.Context, *dice, bound) { sendSignal() }},
	}
}

func sendSignal() { _ = syscall.Kill(syscall.Getpid(), programSignals[0]) }

// draw draws an action that fits the cycle.
func (l *life) draw(d *dice, within bool) *action {
	for {
		a := &l.actions[d.below(len(l.actions))]
		switch {
		case d.below(50) >= a.weight:
		case a.needs != "" && !l.has(a.needs):
		case within && a.name == "Do" && !l.has(doInConstructor):
		case a.starts && l.singleRun.Load():
		case (a.starts || a.ends) && !d.oneIn(6):
		default:
			return a
		}
	}
}

// actor calls the app until the cycle ends.
func (l *life) actor(d *dice, over <-chan struct{}) {
	for {
		timer := time.NewTimer(d.upTo(25 * time.Millisecond))
		select {
		case <-over:
			timer.Stop()
			return
		case <-timer.C:
		}
		ctx, cancel, b := l.drawContext(d)
		l.draw(d, false).do(l, ctx, d, b)
		cancel()
	}
}

// actWithin calls the app once from a user's function.
func (l *life) actWithin(ctx context.Context, d *dice, host *component) {
	if l.quiet.Load() {
		return
	}
	if host != nil && d.oneIn(4) {
		host.late(d)
		return
	}
	l.draw(d, host == nil).do(l, ctx, d, nested)
}

// call calls a function of facet. A panic of that function is a violation.
func (l *life) call(name string, b bound, f func()) {
	o := l.watch.begin(name, b, l.slack())
	defer l.watch.finish(o)
	defer func() {
		if p := recover(); p != nil {
			l.panicked(name, p)
		}
	}()
	f()
}

// callErr is call for functions that return an error. The text of the error must be
// harmless.
func (l *life) callErr(name string, b bound, f func() error) (err error) {
	l.call(name, b, func() { err = f() })
	l.facts.recordAbandonedIn(err)
	l.showError(name, err)
	return err
}

// start is callStarter for the actors, which start further runs.
func (l *life) start(name string, b bound, f func() error) {
	l.unlessSingleRun(name, b, func() { l.callStarter(name, b, f) })
}

// unlessSingleRun calls f, unless the cycle has one run only. The cycle in which the
// call was drawn may have ended; the current one waits until the call returns.
func (l *life) unlessSingleRun(name string, b bound, f func()) {
	o := l.watch.begin(name, b, l.slack())
	defer l.watch.finish(o)
	if !l.quiet.Load() && !l.singleRun.Load() {
		f()
	}
}

// callStarter is callErr for functions that begin a run. It checks the run's result
// too.
func (l *life) callStarter(name string, b bound, f func() error) {
	if err := l.callErr(name, b, f); err == nil {
		l.spawn(func() { _ = l.callErr("Wait", untilStop, l.app.Wait) })
	}
}
