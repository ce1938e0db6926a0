// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// ConstructError is the failure of a constructor or an invoked function: it returned an
// error, panicked, called runtime.Goexit, did not return in time, or was not called
// because the build had been canceled. Unwrap returns the cause unchanged.
type ConstructError struct {
	own

	Component string        // id of the node
	Kind      graph.Kind    // constructor or invoke
	Place     graph.Place   // of the registration
	Source    graph.Place   // of the function's declaration
	Elapsed   time.Duration // in the function
	Budget    time.Duration // the time that the build had left for it; 0 is no limit
	Called    bool          // false if the build was canceled before
	Abandoned bool          // it did not return within Grace; it is still running
	Stack     string        // of the panic, or of the abandoned goroutine and at most a second old; else ""
	Err       error         // the cause

	// Goroutines holds the stacks of the goroutines that an abandoned constructor with a
	// lifecycle had started.
	Goroutines string
	NoStack    string // why there are no stacks of an abandoned function, "" if there are

	text string // of Err, if it is known
}

// own marks errors whose Error method calls methods of users' errors only through package
// guard.
type own = guard.Own

// Slug names the kind of failure and never changes.
func (e *ConstructError) Slug() string {
	what := "constructor"
	if e.Kind == graph.KindInvoke {
		what = "invoke"
	}
	timeout := isTimeout(e.Err)
	switch {
	case timeout && (e.Abandoned || !e.Called):
		return "build-timeout"
	case !e.Called:
		return "build-cancelled"
	case e.Abandoned:
		return what + "-hung"
	case e.Stack != "":
		return what + "-panicked"
	case e.Err == guard.ErrGoexit: //nolint:errorlint // a wrapped one is of another function
		return what + "-exited"
	case timeout:
		return "build-timeout"
	default:
		return what + "-failed"
	}
}

// Error names the function, the cause, both places, and the stack if there is
// one.
func (e *ConstructError) Error() string {
	var b strings.Builder
	name, cause := text.Line(graph.ShortName(e.Component)), e.text
	if cause == "" {
		cause = guard.Text(e.Err)
	}
	cause = text.Block(cause, "  ")
	elapsed := e.Elapsed.Round(time.Microsecond)
	fmt.Fprintf(&b, "%s: ", e.Slug())
	switch {
	case !e.Called:
		fmt.Fprintf(&b, "the build ended before %s was called: %s", name, cause)
	case e.Abandoned:
		fmt.Fprintf(&b, "%s had not returned after %v and was abandoned: %s", name, elapsed, cause)
	default:
		fmt.Fprintf(&b, "%s: %s    after %v", name, cause, elapsed)
	}
	fmt.Fprintf(&b, "\n  declared at %s, registered at %s", text.Line(e.Source.String()), text.Line(e.Place.String()))
	if e.NoStack != "" {
		b.WriteString("\n  no stack: " + e.NoStack)
	}
	b.WriteString(text.Section("stack", e.Stack))
	b.WriteString(text.Section("goroutines that "+name+" started", e.Goroutines))
	return b.String()
}

// Unwrap returns the cause.
func (e *ConstructError) Unwrap() error { return e.Err }

// Details returns what logs show in fields.
func (e *ConstructError) Details() observe.Details {
	cause := e.text
	if cause == "" {
		cause = guard.Text(e.Err)
	}
	return observe.Details{
		Slug: e.Slug(), Component: e.Component, Phase: "construct", Place: e.Place, Source: e.Source, Elapsed: e.Elapsed, Budget: e.Budget, Cause: cause,
		HasMore: e.Stack+e.Goroutines+e.NoStack != "",
	}
}
