// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// String returns all fields as text: a line with the phase, the name, the time and the
// place, and below it the waiting components and the stacks.
func (r Running) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s    for %v", text.Line(r.Phase), r.Name(), r.Elapsed.Round(time.Microsecond))
	if !r.Place.IsZero() {
		b.WriteString("    " + text.Line(r.Place.String()))
	}
	writeDetails(&b, &r)
	return b.String()
}

// writeDetails writes the waiting components and the stacks.
func writeDetails(b *strings.Builder, r *Running) {
	if len(r.Waiting) > 0 {
		b.WriteString("\n  waiting for it: " + waitingText(r.Waiting, r.MoreWaiting))
	}
	if r.NoStack != "" {
		b.WriteString("\n  no stack: " + r.NoStack)
	}
	b.WriteString(text.Section("stack", r.Stack))
	b.WriteString(text.Section("goroutines that "+text.Line(graph.ShortName(r.Component))+" started", r.Goroutines))
}
