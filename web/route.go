// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// Route is a pattern of http.ServeMux and its handler. Constructors provide routes in a
// value group, see [Routes].
type Route struct {
	Pattern string // "GET /orders/{id}"
	Handler http.Handler

	place graph.Place // of the call of Handle, if there was one
}

// Handle returns a route. Unlike a literal, it records the line of the call, which errors
// show.
func Handle(pattern string, handler http.Handler) Route {
	return Route{pattern, handler, graph.Caller(1)}
}

// HandleFunc is [Handle] for a function.
func HandleFunc(pattern string, handler func(http.ResponseWriter, *http.Request)) Route {
	r := Route{Pattern: pattern, place: graph.Caller(1)}
	if handler != nil {
		r.Handler = http.HandlerFunc(handler)
	}
	return r
}

// name returns the pattern and the line of a route.
func (r *Route) name() string {
	if r.place.IsZero() {
		return strconv.Quote(r.Pattern)
	}
	return strconv.Quote(r.Pattern) + " at " + r.place.String()
}

// newMux returns a mux of all routes, or the errors of the routes that it refuses.
func (c *config) newMux(routes []Route) (*http.ServeMux, error) {
	mux := http.NewServeMux()
	var errs []error
	for i := range routes {
		if err := c.addRoute(mux, &routes[i], routes[:i]); err != nil {
			errs = append(errs, err)
		}
	}
	return mux, errors.Join(errs...)
}

func (c *config) addRoute(mux *http.ServeMux, r *Route, before []Route) error {
	if r.Handler == nil {
		return c.newError("bad-route", "the route "+r.name()+" has no handler", nil)
	}
	err := guard.Call(func() error { mux.Handle(r.Pattern, r.Handler); return nil })
	if err == nil {
		return nil
	}
	said := withoutPlaces(strings.TrimPrefix(guard.Text(err), "panic: "))
	for i := range before {
		other := &before[i]
		switch {
		case other.Pattern == r.Pattern:
			return c.newError("bad-route", fmt.Sprintf("the route %s is registered twice, first as %s", r.name(), other.name()), nil)
		case strings.Contains(said, "conflicts with pattern "+strconv.Quote(other.Pattern)):
			return c.newError("bad-route", fmt.Sprintf("the route %s conflicts with %s", r.name(), other.name()), errors.New(said))
		}
	}
	return c.newError("bad-route", "the route "+r.name()+" is refused", errors.New(said))
}

// withoutPlaces removes the lines of registration from a text of http.ServeMux. They are
// lines of this package.
func withoutPlaces(text string) string {
	const begin = " (registered at "
	for {
		before, rest, found := strings.Cut(text, begin)
		if !found {
			return text
		}
		_, after, _ := strings.Cut(rest, ")")
		text = before + after
	}
}
