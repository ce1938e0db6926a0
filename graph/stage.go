// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/facet-go/facet/internal/text"
)

// Stage is a part of a start plan that ends before the next one begins. Its members run
// concurrently. A concurrent plan is one stage, in which each member waits for the
// members in its Waits.
type Stage struct {
	Group   string // the parallel group of its members, "" for none
	Members []Member
}

// Member is a component in a stage. Its steps run in sequence.
type Member struct {
	Node  string // id of the component
	Steps []Step
	Waits []Wait // what it waits for; empty in the first stage
}

// Step is one registration in a plan.
type Step struct {
	Kind  HookKind
	Name  string // of the hook or task
	Place Place  // the line that registered it

	Reserve time.Duration // of the stop timeout, for its stop hook; 0 for none
}

// Wait is a reason for which a component does not start earlier.
type Wait struct {
	For    string // id of a component; "" for the whole previous stage
	Reason Reason
}

// Reason is the kind of a wait.
type Reason string

// The reasons of a wait.
const (
	ReasonDependency Reason = "dependency" // the component depends on it
	ReasonGroup      Reason = "group"      // a member of the component's group depends on it, and a group starts together
	ReasonSequence   Reason = "sequence"   // neither option nor tag allows both to run concurrently
)

// StagesText returns stages as a table: a line for each step in order, with its
// component, its place, and what it waits for. The members of a stage are listed under
// the name of their group. concurrent is for the one stage of a concurrent plan, which
// has neither number nor name.
func StagesText(stages []Stage, concurrent bool) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i := range stages {
		if concurrent {
			for _, m := range stages[i].Members {
				m.write(w, "  ", "")
			}
			continue
		}
		stages[i].write(w, i+1)
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// write writes the rows of a stage. The tabs in the row of the group keep the columns
// aligned.
func (s *Stage) write(w io.Writer, number int) {
	last := len(s.Members) - 1
	if last == 0 {
		s.Members[0].write(w, fmt.Sprintf("%4d  ", number), "")
		return
	}
	fmt.Fprintf(w, "%4d  %s, concurrently\t\t\t\n", number, text.Line(s.Group))
	for _, m := range s.Members[:last] {
		m.write(w, "      ├ ", "      │")
	}
	s.Members[last].write(w, "      └ ", "")
}

// write writes the rows of a member.
func (m *Member) write(w io.Writer, first, further string) {
	name := ShortName(m.Node)
	head, why := first+text.Line(name), m.waitText()
	for _, s := range m.Steps {
		hook := HookName(name, s.Name)
		if s.Reserve > 0 {
			hook += fmt.Sprintf(" (reserves %v)", s.Reserve)
		}
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\n", head, s.Kind, hook, text.Line(s.Place.String()), why)
		head, why = further, ""
	}
}

// HookName returns the short name of a hook as one line. The name of a function inside
// the constructor of the component is cut.
func HookName(component, hook string) string {
	return text.Line(strings.TrimPrefix(ShortName(hook), ShortName(component)+"."))
}

// maxWaits is the number of waits of a component that the text names.
const maxWaits = 4

// waitText says what a member waits for: its dependencies, or the previous stage.
func (m *Member) waitText() string {
	if len(m.Waits) == 0 {
		return ""
	}
	names := make([]string, 0, len(m.Waits))
	for _, wait := range m.Waits {
		if wait.For == "" {
			names = append(names, "the previous stage")
		} else {
			names = append(names, text.Line(ShortName(wait.For)))
		}
	}
	if more := len(names) - maxWaits; more > 1 {
		names = append(names[:maxWaits], strconv.Itoa(more)+" more")
	}
	return fmt.Sprintf("after %s (%s)", strings.Join(names, ", "), m.Waits[0].Reason)
}
