// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// log writes events to the output of a test, until it is closed: what was abandoned
// may outlive the test.
type log struct {
	tb   testing.TB
	fold observe.Fold

	mu     sync.Mutex // guards the field below, and the output
	closed bool
}

func newLog(tb testing.TB) *log {
	tb.Helper()
	least := slog.LevelInfo
	if testing.Verbose() {
		least = slog.LevelDebug
	}
	return &log{tb: tb, fold: observe.Fold{Enabled: func(level slog.Level) bool { return level >= least }}}
}

// among adds the log to the options of an app, unless they have one.
func (l *log) among(opts []facet.Option) []facet.Option {
	return unlessGiven(opts, facet.Log(l.observe))
}

func (l *log) observe(e observe.Event) {
	line, ok := l.fold.Add(e)
	if !ok {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "facet: %s", line.Message)
	for _, a := range line.Attrs {
		b.WriteString(" " + text.Line(a.String()))
	}
	if line.Err != nil {
		b.WriteString("\n    " + text.Stack(line.Text, "    "))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closed {
		fmt.Fprintln(l.tb.Output(), b.String())
	}
}

func (l *log) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}

// unlessGiven adds options that may be given once to those of a user, who comes
// first: an option is left out if it makes another problem.
func unlessGiven(opts []facet.Option, defaults ...facet.Option) []facet.Option {
	for _, d := range defaults {
		if more := slices.Concat(opts, []facet.Option{d}); problems(more) == problems(opts) {
			opts = more
		}
	}
	return opts
}

func problems(opts []facet.Option) int {
	if list, ok := guard.As[*facet.Problems](facet.New(opts...).Err()); ok {
		return len(list.List)
	}
	return 0
}
