// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"log/slog"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// tally counts what happens in one run of an app.
type tally struct {
	began   time.Time // of building; zero if only failures are seen
	running time.Time // since when the app is up, zero if it never was
	downAt  time.Time // of the way down, zero before

	built, started, stopped, cleaned, failures int

	slowest Event  // on the way up, then on the way down
	signal  string // the first
	failed  bool   // the result was an error
	known   texts  // of failures that have a line
}

// isFailure reports whether an event is the first to tell a failure.
func isFailure(e Event) bool {
	return e.Err != nil && !e.Follows && e.Op != OpWarning && e.Op != OpRestarting && e.Op != OpResult
}

// count takes an event, and of a failure what it and what it wraps say.
func (t *tally) count(e Event, parts []guard.Part) {
	if e.Op == OpState {
		t.enter(e)
		return
	}
	failed := isFailure(e)
	if failed {
		t.failures++
		for _, part := range parts {
			t.known.add(part.Text)
		}
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
	case OpResult:
		t.failed = e.Err != nil
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
		t.slowest.Err = nil // not to be kept
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

// news returns what of a result has no line yet, and forgets what had one.
func (t *tally) news(result error) []guard.Part {
	known := t.known
	t.known = texts{}
	return guard.Unknown(result, known.has)
}
