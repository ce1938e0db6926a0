// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/observe"
)

// clock records the times of hooks. Observers are called for one event at a time.
type clock struct {
	began time.Time
	spans []span
}

// span is one hook: its begin, relative to the begin of the clock, and its duration.
type span struct {
	name     string
	at, took time.Duration
}

func (c *clock) begin() { c.began = time.Now() }

func (c *clock) starts(e observe.Event) { c.note(e, observe.OpStarted) }

func (c *clock) stops(e observe.Event) { c.note(e, observe.OpStopped) }

func (c *clock) note(e observe.Event, op observe.Op) {
	if e.Op == op {
		_, name, _ := strings.Cut(graph.ShortName(e.Node), ".New")
		c.spans = append(c.spans, span{name, e.Time.Sub(c.began) - e.Took, e.Took})
	}
}

// print draws a bar for each hook, with 20 ms a character, and compares the sum of the
// durations with the elapsed time.
func (c *clock) print(out io.Writer, what string) {
	const character = 20 * time.Millisecond
	wall := time.Since(c.began)
	var work time.Duration
	slices.SortFunc(c.spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.name, b.name)) })
	for _, s := range c.spans {
		from, length := int(s.at.Round(character)/character), int(s.took.Round(character)/character)
		fmt.Fprintf(out, "  %-10s  %s%s\n", s.name, strings.Repeat(" ", from), strings.Repeat("=", max(length, 1)))
		work += s.took
	}
	fmt.Fprintf(out, "%s: %v of work in %v\n\n", what, work.Round(10*time.Millisecond), wall.Round(10*time.Millisecond))
}
