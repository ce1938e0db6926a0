// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
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
	steps := 0
	for _, s := range stages {
		steps += len(s.Steps)
	}
	fmt.Fprintf(&b, "plan: %d steps of %d components, started from top to bottom, stopped from bottom to top\n", steps, len(stages))
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i, stage := range stages {
		for j, step := range stage.Steps {
			head, name, why := "", "", ""
			if j == 0 {
				head, name, why = strconv.Itoa(i+1), graph.ShortName(stage.Node), stage.why()
			}
			hook := hookName(graph.ShortName(stage.Node), step.Name)
			fmt.Fprintf(w, "%4s\t%s\t%s %s\t%v\t%s\n", head, name, step.Kind, hook, step.Place, why)
		}
	}
	_ = w.Flush() // a strings.Builder does not fail
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func (s *Stage) why() string {
	if s.After == "" {
		return ""
	}
	return fmt.Sprintf("after %s (%s)", graph.ShortName(s.After), s.Reason)
}
