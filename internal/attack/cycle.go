// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"sync"
	"time"

	"github.com/facet-go/facet"
)

// never is a rate of misbehavior that is practically zero.
const never = 1 << 40

// cycle is one start and stop. If it has a single run, only one call starts the app,
// and all results belong to its run.
type cycle struct {
	mu     sync.Mutex
	known  bool // a result is known
	result error
	from   string
}

// runCycle starts the app, lets all actors call it, ends it, and waits until all calls
// have returned.
func (l *life) runCycle(d *dice) {
	single := d.oneIn(2)
	l.singleRun.Store(single)
	l.misbehaveOneIn.Store(int64(oneOf(d, never, 200, 60, 20, 6)))
	l.watch.setStop(time.Time{})
	c, over := &cycle{}, make(chan struct{})
	l.mu.Lock()
	l.cycleEnd = over
	if single {
		l.cycle = c
	}
	l.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := l.startRun(ctx, d, c, single)
	for i := range l.cfg.actors {
		actor := l.dice(diceActor + uint64(i)) //nolint:gosec // small
		l.spawn(func() { l.actor(actor, over) })
	}
	l.sleep(5*time.Millisecond + d.upTo(145*time.Millisecond))
	if ended != nil {
		l.endRun(d, ended, cancel)
	}
	l.misbehaveOneIn.Store(never)
	close(over)
	l.settle()
	l.mu.Lock()
	l.cycle = nil
	l.mu.Unlock()
}

// startRun starts the app on a new goroutine, by Run or by Start. The channel is closed
// when Run has returned; it is nil for Start.
func (l *life) startRun(ctx context.Context, d *dice, c *cycle, single bool) <-chan struct{} {
	// The cycle waits until this has begun.
	o := l.watch.begin("the start of a cycle", untilStop, l.slack())
	if d.oneIn(2) {
		l.spawn(func() {
			defer l.watch.finish(o)
			l.callStarter("Start", untilStop, func() error { return l.app.Start(ctx) })
		})
		return nil
	}
	ended := make(chan struct{})
	l.spawn(func() {
		defer close(ended)
		defer l.watch.finish(o)
		err := l.callErr("Run", untilStop, func() error { return l.app.Run(ctx) })
		if single {
			l.checkSameResult(c, "Run", err)
		}
	})
	return ended
}

// endRun ends a run in one of several ways, and checks that it ends.
func (l *life) endRun(d *dice, ended <-chan struct{}, cancel func()) {
	way := d.below(4)
	if way == 1 && (l.world.signals == 0 || !l.has(signals)) || !l.singleRun.Load() {
		return // it is stopped later
	}
	o := l.watch.begin([]string{"Run, whose context has ended", "Run, after signals", "Run, after Shutdown", "Run, after Stop"}[way], atOnce, l.slack())
	defer l.watch.finish(o)
	for {
		switch way {
		case 0:
			cancel()
		case 1:
			sendSignal()
		case 2:
			l.app.Shutdown(nil)
		default:
			l.spawn(func() { _ = l.callErr("Stop", untilStop, func() error { return l.app.Stop(context.Background()) }) })
		}
		select {
		case <-ended:
			return
		case <-time.After(5*time.Millisecond + d.upTo(95*time.Millisecond)):
		}
	}
}

// settle stops the app until no call starts it any more, and all calls have returned
// that do not hang.
func (l *life) settle() {
	l.watch.setStop(time.Now().Add(l.slack()))
	for {
		err := l.callErr("Stop", untilStop, func() error { return l.app.Stop(context.Background()) })
		if l.watch.openCalls() == 0 {
			l.checkFinalResult(err)
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// currentCycle returns the cycle with the run that a call beginning now joins, or nil
// if that is not certain.
func (l *life) currentCycle() *cycle {
	switch l.app.State() {
	case facet.StateStarting, facet.StateRunning, facet.StateDraining, facet.StateStopping:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.cycle
	default:
		return nil
	}
}

// checkSameResult compares a result with the others of the same run.
func (l *life) checkSameResult(c *cycle, from string, err error) {
	if c == nil || err == facet.ErrReentrant { //nolint:errorlint // returned as it is
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		c.known, c.result, c.from = true, err, from
	} else if !sameError(c.result, err) {
		l.violated("results-agree", "%s returned %s, and %s of the same run %s", c.from, textOf(c.result), from, textOf(err))
	}
}

// checkFinalResult checks that the result of the last run does not change.
func (l *life) checkFinalResult(err error) {
	if l.quiet.Load() || l.app.State() == facet.StateNew || l.watch.openCalls() > 0 {
		return
	}
	if again := l.callErr("Wait", untilStop, l.app.Wait); !sameError(again, err) && l.singleRun.Load() {
		l.violated("results-agree", "Stop returned %s, and Wait %s", textOf(err), textOf(again))
	}
}

// sameError reports whether two results are the same. It also works for errors that are
// not comparable.
func sameError(a, b error) (is bool) {
	defer func() {
		if recover() != nil {
			is = true
		}
	}()
	return a == b //nolint:errorlint // identity is the point
}
