// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// observers draws the observers and the log of the app.
func (l *life) observers(d *dice) []facet.Option {
	opts := []facet.Option{facet.Observe(func(e observe.Event) { l.facts.recordAbandonedIn(e.Err) })}
	if d.oneIn(3) {
		opts = append(opts, facet.Observe(l.observer(d)))
	}
	switch l.world.log {
	case 0:
		opts = append(opts, facet.Log(nil))
	case 1:
		opts = append(opts, facet.Log(l.observer(d)))
	case 2:
		opts = append(opts, facet.Log(observe.Slog(func() *slog.Logger { return slog.New(&handler{l: l}) })))
	default: // slog.Default
	}
	return opts
}

// observer draws an observer, which may misbehave at some event.
func (l *life) observer(d *dice) func(observe.Event) {
	at := int64(d.below(60))
	every := int64(1 + d.below(20))
	deed := d.below(6)
	seed := d.Uint64()
	var seen atomic.Int64
	return func(observe.Event) {
		n := seen.Add(1)
		switch {
		case deed == 0 && n == at && l.has(observersPanic):
			panic("in an observer" + l.suffix(newDice(seed, 0, 0, 0)))
		case deed == 1 && n == at && l.has(observersPanic):
			runtime.Goexit()
		case deed == 2 && n == at && l.has(observersBlock):
			<-l.release
		case deed == 3 && n%every == 0 && l.has(observersBlock):
			l.sleep(time.Millisecond)
		case deed == 4 && n == at && l.has(doInObserver):
			err := l.callErr("Do in an observer", untilStop, func() error { return l.app.Do(callContext(context.Background()), func() {}) })
			if !errors.Is(err, facet.ErrReentrant) {
				l.violated("reentrant", "Do in an observer returned %s, not ErrReentrant", textOf(err))
			}
		case deed == 5 && n%every == 0 && l.has(observersCall):
			l.observerCalls(newDice(seed, 0, 0, uint64(n))) //nolint:gosec // counts
		}
	}
}

// observerCalls calls a method that observers may call.
func (l *life) observerCalls(d *dice) {
	switch d.below(5) {
	case 0:
		l.call("Graph", atOnce, func() { l.app.Graph() })
	case 1:
		l.report(context.Background(), d, atOnce)
	case 2:
		if d.oneIn(10) {
			l.app.Shutdown(nil)
		}
	default:
		l.call("State", atOnce, func() { l.app.State() })
	}
}

// handler is a log handler that sometimes misbehaves.
type handler struct{ l *life }

func (h *handler) Enabled(context.Context, slog.Level) bool { return true }
func (h *handler) WithAttrs([]slog.Attr) slog.Handler       { return h }
func (h *handler) WithGroup(string) slog.Handler            { return h }

// Handle drops the record.
func (h *handler) Handle(context.Context, slog.Record) error {
	l := h.l
	if l.quiet.Load() || !l.has(hostileLog) {
		return nil
	}
	switch n := l.serial.Add(1); {
	case n%97 == 0:
		panic("in a log handler")
	case n%101 == 0 && l.has(observersBlock):
		<-l.release
	case n%103 == 0:
		runtime.Goexit()
	case n%11 == 0:
		return errors.New("the disk is full")
	}
	return nil
}
