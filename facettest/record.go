// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// errEscaped is the error of a call that panicked or called runtime.Goexit.
var errEscaped = errors.New("panic or runtime.Goexit")

// record is one call. begin and end are positions in the order of all begins and ends.
type record struct {
	hooks.Call

	begin, end int   // end is 0 until the call returns
	err        error // of the call
}

// registration identifies a registered function, without the phase of its calls.
type registration struct {
	component, kind string
	index           int
}

func (r *record) registration() registration { return registration{r.Component, r.Kind, r.Index} }

// recorder is a middleware that records calls.
type recorder struct {
	mu      sync.Mutex // guards the fields below
	records []*record
	last    int // the last position
}

func (r *recorder) record(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
	call := &record{Call: c, err: errEscaped}
	r.mu.Lock()
	r.last++
	call.begin = r.last
	r.records = append(r.records, call)
	r.mu.Unlock()
	err := errEscaped
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.last++
		call.end, call.err = r.last, err
	}()
	err = next(ctx)
	return err
}

// calls returns the calls so far.
func (r *recorder) calls() []record {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]record, len(r.records))
	for i, call := range r.records {
		list[i] = *call
	}
	return list
}

// text has a line for each call, in the order of their begins.
func (r *recorder) text() string {
	var b strings.Builder
	for _, call := range r.calls() {
		fmt.Fprintf(&b, "    %s%s\n", describe(call.Call), call.outcome())
	}
	return b.String()
}

func (r *record) outcome() string {
	switch {
	case r.end == 0:
		return "    (did not return)"
	case r.err != nil:
		line, _, _ := strings.Cut(guard.Text(r.err), "\n")
		return "    (" + text.Line(line) + ")"
	default:
		return ""
	}
}
