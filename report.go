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
//
//   - the state of the app and its budget;
//   - the constructor, hooks and tasks that something waits for, with their elapsed
//     time, their place, the components that wait for them, their stacks and those of
//     the goroutines that their components started;
//   - the functions given to Do;
//   - abandoned hooks and functions that still run;
//   - background tasks.
//
// The longest-running come first; the first 16 of each kind have stacks.
//
// Report may be called at any time and from anywhere, hooks and observers included.
// Taking stacks pauses the program for a moment. Stacks are therefore up to a second
// old, and there are none with more than 10,000 goroutines; the text says so. Report
// holds no lock while it writes. It ignores the errors of w.
func (a *App) Report(w io.Writer) {
	s := a.snapshot()
	s.collect()
	var b strings.Builder
	b.WriteString(s.headline())
	s.write(&b, "waited for", func(e *entry) bool { return e.Awaited && e.call == nil })
	s.write(&b, "functions given to Do", func(e *entry) bool { return e.call != nil && !e.Abandoned })
	s.write(&b, "abandoned, and still running", func(e *entry) bool { return e.Abandoned })
	s.write(&b, "background tasks", func(e *entry) bool { return !e.Awaited && !e.Abandoned && e.call == nil })
	if len(s.entries) == 0 {
		b.WriteString("\nnothing is running\n")
	}
	_, _ = io.WriteString(w, b.String()) // errors are ignored by contract
}

// headline says what the app is doing, since when, and with which budget.
func (s *snapshot) headline() string {
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

// write writes the section of the entries that belong to it, if there are any.
func (s *snapshot) write(b *strings.Builder, title string, belongs func(*entry) bool) {
	for i := range s.entries {
		if !belongs(&s.entries[i]) {
			continue
		}
		if title != "" {
			b.WriteString("\n" + title + "\n")
			title = ""
		}
		b.WriteString("  " + strings.ReplaceAll(s.entries[i].String(), "\n", "\n  ") + "\n")
	}
}

// entry is one running constructor, hook, task or function given to Do.
type entry struct {
	hooks.Running
	call *doCall // of a function given to Do, else nil
	note string  // what it waits for, or what waits for it
}

// String returns the first line, the note, and the details below.
func (e *entry) String() string {
	text := e.Running.String()
	if e.note == "" {
		return text
	}
	head, details, more := strings.Cut(text, "\n")
	if more {
		details = "\n" + details
	}
	return head + "\n  " + e.note + details
}

// String says what the call waits for. It is empty while the function runs.
func (p doPhase) String() string {
	switch p {
	case doQueued:
		return "waiting for its turn"
	case doStarting:
		return "being given what it needs"
	case doStopping:
		return "leaving what it used"
	default:
		return ""
	}
}
