// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
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

	// Err is the original error of a failure. It is not in Attrs. Its methods are
	// users' code: they may panic, or never return. Text is its text, of bounded
	// length and safe to use.
	Err  error
	Text string
}

// Said returns an error with the text Text that wraps Err, or nil if Err is nil. Pass
// it to loggers that call methods of errors.
func (l Line) Said() error { return guard.Part{Err: l.Err, Text: l.Text}.Said() }

// Fold turns events into the lines of a log: a line at info when the app has started,
// when a signal arrives, and when the app drains, stops and has stopped; the first and the
// last with totals and the slowest step. If the app has failed, the last line is at error.
// Steps are at debug, failures at error, and warnings and what is slow at warn. Pass it the events of one app in order. The zero Fold is ready for use. It
// is not safe for concurrent use.
type Fold struct {
	// Enabled reports whether lines of that level are wanted. It is called before a
	// line is made. Nil means that every level is enabled.
	Enabled func(slog.Level) bool

	totals totals
}

// Add takes the next event and returns its line, if it has one. Each failure has one
// line. The line of the result contains only failures without an earlier line, as far
// as the last 8,192 texts of failures tell.
func (f *Fold) Add(e Event) (Line, bool) {
	line := Line{Level: level(e), Message: message(e), Err: e.Err}
	if e.Op == OpState && e.State == StateFailed && !f.totals.failed {
		line.Level, line.Message = slog.LevelError, "app failed" // after the result
	}
	wanted := line.Message != "" && (f.Enabled == nil || f.Enabled(line.Level))
	var parts []guard.Part
	if e.Err != nil && e.Op != OpResult && (wanted || isFailure(e)) {
		parts = guard.Parts(e.Err, maxParts)
		line.Text = parts[0].Text
	}
	f.totals.count(e, parts)
	if !wanted {
		return Line{}, false
	}
	switch {
	case e.Op == OpResult:
		f.completeResult(&line, e)
	case e.Op == OpState && e.State == StateRunning:
		line.Attrs = f.totals.startAttrs(e.Time)
	case e.Op == OpState && (e.State == StateStopped || e.State == StateFailed):
		line.Attrs = f.totals.stopAttrs(e.Time)
	default:
		line.Attrs = attrs(e)
	}
	return line, true
}

// maxParts is the number of errors in one failure whose texts are remembered.
const maxParts = 16

// completeResult completes the line of a failed run.
func (f *Fold) completeResult(line *Line, e Event) {
	line.Attrs = f.totals.stopAttrs(e.Time)
	switch news := f.totals.unreported(e.Err); len(news) {
	case 0: // all failures have a line already, perhaps long ago
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
	case e.Op == OpWarning, e.Op == OpRestarting, e.Op == OpSlow:
		return slog.LevelWarn
	case e.Err != nil && !e.Follows:
		return slog.LevelError
	case e.Op == OpSignal, e.Op == OpState && e.State >= StateRunning && e.State <= StateStopped:
		return slog.LevelInfo
	default:
		return slog.LevelDebug
	}
}

// message returns the message of an event, or "" if the event has no line.
func message(e Event) string {
	switch e.Op {
	case OpState:
		return stateMessages.at(int(e.State))
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
	case OpSlow:
		return "still waiting"
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
			return failureMessages.at(int(e.Op))
		}
		return e.Op.String()
	}
}

// messages are indexed by State or Op. A slice, unlike a map, needs no initialization
// at run time.
type messages []string

// at returns the message at i, or "".
func (m messages) at(i int) string {
	if i >= len(m) {
		return ""
	}
	return m[i]
}

// stateMessages are whole messages, so that none is built for a disabled level.
var stateMessages = messages{
	StateBuilding: "app building",
	StateBuilt:    "app built",
	StateStarting: "app starting",
	StateRunning:  "app started",
	StateDraining: "app draining",
	StateStopping: "app stopping",
	StateStopped:  "app stopped",
	StateFailed:   "", // the line of the result says it, unless an observer failed later
}

var failureMessages = messages{
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
	switch {
	case e.Budget <= 0:
	case e.State == StateDraining:
		list = append(list, slog.Duration("delay", e.Budget))
	default:
		list = append(list, slog.Duration("budget", e.Budget))
	}
	if len(e.Waiting) > 0 {
		list = append(list, slog.Any("waiting", waitingNames(e.Waiting, e.MoreWaiting)))
	}
	return list
}

// waitingNames returns the ids of waiting components, and the number of further ones.
func waitingNames(ids []string, more int) []string {
	if more > 0 {
		return append(slices.Clone(ids), fmt.Sprintf("%d more", more))
	}
	return ids
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return text.Line(line)
}

// stepName returns the name of a step in the form of errors.
func stepName(e Event) string {
	name := text.Line(graph.ShortName(e.Node))
	if e.Hook != "" {
		name += ": " + hookName(e)
	}
	return name
}

// hookName returns the short name of a hook. If the hook is a function inside the
// constructor, the name of the constructor is removed.
func hookName(e Event) string {
	return text.Line(strings.TrimPrefix(graph.ShortName(e.Hook), graph.ShortName(e.Node)+"."))
}
