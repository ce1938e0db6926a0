// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"log/slog"
	"time"
)

// tally counts what happens in one run of an app.
type tally struct {
	began   time.Time // of building; zero if only failures are seen
	running time.Time // since when the app is up, zero if it never was
	downAt  time.Time // of the way down, zero before

	built, started, stopped, cleaned, failures int

	slowest Event   // on the way up, then on the way down
	signal  string  // the first
	known   []error // failures that have a line
}

func (t *tally) count(e Event) {
	if e.Op == OpState {
		t.enter(e)
		return
	}
	failed := e.Err != nil && !e.Follows && e.Op != OpWarning && e.Op != OpRestarting && e.Op != OpResult
	if failed {
		t.failures++
		t.known = append(t.known, e.Err)
	}
	switch e.Op {
	case OpConstructed:
		t.step(e, &t.built, failed)
	case OpStarted:
		t.step(e, &t.started, failed || e.Follows)
	case OpStopped:
		t.step(e, &t.stopped, failed)
	case OpCleaned:
		t.step(e, &t.cleaned, failed)
	case OpDrained:
		t.step(e, new(int), failed)
	case OpSignal:
		if t.signal == "" {
			t.signal = e.Hook
		}
	default:
	}
}

func (t *tally) step(e Event, n *int, failed bool) {
	if !failed {
		*n++
	}
	if e.Took > t.slowest.Took {
		t.slowest = e
	}
}

func (t *tally) enter(e Event) {
	switch e.State {
	case StateBuilding:
		*t = tally{began: e.Time}
	case StateRunning:
		t.running = e.Time
	case StateDraining, StateStopping:
		if t.downAt.IsZero() {
			t.downAt, t.slowest = e.Time, Event{}
		}
	default:
	}
}

// up returns the totals of the way up.
func (t *tally) up(now time.Time) []slog.Attr {
	return t.withSlowest([]slog.Attr{
		slog.Duration("took", now.Sub(t.began)),
		slog.Int("constructed", t.built),
		slog.Int("hooks", t.started),
	})
}

// down returns the totals of the way down.
func (t *tally) down(now time.Time) []slog.Attr {
	var list []slog.Attr
	switch {
	case t.began.IsZero():
		return nil
	case !t.downAt.IsZero():
		list = append(list, slog.Duration("took", now.Sub(t.downAt)))
	default:
		list = append(list, slog.Duration("took", now.Sub(t.began)))
	}
	if !t.running.IsZero() {
		list = append(list, slog.Duration("uptime", now.Sub(t.running)))
	}
	if t.signal != "" {
		list = append(list, slog.String("signal", t.signal))
	}
	list = append(list, slog.Int("hooks", t.stopped), slog.Int("cleanups", t.cleaned))
	if t.failures > 0 {
		list = append(list, slog.Int("failures", t.failures))
	}
	return t.withSlowest(list)
}

func (t *tally) withSlowest(list []slog.Attr) []slog.Attr {
	if t.slowest.Took == 0 {
		return list
	}
	return append(list, slog.String("slowest", stepName(t.slowest)), slog.Duration("slowest_took", t.slowest.Took))
}

// news returns what of a result has no line yet, nil if that is nothing, and
// forgets what had one.
func (t *tally) news(result error) error {
	rest := t.unknown(result)
	t.known = nil
	if len(rest) == 1 {
		return rest[0]
	}
	return errors.Join(rest...)
}

func (t *tally) unknown(err error) []error {
	for _, known := range t.known {
		if errors.Is(known, err) {
			return nil
		}
	}
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var rest []error
	parts := several.Unwrap()
	for _, part := range parts {
		rest = append(rest, t.unknown(part)...)
	}
	if len(rest) == len(parts) {
		return []error{err}
	}
	return rest
}
