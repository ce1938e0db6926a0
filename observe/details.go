// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Details are the facts of a failure that logs show in fields. Those that do not apply
// are zero.
type Details struct {
	Slug      string        // the kind of the failure, see docs/errors.md
	Component string        // id of the component
	Hook      string        // name of the hook, task or cleanup
	Phase     string        // in which it was called
	Place     graph.Place   // the line that registered what has failed
	Source    graph.Place   // of a constructor: the line that declares it
	Elapsed   time.Duration // since the call
	Budget    time.Duration // the time that the call had; 0 is no limit
	Cause     string        // the text of the user's error
	HasMore   bool          // the text of the failure says more than the details, for example a stack

	Waiting     []string // ids of components that waited for it, 5 at most
	MoreWaiting int      // how many more waited

	// Of a task that is called again, else zero:
	Attempt      int           // the number of the call that has failed, from 1
	RestartsLeft int           // how many failures may follow at once before the task fails
	Wait         time.Duration // until the next call
}

// Detailed is an error of facet with details: *facet.HookError, *facet.ConstructError.
type Detailed interface {
	error
	Details() Details
}

// DetailsOf returns the details of an error of facet, and whether it has some. Those of
// *facet.Problems are of the first. Only the outermost error counts: an error that wraps
// one of facet says more.
func DetailsOf(err error) (Details, bool) {
	switch e := err.(type) { //nolint:errorlint // see above
	case *graph.Problem:
		if e != nil {
			return Details{Slug: e.Slug, Place: e.Place, Cause: e.Text, HasMore: len(e.Path)+len(e.Near)+len(e.Advice) > 0}, true
		}
	case *graph.Problems:
		if e != nil && len(e.List) > 0 {
			d, ok := DetailsOf(e.List[0])
			d.Cause, d.HasMore = withMore(d.Cause, len(e.List)-1, "problem"), true
			return d, ok
		}
	case Detailed:
		if guard.IsOwn(e) { // not a nil pointer, and not a user's
			return e.Details(), true
		}
	}
	return Details{}, false
}

// withMore appends to a text, as one line, that there are more things of a kind.
func withMore(s string, n int, noun string) string {
	if n == 0 {
		return s
	}
	return firstLine(s) + ", and " + text.Count(n, "more "+noun)
}

// attrs appends the fields of the details, except the error itself. list has the component
// and the hook already if hasNode.
func (d *Details) attrs(list []slog.Attr, hasNode bool) []slog.Attr {
	if !hasNode {
		component, hook := shortNames(d.Component, d.Hook)
		list = appendText(appendText(list, "component", component), "hook", hook)
	}
	list = appendText(list, "phase", d.Phase)
	if !d.Place.IsZero() {
		list = append(list, slog.String("place", text.Line(d.Place.String())))
	}
	if !d.Source.IsZero() {
		list = append(list, slog.String("source", text.Line(d.Source.String())))
	}
	list = appendDuration(list, "elapsed", d.Elapsed)
	list = appendDuration(list, "budget", d.Budget)
	if d.Attempt > 0 {
		list = append(list, slog.Int("attempt", d.Attempt), slog.Int("restarts_left", d.RestartsLeft), slog.Duration("wait", d.Wait))
	}
	if len(d.Waiting) > 0 {
		list = append(list, slog.Any("waiting", waitingNames(d.Waiting, d.MoreWaiting)))
	}
	return appendText(list, "slug", d.Slug)
}

// shortNames returns the names of a component and its hook as texts have them. If the hook
// is a function inside the constructor, the name of the constructor is removed.
func shortNames(component, hook string) (string, string) {
	component = graph.ShortName(component)
	return text.Line(component), text.Line(strings.TrimPrefix(graph.ShortName(hook), component+"."))
}

func appendText(list []slog.Attr, key, value string) []slog.Attr {
	if value == "" {
		return list
	}
	return append(list, slog.String(key, value))
}

func appendDuration(list []slog.Attr, key string, d time.Duration) []slog.Attr {
	if d <= 0 {
		return list
	}
	return append(list, slog.Duration(key, d))
}

// waitingNames returns the short names of waiting components, and the number of further
// ones.
func waitingNames(ids []string, more int) []string {
	names := make([]string, 0, len(ids)+1)
	for _, id := range ids {
		names = append(names, text.Line(graph.ShortName(id)))
	}
	if more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return slices.Clip(names)
}

// firstLine returns the first line of a text.
func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return text.Line(line)
}
