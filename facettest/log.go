// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// log writes events to the output of a test until it is closed. Abandoned calls may
// outlive the test.
type log struct {
	tb        testing.TB
	formatter observe.Fold

	mu     sync.Mutex // guards the field below and the output
	closed bool
}

func newLog(tb testing.TB) *log {
	tb.Helper()
	minLevel := slog.LevelInfo
	if testing.Verbose() {
		minLevel = slog.LevelDebug
	}
	return &log{tb: tb, formatter: observe.Fold{Enabled: func(level slog.Level) bool { return level >= minLevel }}}
}

// withDefaultLog adds the log to the options of an app, whose own log counts if they have one.
func (l *log) withDefaultLog(opts []facet.Option) []facet.Option {
	return append([]facet.Option{facet.Log(l.observe)}, opts...)
}

func (l *log) observe(e observe.Event) {
	line, ok := l.formatter.Add(e)
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
