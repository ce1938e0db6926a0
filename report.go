// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/facet-go/facet/hooks"
)

// Report writes, as text for people, what is running now and what waits for what:
// the state of the app; the constructor, hooks and tasks that something waits for,
// with their time, their place, the components that wait for them, their stacks and
// those of the goroutines that their components started; functions given to Do; what
// was abandoned and still runs; background tasks. The longest come first; of each
// kind the first 16 have stacks.
//
// It may be called at any time and from anywhere, hooks and observers included. To
// take stacks stops the program for a moment. So they are up to a second old, and of
// more than 10,000 goroutines there are none; the text says so. Report holds no lock
// while it writes. Errors of w are ignored.
func (a *App) Report(w io.Writer) {
	s := a.survey()
	s.inspect()
	var b strings.Builder
	b.WriteString(s.headline())
	s.write(&b, "waited for", func(l *line) bool { return l.Awaited && l.call == nil })
	s.write(&b, "functions given to Do", func(l *line) bool { return l.call != nil && !l.Abandoned })
	s.write(&b, "abandoned, and still running", func(l *line) bool { return l.Abandoned })
	s.write(&b, "background tasks", func(l *line) bool { return !l.Awaited && !l.Abandoned && l.call == nil })
	if len(s.lines) == 0 {
		b.WriteString("\nnothing is running\n")
	}
	_, _ = io.WriteString(w, b.String()) // as the contract says
}

// headline says what the app is doing, and how long that may take.
func (s *survey) headline() string {
	text := fmt.Sprintf("facet: %v", s.state)
	if !s.since.IsZero() {
		text += fmt.Sprintf(" for %v", time.Since(s.since).Round(time.Millisecond))
	}
	of := &s.app.settings
	switch {
	case s.isBuilding && of.buildTimeout > 0:
		text += fmt.Sprintf(" (facet.BuildTimeout %v)", of.buildTimeout)
	case s.state == StateStarting && of.startTimeout > 0:
		text += fmt.Sprintf(" (facet.StartTimeout %v)", of.startTimeout)
	case s.state == StateDraining && of.drainDelay > 0:
		text += fmt.Sprintf(" (facet.DrainDelay %v)", of.drainDelay)
	case s.state == StateStopping && of.stopTimeout > 0:
		text += fmt.Sprintf(" (facet.StopTimeout %v)", of.stopTimeout)
	}
	return text + "\n"
}

// write writes a section, if there is something in it.
func (s *survey) write(b *strings.Builder, title string, belongs func(*line) bool) {
	for i := range s.lines {
		if !belongs(&s.lines[i]) {
			continue
		}
		if title != "" {
			b.WriteString("\n" + title + "\n")
			title = ""
		}
		b.WriteString("  " + strings.ReplaceAll(s.lines[i].String(), "\n", "\n  ") + "\n")
	}
}

// line is one thing that runs.
type line struct {
	hooks.Running
	call *doCall // whose function it is, else nil
	note string  // what it waits for, or what waits for it
}

// String returns the line, and what belongs to it below.
func (l *line) String() string {
	text := l.Running.String()
	if l.note == "" {
		return text
	}
	head, details, more := strings.Cut(text, "\n")
	if more {
		details = "\n" + details
	}
	return head + "\n  " + l.note + details
}
