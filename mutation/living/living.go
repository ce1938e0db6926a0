// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package living reads the list of mutants that are known to live, each with its
// reason.
package living

import (
	"fmt"
	"strings"

	"github.com/facet-go/facet/mutation/mutant"
)

// Entry is one known mutant. It matches a mutant if file, function and both lines are
// equal; the position in the file does not matter.
type Entry struct {
	File     string
	Function string // "" outside of functions
	Before   string
	After    string // "" if nothing remains
	Reason   string
}

// List is all entries, in the order of the file.
type List []Entry

// Parse reads a list: blocks between empty lines. Each block has a line with file and
// function, a line that begins with -, one that begins with +, and the reason in the
// lines after them. A line that begins with # is a comment. Each entry needs a reason.
func Parse(text string) (List, error) {
	var list List
	for block := range strings.SplitSeq(text, "\n\n") {
		e, some := parse(block)
		if !some {
			continue
		}
		if e.File == "" || e.Before == "" || e.Reason == "" {
			return nil, fmt.Errorf("an entry needs a file, a line with - and a reason:\n%s", block)
		}
		list = append(list, e)
	}
	return list, nil
}

func parse(block string) (e Entry, some bool) {
	for line := range strings.Lines(block) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case e.File == "":
			e.File, e.Function, _ = strings.Cut(line, " ")
		case e.Before == "" && strings.HasPrefix(line, "- "):
			e.Before = line[2:]
		case e.Reason == "" && strings.HasPrefix(line, "+"):
			e.After = strings.TrimSpace(line[1:])
		default:
			e.Reason = strings.TrimSpace(e.Reason + " " + line)
		}
		some = true
	}
	return e, some
}

// Format returns the entry of a mutant with a reason, as Parse reads it.
func Format(m *mutant.Mutant, reason string) string {
	return fmt.Sprintf("%s\n- %s\n%s\n  %s\n",
		strings.TrimSpace(m.File+" "+m.Function), m.Before, strings.TrimSpace("+ "+m.After), reason)
}

// Reason returns the reason why a mutant lives, and reports whether it is in the list.
func (l List) Reason(m *mutant.Mutant) (string, bool) {
	for _, e := range l {
		if e.is(m) {
			return e.Reason, true
		}
	}
	return "", false
}

// Stale returns the entries that match no place, because the code has changed.
func (l List) Stale(places []mutant.Mutant) List {
	var stale List
	for _, e := range l {
		found := false
		for i := range places {
			found = found || e.is(&places[i])
		}
		if !found {
			stale = append(stale, e)
		}
	}
	return stale
}

func (e *Entry) is(m *mutant.Mutant) bool {
	return e.File == m.File && e.Function == m.Function && e.Before == m.Before && e.After == m.After
}
