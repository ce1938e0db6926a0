// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"log/slog"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Line is one line of a log.
type Line struct {
	Level   slog.Level
	Message string
	Attrs   []slog.Attr

	// Err is the error of a failure, as the app got it. It is not among Attrs. Its
	// methods are users' code: they may panic, or not return. Text is what it says,
	// bounded, and safe to use.
	Err  error
	Text string
}

// Said returns an error that says Text and wraps Err, nil if Err is nil. It is what
// to hand to a logger that asks errors for their texts.
func (l Line) Said() error { return guard.Part{Err: l.Err, Text: l.Text}.Said() }

// Fold turns events into the lines of a log: one at info when the app has
// started and one when it has stopped, at error if it has failed, with totals
// and the slowest step; each step at debug; failures at error and warnings at
// warn. Feed it the events of one app in order; the zero Fold is ready.
type Fold struct {
	// Enabled tells whether lines of that level are of use to anybody. It is
	// asked before a line is put together; nil is every level.
	Enabled func(slog.Level) bool

	run tally
}

// Add takes the next event and returns the line that it makes, if any. Each failure
// has one line; the line of the result has only what no line before it had, as far
// as the last 8,192 texts of failures tell.
func (f *Fold) Add(e Event) (Line, bool) {
	line := Line{Level: level(e), Message: message(e), Err: e.Err}
	if e.Op == OpState && e.State == StateFailed && !f.run.failed {
		line.Level, line.Message = slog.LevelError, "app failed" // after the result
	}
	wanted := line.Message != "" && (f.Enabled == nil || f.Enabled(line.Level))
	var parts []guard.Part
	if e.Err != nil && e.Op != OpResult && (wanted || isFailure(e)) {
		parts = guard.Parts(e.Err, maxParts)
		line.Text = parts[0].Text
	}
	f.run.count(e, parts)
	if !wanted {
		return Line{}, false
	}
	switch {
	case e.Op == OpResult:
		f.tellResult(&line, e)
	case e.Op == OpState && e.State == StateRunning:
		line.Attrs = f.run.up(e.Time)
	case e.Op == OpState && (e.State == StateStopped || e.State == StateFailed):
		line.Attrs = f.run.down(e.Time)
	default:
		line.Attrs = attrs(e)
	}
	return line, true
}

// maxParts is how many of the errors that a failure wraps are remembered.
const maxParts = 16

// tellResult completes the line of a run that has failed.
func (f *Fold) tellResult(line *Line, e Event) {
	line.Attrs = f.run.down(e.Time)
	switch news := f.run.news(e.Err); len(news) {
	case 0: // told before, perhaps long before
		line.Attrs = append(line.Attrs, slog.String("cause", firstLine(guard.Parts(e.Err, 1)[0].Text)))
		line.Err = nil
	case 1:
		line.Err, line.Text = news[0].Err, news[0].Text
	default:
		errs, texts := make([]error, len(news)), make([]string, len(news))
		for i, part := range news {
			errs[i], texts[i] = part.Err, part.Text
		}
		line.Err, line.Text = errors.Join(errs...), strings.Join(texts, "\n")
	}
}

func level(e Event) slog.Level {
	switch {
	case e.Op == OpWarning, e.Op == OpRestarting:
		return slog.LevelWarn
	case e.Err != nil && !e.Follows:
		return slog.LevelError
	case e.Op == OpState && (e.State == StateRunning || e.State == StateStopped):
		return slog.LevelInfo
	default:
		return slog.LevelDebug
	}
}

// message returns "" for what has no line of its own.
func message(e Event) string {
	switch e.Op {
	case OpState:
		return states.of(int(e.State))
	case OpResult:
		if e.Err == nil {
			return "" // the app stops next
		}
		return "app failed"
	case OpWarning:
		return "a problem that does not stop the app"
	case OpRestarting:
		return "task failed and is restarted"
	case OpSignal:
		return "signal received"
	case OpAbandoned:
		return "did not return in time and was abandoned"
	case OpReturned:
		if e.Err != nil {
			return "failed after it had been abandoned"
		}
		return "returned after it had been abandoned"
	default:
		switch {
		case e.Follows:
			return "start cut short"
		case e.Err != nil:
			return failures.of(int(e.Op))
		}
		return e.Op.String()
	}
}

// messages are by State or Op: lists, which unlike maps are there without being made.
type messages []string

// of returns "" for what has no message.
func (m messages) of(i int) string {
	if i >= len(m) {
		return ""
	}
	return m[i]
}

// states are whole messages, so that none is put together for nobody.
var states = messages{
	StateBuilding: "app building",
	StateBuilt:    "app built",
	StateStarting: "app starting",
	StateRunning:  "app started",
	StateDraining: "app draining",
	StateStopping: "app stopping",
	StateStopped:  "app stopped",
	StateFailed:   "", // the result has said it, except if an observer has failed since
}

var failures = messages{
	OpConstructed: "construction failed",
	OpStarted:     "start failed",
	OpDrained:     "drain failed",
	OpStopped:     "stop failed",
	OpCleaned:     "cleanup failed",
	OpFinished:    "task failed",
}

func attrs(e Event) []slog.Attr {
	list := make([]slog.Attr, 0, 4) // with room for the error
	if e.Node != "" {
		list = append(list, slog.String("component", e.Node))
	}
	switch {
	case e.Op == OpSignal:
		list = append(list, slog.String("signal", e.Hook))
	case e.Hook != "":
		list = append(list, slog.String("hook", hookName(e)))
	}
	if e.Took > 0 {
		list = append(list, slog.Duration("took", e.Took))
	}
	return list
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return text.Line(line)
}

// stepName names a step as errors do.
func stepName(e Event) string {
	name := text.Line(graph.ShortName(e.Node))
	if e.Hook != "" {
		name += ": " + hookName(e)
	}
	return name
}

// hookName cuts the name of a hook that is a function within the constructor.
func hookName(e Event) string {
	return text.Line(strings.TrimPrefix(graph.ShortName(e.Hook), graph.ShortName(e.Node)+"."))
}
