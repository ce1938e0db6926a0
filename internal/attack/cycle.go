// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"sync"
	"time"

	"github.com/facet-go/facet"
)

// never is for what misbehaves one time in so many.
const never = 1 << 40

// cycle is one start and stop. In a single one nothing else starts the app, so
// that all results are of its run.
type cycle struct {
	mu     sync.Mutex
	known  bool // a result is known
	result error
	from   string
}

// runCycle starts the app, has all actors act on it, ends it and waits until
// everything has returned.
func (l *life) runCycle(d *dice) {
	single := d.oneIn(2)
	l.single.Store(single)
	l.wild.Store(int64(oneOf(d, never, 200, 60, 20, 6)))
	l.watch.stops(time.Time{})
	c, over := &cycle{}, make(chan struct{})
	l.mu.Lock()
	l.over = over
	if single {
		l.cycle = c
	}
	l.mu.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := l.own(ctx, d, c, single)
	for i := range l.cfg.actors {
		actor := l.dice(whoActor + uint64(i)) //nolint:gosec // small
		l.spawn(func() { l.actor(actor, over) })
	}
	l.sleep(5*time.Millisecond + d.upTo(145*time.Millisecond))
	if ended != nil {
		l.endIn(d, ended, cancel)
	}
	l.wild.Store(never)
	close(over)
	l.settle()
	l.mu.Lock()
	l.cycle = nil
	l.mu.Unlock()
}

// own starts the app on a goroutine of its own, by Run or by Start. The channel is
// closed when Run has returned; it is nil for Start.
func (l *life) own(ctx context.Context, d *dice, c *cycle, single bool) <-chan struct{} {
	// The cycle does not end before this has begun.
	o := l.watch.begin("the start of a cycle", untilStop, l.slack())
	if d.oneIn(2) {
		l.spawn(func() {
			defer l.watch.ends(o)
			l.owner("Start", untilStop, func() error { return l.app.Start(ctx) })
		})
		return nil
	}
	ended := make(chan struct{})
	l.spawn(func() {
		defer close(ended)
		defer l.watch.ends(o)
		err := l.callErr("Run", untilStop, func() error { return l.app.Run(ctx) })
		if single {
			l.agrees(c, "Run", err)
		}
	})
	return ended
}

// endIn ends a run in one of many ways, and checks that this suffices.
func (l *life) endIn(d *dice, ended <-chan struct{}, cancel func()) {
	way := d.below(4)
	if way == 1 && (l.w.signals == 0 || !l.has(signals)) || !l.single.Load() {
		return // it is stopped later
	}
	o := l.watch.begin([]string{"Run, whose context has ended", "Run, after signals", "Run, after Shutdown", "Run, after Stop"}[way], atOnce, l.slack())
	defer l.watch.ends(o)
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

// settle stops the app until nothing starts it any more, and everything has
// returned that does not hang.
func (l *life) settle() {
	l.watch.stops(time.Now().Add(l.slack()))
	for {
		err := l.callErr("Stop", untilStop, func() error { return l.app.Stop(context.Background()) })
		if l.watch.open() == 0 {
			l.agreesAtRest(err)
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// joins returns the cycle whose run a call that begins now tells the result of,
// nil if that is not certain.
func (l *life) joins() *cycle {
	switch l.app.State() {
	case facet.StateStarting, facet.StateRunning, facet.StateDraining, facet.StateStopping:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.cycle
	default:
		return nil
	}
}

// agrees checks a result against the others of the same run.
func (l *life) agrees(c *cycle, from string, err error) {
	if c == nil || err == facet.ErrReentrant { //nolint:errorlint // returned as it is
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.known {
		c.known, c.result, c.from = true, err, from
	} else if !same(c.result, err) {
		l.violated("results-agree", "%s returned %s, and %s of the same run %s", c.from, textOf(c.result), from, textOf(err))
	}
}

// agreesAtRest checks that the result of the last run stays what it is.
func (l *life) agreesAtRest(err error) {
	if l.quiet.Load() || l.app.State() == facet.StateNew || l.watch.open() > 0 {
		return
	}
	if again := l.callErr("Wait", untilStop, l.app.Wait); !same(again, err) && l.single.Load() {
		l.violated("results-agree", "Stop returned %s, and Wait %s", textOf(err), textOf(again))
	}
}

// same reports whether two results are the same, also if they cannot be compared.
func same(a, b error) (is bool) {
	defer func() {
		if recover() != nil {
			is = true
		}
	}()
	return a == b //nolint:errorlint // the very same
}
