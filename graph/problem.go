// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/facet-go/facet/internal/text"
)

// Problem is one mistake in the registrations, in the form of a good compiler's
// message: what is wrong, where, why it matters, and what would help.
type Problem struct {
	// Slug identifies the kind of problem: "missing-dependency". Slugs are stable.
	Slug string
	// Text is the problem in one line. It begins with the function at fault.
	Text string
	// Place is the line to look at first. It may be unknown.
	Place Place
	// Path leads from the affected node to a root that needs it.
	Path []Hop
	// Near lists suggestions, the likeliest first.
	Near []Near
	// Advice says what to do if Text and Near do not.
	Advice string
}

// Hop is one step of a [Problem]'s path.
type Hop struct {
	Relation string // the relation to the step before: "needed by"
	Name     string // of the function
	Place    Place
	Detail   string // "parameter 2"
}

// Near is a near miss: something that is registered and almost fits.
type Near struct {
	Text   string
	Place  Place
	Change string // what to change so that it fits
}

// Error returns the whole problem, in several lines.
func (p *Problem) Error() string {
	var b strings.Builder
	p.writeTo(&b)
	return strings.TrimSuffix(b.String(), "\n")
}

func (p *Problem) writeTo(b *strings.Builder) {
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

// writePath writes the steps one below the other, in columns.
func writePath(b *strings.Builder, path []Hop) {
	// A minimum width of the names lines up the paths of most problems.
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

// Problems is an error that holds all independent problems. errors.As finds it, and
// also finds a single [*Problem].
type Problems struct {
	// Op is the operation that failed: "build".
	Op string
	// Left says what was not done because of the problems: "nothing was constructed".
	Left string
	// List is never empty. It is in registration order of the affected nodes.
	List []*Problem
}

// Error returns a heading and all problems.
func (e *Problems) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "facet: cannot %s: %s", text.Line(e.Op), text.Count(len(e.List), "problem"))
	if e.Left != "" {
		b.WriteString(", " + text.Line(e.Left))
	}
	b.WriteByte('\n')
	for _, p := range e.List {
		b.WriteByte('\n')
		p.writeTo(&b)
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
