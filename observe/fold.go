// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"log/slog"
	"strings"
	"time"

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
	// length and safe to use, and Summary is that in one line, without what Attrs say.
	Err     error
	Text    string
	Summary string

	hasMore bool // Text says more than Summary and Attrs
}

// Said returns an error with the text Text that wraps Err, or nil if Err is nil. Pass
// it to loggers that call methods of errors.
func (l Line) Said() error { return guard.Part{Err: l.Err, Text: l.Text}.Said() }

// Short is [Line.Said] with the text Summary.
func (l Line) Short() error { return guard.Part{Err: l.Err, Text: l.Summary}.Said() }

// Detail returns Text if it says more than Summary and Attrs, for example a stack, or
// else "".
func (l Line) Detail() string {
	if l.hasMore {
		return l.Text
	}
	return ""
}

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
	if e.Op != OpResult {
		line.summarize(line.Err, line.Text, 0)
	}
	return line, true
}

// summarize sets the summary of a failure with a text and adds its details. There are more
// failures in the line.
func (l *Line) summarize(err error, text string, more int) {
	if err == nil {
		return
	}
	l.Summary, l.hasMore = withMore(firstLine(text), more, "error"), more > 0 || strings.Contains(text, "\n")
	if d, ok := DetailsOf(err); ok {
		l.Attrs = d.attrs(l.Attrs, len(l.Attrs) > 0 && l.Attrs[0].Key == "component")
		l.Summary, l.hasMore = withMore(firstLine(d.Cause), more, "error"), more > 0 || d.HasMore || strings.Contains(d.Cause, "\n")
	}
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
		line.summarize(line.Err, line.Text, 0)
	default:
		errs, texts := make([]error, len(news)), make([]string, len(news))
		for i, part := range news {
			errs[i], texts[i] = part.Err, part.Text
		}
		line.Err, line.Text = errors.Join(errs...), strings.Join(texts, "\n")
		line.summarize(errs[0], texts[0], len(errs)-1)
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

// firstSlow is a time between the first and the second event of something that is slow.
const firstSlow = 3 * time.Second

func attrs(e Event) []slog.Attr {
	list := make([]slog.Attr, 0, 4) // with room for the error
	component, hook := shortNames(e.Node, e.Hook)
	list = appendText(list, "component", component)
	if e.Op == OpSignal {
		list = append(list, slog.String("signal", text.Line(e.Hook)))
	} else {
		list = appendText(list, "hook", hook)
	}
	if _, detailed := DetailsOf(e.Err); e.Took > 0 && !detailed { // the details have the time
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
	if e.Op == OpSlow && e.Took < firstSlow {
		list = append(list, slog.String("see", "App.Report, served by health.Reports, has the stack"))
	}
	return list
}

// stepName returns the name of a step in the form of errors.
func stepName(e Event) string {
	component, hook := shortNames(e.Node, e.Hook)
	if hook == "" {
		return component
	}
	return component + ": " + hook
}
