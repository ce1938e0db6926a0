// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"log/slog"
	"time"

	"github.com/facet-go/facet/graph"
)

// Line is one line of a log.
type Line struct {
	Level   slog.Level
	Message string
	Attrs   []slog.Attr
	Err     error // of a failure; not among Attrs
}

// Fold turns events into the lines of a log: one at info when the app has
// started and one when it has stopped, with totals and the slowest step; each
// step at debug; failures at error. Feed it the events of one app in order.
type Fold struct {
	began    time.Time // of building
	down     time.Time // of the way down
	built    int
	started  int
	slowest  Event
	stopped  int
	failures int
	logged   bool // a failure of this run has its line
}

// Add takes the next event and returns the line that it makes, if any.
func (f *Fold) Add(e Event) (Line, bool) {
	f.count(e)
	logged := f.logged
	f.logged = e.Op != OpResult && (logged || e.Err != nil)
	switch {
	case e.Op == OpResult && e.Err != nil && logged:
		// The error itself is in the lines before.
		return Line{Level: slog.LevelError, Message: failureMessage(e)}, true
	case e.Err != nil:
		return Line{Level: slog.LevelError, Message: failureMessage(e), Attrs: attrs(e), Err: e.Err}, true
	case e.Op == OpState && e.State == StateRunning:
		return Line{Level: slog.LevelInfo, Message: "started", Attrs: f.totals(e.Time.Sub(f.began), "hooks", f.started)}, true
	case e.Op == OpState && (e.State == StateStopped || e.State == StateFailed):
		return Line{Level: slog.LevelInfo, Message: e.State.String(), Attrs: f.totals(e.Time.Sub(f.down), "hooks", f.stopped)}, true
	default:
		return Line{Level: slog.LevelDebug, Message: e.Op.String(), Attrs: attrs(e)}, true
	}
}

func (f *Fold) count(e Event) {
	if e.Err != nil {
		f.failures++
	}
	switch e.Op {
	case OpState:
		f.enter(e)
	case OpConstructed:
		f.built++
	case OpStarted:
		f.started++
	case OpStopped, OpCleaned:
		f.stopped++
	default:
		return
	}
	if e.Took > f.slowest.Took {
		f.slowest = e
	}
}

func (f *Fold) enter(e Event) {
	switch e.State {
	case StateBuilding:
		*f = Fold{began: e.Time, down: e.Time}
	case StateDraining, StateStopping:
		if f.slowest.Op != OpStopped && f.slowest.Op != OpCleaned {
			f.slowest, f.down = Event{}, e.Time
		}
	default:
	}
}

func (f *Fold) totals(took time.Duration, what string, n int) []slog.Attr {
	list := []slog.Attr{slog.Duration("took", took), slog.Int("constructed", f.built), slog.Int(what, n)}
	if f.failures > 0 {
		list = append(list, slog.Int("failures", f.failures))
	}
	if f.slowest.Took > 0 {
		list = append(list, slog.String("slowest", stepName(f.slowest)), slog.Duration("slowest_took", f.slowest.Took))
	}
	return list
}

func stepName(e Event) string {
	name := graph.ShortName(e.Node)
	if e.Hook != "" {
		name += " " + graph.ShortName(e.Hook)
	}
	return name
}

func failureMessage(e Event) string {
	switch e.Op {
	case OpConstructed:
		return "construction failed"
	case OpStarted:
		return "start hook failed"
	case OpDrained:
		return "drain hook failed"
	case OpStopped:
		return "stop hook failed"
	case OpCleaned:
		return "cleanup failed"
	case OpFinished:
		return "task failed"
	case OpResult:
		return "the app has failed"
	default:
		return e.Op.String()
	}
}

func attrs(e Event) []slog.Attr {
	var list []slog.Attr
	add := func(key, value string) {
		if value != "" {
			list = append(list, slog.String(key, value))
		}
	}
	add("component", e.Node)
	add("hook", e.Hook)
	if e.Op == OpState {
		add("state", e.State.String())
	}
	if e.Took > 0 {
		list = append(list, slog.Duration("took", e.Took))
	}
	return list
}

// Slog returns an observer that writes what [Fold] makes to the logger that
// logger returns at the time; slog.Default is one.
func Slog(logger func() *slog.Logger) func(Event) {
	fold := &Fold{}
	return func(e Event) {
		line, ok := fold.Add(e)
		if !ok {
			return
		}
		if line.Err != nil {
			line.Attrs = append(line.Attrs, slog.Any("error", line.Err))
		}
		logger().LogAttrs(context.Background(), line.Level, "facet: "+line.Message, line.Attrs...)
	}
}
