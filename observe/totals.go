// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"log/slog"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// totals counts the events of one run of an app.
type totals struct {
	buildBegan time.Time // zero if only failures are observed
	upSince    time.Time // zero before the app is running
	downSince  time.Time // the begin of draining or stopping, or zero

	built, started, stopped, cleaned, failures int

	slowest  Event   // of the start, then of the stop
	signal   string  // the first signal
	failed   bool    // the result was an error
	reported textSet // the texts of failures that have a line
}

// isFailure reports whether an event is the first report of a failure.
func isFailure(e Event) bool {
	return e.Err != nil && !e.Follows && e.Op != OpWarning && e.Op != OpRestarting && e.Op != OpResult
}

// count adds an event. parts are the texts of its failure.
func (t *totals) count(e Event, parts []guard.Part) {
	if e.Op == OpState {
		t.setState(e)
		return
	}
	failed := isFailure(e)
	if failed {
		t.failures++
		for _, part := range parts {
			t.reported.add(part.Text)
		}
	}
	switch e.Op {
	case OpConstructed:
		t.countStep(e, &t.built, failed)
	case OpStarted:
		t.countStep(e, &t.started, failed || e.Follows)
	case OpStopped:
		t.countStep(e, &t.stopped, failed)
	case OpCleaned:
		t.countStep(e, &t.cleaned, failed)
	case OpDrained, OpAbandoned:
		t.countStep(e, new(int), failed) // what was abandoned may have taken longest
	case OpResult:
		t.failed = e.Err != nil
	case OpSignal:
		if t.signal == "" {
			t.signal = e.Hook
		}
	default:
	}
}

func (t *totals) countStep(e Event, n *int, failed bool) {
	if !failed {
		*n++
	}
	if e.Took > t.slowest.Took {
		t.slowest = e
		t.slowest.Err = nil // do not keep users' errors
	}
}

func (t *totals) setState(e Event) {
	switch e.State {
	case StateBuilding:
		*t = totals{buildBegan: e.Time}
	case StateRunning:
		t.upSince = e.Time
	case StateDraining, StateStopping:
		if t.downSince.IsZero() {
			t.downSince, t.slowest = e.Time, Event{}
		}
	default:
	}
}

// startAttrs returns the totals of the start.
func (t *totals) startAttrs(now time.Time) []slog.Attr {
	list := []slog.Attr{slog.Duration("took", now.Sub(t.buildBegan))}
	return t.withSlowest(appendCount(appendCount(list, "constructed", t.built), "hooks", t.started))
}

// stopAttrs returns the totals of the stop.
func (t *totals) stopAttrs(now time.Time) []slog.Attr {
	var list []slog.Attr
	switch {
	case t.buildBegan.IsZero():
		return nil
	case !t.downSince.IsZero():
		list = append(list, slog.Duration("took", now.Sub(t.downSince)))
	default:
		list = append(list, slog.Duration("took", now.Sub(t.buildBegan)))
	}
	if !t.upSince.IsZero() {
		list = append(list, slog.Duration("uptime", now.Sub(t.upSince)))
	}
	if t.signal != "" {
		list = append(list, slog.String("signal", t.signal))
	}
	list = appendCount(appendCount(list, "hooks", t.stopped), "cleanups", t.cleaned)
	return t.withSlowest(appendCount(list, "failures", t.failures))
}

// appendCount appends a number, unless it is 0: the default log does not receive the
// events that are counted.
func appendCount(list []slog.Attr, key string, n int) []slog.Attr {
	if n == 0 {
		return list
	}
	return append(list, slog.Int(key, n))
}

func (t *totals) withSlowest(list []slog.Attr) []slog.Attr {
	if t.slowest.Took == 0 {
		return list
	}
	return append(list, slog.String("slowest", stepName(t.slowest)), slog.Duration("slowest_took", t.slowest.Took))
}

// unreported returns the parts of a result that have no line, and forgets the reported
// texts.
func (t *totals) unreported(result error) []guard.Part {
	known := t.reported
	t.reported = textSet{}
	return guard.Unknown(result, known.has)
}
