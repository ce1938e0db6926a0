// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

const (
	maxNamed  = 2    // steps that a status names
	maxStatus = 1024 // bytes; systemd accepts 4096 in a message
)

// isWaiting reports whether a start or a stop waits for a running step.
func (b *runProgress) isWaiting() bool {
	return len(b.waiting) > 0 && b.state != observe.StateRunning && !b.ended
}

// status returns the status line.
func (b *runProgress) status(now time.Time) string {
	var line string
	switch {
	case b.ended && b.result != "":
		return "failed: " + b.result
	case b.ended:
		return "stopped"
	case b.state == observe.StateRunning:
		return b.running()
	case b.state == observe.StateBuilding:
		line = fmt.Sprintf("building: %d constructed", b.constructed)
	case b.state == observe.StateBuilt:
		return fmt.Sprintf("built: %d constructed", b.constructed)
	case b.state == observe.StateStarting:
		line = fmt.Sprintf("starting: %s done", text.Count(b.started, "hook"))
	case b.state == observe.StateDraining:
		line = fmt.Sprintf("draining: %s done", text.Count(b.drained, "hook"))
	default:
		line = fmt.Sprintf("stopping: %s done", text.Count(b.stopped, "step"))
	}
	if b.isWaiting() {
		line += ", waiting for " + b.waitingFor(now)
	}
	if b.failure != "" {
		line += ", after " + b.failure
	}
	return line
}

// running returns the status of a running app.
func (b *runProgress) running() string {
	line := fmt.Sprintf("running: %d constructed, %s started, in %v", b.constructed, text.Count(b.started, "hook"), round(b.startTook))
	if b.notAlive != "" {
		line += "; not alive: " + b.notAlive
	}
	return line
}

// round removes insignificant digits.
func round(d time.Duration) time.Duration {
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond)
	case d >= time.Millisecond:
		return d.Round(10 * time.Microsecond)
	default:
		return d
	}
}

// waitingFor names the steps that began first, and counts the others.
func (b *runProgress) waitingFor(now time.Time) string {
	steps := slices.SortedFunc(maps.Keys(b.waiting), func(x, y step) int {
		return cmp.Compare(b.waiting[x].seq, b.waiting[y].seq)
	})
	var names []string
	for _, s := range steps[:min(len(steps), maxNamed)] {
		name := s.name()
		if elapsed := now.Sub(b.waiting[s].at).Truncate(time.Second); elapsed > 0 {
			name += fmt.Sprintf(" (%v)", elapsed)
		}
		names = append(names, name)
	}
	line := strings.Join(names, ", ")
	if more := len(steps) - len(names); more > 0 {
		line += fmt.Sprintf(" and %d more", more)
	}
	return line
}

// name returns the name of a step in the form of errors.
func (s step) name() string {
	component := graph.ShortName(s.node)
	if s.hook == "" {
		return component
	}
	return component + ": " + strings.TrimPrefix(graph.ShortName(s.hook), component+".")
}

// maxParts is the number of errors in one failure that are searched for problems of the
// graph.
const maxParts = 64

// headline returns the first line of an error. It calls users' code: session.mu must
// not be held.
func headline(err error) string {
	parts := guard.Parts(err, maxParts)
	line, _, _ := strings.Cut(parts[0].Text, "\n")
	for _, part := range parts {
		if problems, ok := part.Err.(*graph.Problems); ok && problems != nil && len(problems.List) > 0 { //nolint:errorlint // parts are the whole tree
			return line + ": " + problems.List[0].Slug + ": " + problems.List[0].Text
		}
	}
	return line
}

// oneLine returns a text as a status for systemd: one line of valid UTF-8, of limited
// length.
func oneLine(long string) string {
	line := strings.Join(strings.Fields(text.Line(long)), " ")
	if len(line) <= maxStatus {
		return line
	}
	const ellipsis = "…"
	end := maxStatus - len(ellipsis)
	for !utf8.RuneStart(line[end]) {
		end--
	}
	return line[:end] + ellipsis
}
