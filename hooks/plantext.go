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
)

// String returns the start plan for a terminal: a line for each step, in order,
// with its component, its place, and why it waits. Stop is the same from bottom
// to top.
func (p *Plan) String() string {
	if p == nil {
		return "plan: none before the build\n"
	}
	var b strings.Builder
	stages := p.Stages()
	steps, components := 0, 0
	for _, stage := range stages {
		components += len(stage.Members)
		for _, m := range stage.Members {
			steps += len(m.Steps)
		}
	}
	fmt.Fprintf(&b, "plan: %s of %s, started from top to bottom, stopped from bottom to top\n",
		count(steps, "step"), count(components, "component"))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, stage := range stages {
		for _, m := range stage.Members {
			m.write(w, strconv.Itoa(i+1))
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// write writes the rows of a member, the first with the number of its stage.
func (m *Member) write(w io.Writer, stage string) {
	name := graph.ShortName(m.Node)
	var waits []string
	for _, wait := range m.Waits {
		waits = append(waits, fmt.Sprintf("after %s (%s)", graph.ShortName(wait.For), wait.Reason))
	}
	head, component, why := stage, name, strings.Join(waits, ", ")
	for _, s := range m.Steps {
		fmt.Fprintf(w, "%4s\t%s\t%s %s\t%v\t%s\n", head, component, s.Kind, hookName(name, s.Name), s.Place, why)
		head, component, why = "", "", ""
	}
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}
