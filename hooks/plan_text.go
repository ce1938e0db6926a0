// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// String returns the start plan for a terminal: a line for each step in order, with
// its component, its place, and what it waits for. The members of a stage are listed
// under the name of their group. The stop goes from bottom to top.
func (p *Plan) String() string {
	if p == nil {
		return "plan: none before the build\n"
	}
	var b strings.Builder
	stages := p.Stages()
	b.WriteString(p.headline(stages))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i := range stages {
		p.write(w, i+1, &stages[i])
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (p *Plan) headline(stages []Stage) string {
	steps, components := 0, 0
	for _, stage := range stages {
		components += len(stage.Members)
		for _, m := range stage.Members {
			steps += len(m.Steps)
		}
	}
	size := text.Count(steps, "step") + " of " + text.Count(components, "component")
	switch {
	case p.mode.Shuffled:
		return fmt.Sprintf("plan: %s, one at a time in an order drawn from seed %d, as dependencies allow, stopped so too\n", size, p.mode.Seed)
	case p.mode.Concurrent && p.mode.Limit > 0:
		return fmt.Sprintf("plan: %s, each started when what it waits for is up, at most %s at a time, stopped the other way round\n", size, text.Count(p.mode.Limit, "hook"))
	case p.mode.Concurrent:
		return fmt.Sprintf("plan: %s, each started when what it waits for is up, stopped the other way round\n", size)
	case len(stages) < components:
		size += " in " + text.Count(len(stages), "stage")
	}
	return fmt.Sprintf("plan: %s, started from top to bottom, stopped from bottom to top\n", size)
}

// write writes the rows of a stage. The tabs in the row of the group keep the columns
// aligned.
func (p *Plan) write(w io.Writer, number int, s *Stage) {
	last := len(s.Members) - 1
	if last > 0 && !p.mode.dataflow() {
		fmt.Fprintf(w, "%4d  %s, side by side\t\t\t\n", number, text.Line(s.Group))
	}
	for i, m := range s.Members {
		switch {
		case p.mode.dataflow():
			m.write(w, "  ", "")
		case last == 0:
			m.write(w, fmt.Sprintf("%4d  ", number), "")
		case i < last:
			m.write(w, "      ├ ", "      │")
		default:
			m.write(w, "      └ ", "")
		}
	}
}

// maxWaits is the number of waits of a component that the text names.
const maxWaits = 4

// write writes the rows of a member.
func (m *Member) write(w io.Writer, first, further string) {
	name := graph.ShortName(m.Node)
	head, why := first+text.Line(name), m.waitText()
	for _, s := range m.Steps {
		fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\n", head, s.Kind, hookName(name, s.Name), text.Line(s.Place.String()), why)
		head, why = further, ""
	}
}

// waitText says what a member waits for: its dependencies, or the previous stage.
func (m *Member) waitText() string {
	if len(m.Waits) == 0 {
		return ""
	}
	names := make([]string, 0, len(m.Waits))
	for _, wait := range m.Waits {
		if wait.For == "" {
			names = append(names, "the stage before")
		} else {
			names = append(names, text.Line(graph.ShortName(wait.For)))
		}
	}
	if more := len(names) - maxWaits; more > 1 {
		names = append(names[:maxWaits], strconv.Itoa(more)+" more")
	}
	return fmt.Sprintf("after %s (%s)", strings.Join(names, ", "), m.Waits[0].Reason)
}
