// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/facet-go/facet/internal/text"
)

// Problem is one thing that is wrong with what was registered, in the form of a
// good compiler's message: what, where, why it matters, and what would help.
type Problem struct {
	// Slug names the kind of problem and never changes: "missing-dependency".
	Slug string
	// Text is the problem in one line, the culprit first.
	Text string
	// Place is the line to look at first. It may be unknown.
	Place Place
	// Path leads from what is affected to a root that needs it.
	Path []Hop
	// Near lists what was probably meant, the likeliest first.
	Near []Near
	// Advice says what to do where Text and Near do not.
	Advice string
}

// Hop is one step of a [Problem]'s path.
type Hop struct {
	Relation string // how the hop relates to the line above: "needed by"
	Name     string // of the function
	Place    Place
	Detail   string // "parameter 2"
}

// Near is a near miss: something that is there and almost fits.
type Near struct {
	Text   string
	Place  Place
	Change string // what to change so that it fits
}

// Error returns the problem in full, over several lines.
func (p *Problem) Error() string {
	var b strings.Builder
	p.write(&b)
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *Problem) write(b *strings.Builder) {
	fmt.Fprintf(b, "%s: %s", text.Line(p.Slug), text.Block(p.Text, "  "))
	if !p.Place.IsZero() {
		fmt.Fprintf(b, "    %v", text.Line(p.Place.String()))
	}
	b.WriteByte('\n')
	writePath(b, p.Path)
	if len(p.Near) > 0 {
		b.WriteString("  near misses\n")
	}
	for _, n := range p.Near {
		line := fmt.Sprintf("    %s    %s", text.Line(n.Text), text.Line(n.Place.String()))
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if n.Change != "" {
			b.WriteString("      " + text.Line(n.Change) + "\n")
		}
	}
	if p.Advice != "" {
		b.WriteString("  " + text.Block(p.Advice, "  ") + "\n")
	}
}

// writePath writes the hops below each other, in columns.
func writePath(b *strings.Builder, path []Hop) {
	// The least width of the names lines up the paths of most problems.
	relations, names, width := 0, 20, 0
	hops := make([][4]string, len(path))
	for i, h := range path {
		hop := [4]string{text.Line(h.Relation), text.Line(h.Name), text.Line(h.Place.String()), text.Line(h.Detail)}
		hops[i] = hop
		relations = max(relations, utf8.RuneCountInString(hop[0]))
		names = max(names, utf8.RuneCountInString(hop[1]))
		width = max(width, utf8.RuneCountInString(hop[2]))
	}
	for _, hop := range hops {
		line := fmt.Sprintf("  %*s  %-*s    %-*s    %s", relations, hop[0], names, hop[1], width, hop[2], hop[3])
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// Problems is an error that holds every independent problem at once. Get it
// with errors.As; errors.As also finds a single [*Problem].
type Problems struct {
	// Op says what could not be done: "build".
	Op string
	// Left says what was left undone: "nothing was constructed".
	Left string
	// List is never empty, in registration order of what is affected.
	List []*Problem
}

// Error returns a heading and every problem in full.
func (e *Problems) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "facet: cannot %s: %s", text.Line(e.Op), count(len(e.List), "problem"))
	if e.Left != "" {
		b.WriteString(", " + text.Line(e.Left))
	}
	b.WriteByte('\n')
	for _, p := range e.List {
		b.WriteByte('\n')
		p.write(&b)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Unwrap returns the problems one by one.
func (e *Problems) Unwrap() []error {
	errs := make([]error, len(e.List))
	for i, p := range e.List {
		errs[i] = p
	}
	return errs
}
