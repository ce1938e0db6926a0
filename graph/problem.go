// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"fmt"
	"strings"
	"unicode/utf8"
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
	fmt.Fprintf(b, "%s: %s", p.Slug, p.Text)
	if !p.Place.IsZero() {
		fmt.Fprintf(b, "    %v", p.Place)
	}
	b.WriteByte('\n')

	// The least width of the names lines up the paths of most problems.
	relations, names, width := 0, 20, 0
	places := make([]string, len(p.Path))
	for i, h := range p.Path {
		places[i] = h.Place.String()
		relations = max(relations, utf8.RuneCountInString(h.Relation))
		names = max(names, utf8.RuneCountInString(h.Name))
		width = max(width, utf8.RuneCountInString(places[i]))
	}
	for i, h := range p.Path {
		line := fmt.Sprintf("  %*s  %-*s    %-*s    %s", relations, h.Relation, names, h.Name, width, places[i], h.Detail)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if len(p.Near) > 0 {
		b.WriteString("  near misses\n")
	}
	for _, n := range p.Near {
		line := fmt.Sprintf("    %s    %v", n.Text, n.Place)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		if n.Change != "" {
			b.WriteString("      " + n.Change + "\n")
		}
	}
	if p.Advice != "" {
		b.WriteString("  " + p.Advice + "\n")
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
	fmt.Fprintf(&b, "facet: cannot %s: %s", e.Op, count(len(e.List), "problem"))
	if e.Left != "" {
		b.WriteString(", " + e.Left)
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
