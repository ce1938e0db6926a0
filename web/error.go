// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Error is an error of a server, or a warning event.
type Error struct {
	own

	Slug  string      // names the kind of the error and never changes
	Text  string      // what could not be done, and what to change
	Place graph.Place // the line of the server
	Err   error       // the cause, or nil

	by string // the function that this line calls
}

// own marks errors whose Error method calls methods of users' errors only through package guard.
type own = guard.Own

// Error returns the slug, the line of the server, the text and the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(text.Line(e.Slug) + ": ")
	if e.by != "" {
		b.WriteString(e.by + " at " + text.Line(e.Place.String()) + ": ")
	}
	b.WriteString(text.Line(e.Text))
	if e.Err != nil {
		b.WriteString(": " + text.Block(guard.Text(e.Err), "  "))
	}
	if p, ok := e.Err.(*guard.PanicError); ok { //nolint:errorlint // made by this package
		b.WriteString("\n  " + text.Block(p.Stack, "  "))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// newError returns an error of the server with these options.
func (c *config) newError(slug, text string, err error) *Error {
	return &Error{Slug: slug, Text: text, Place: c.place, Err: err, by: c.by}
}
