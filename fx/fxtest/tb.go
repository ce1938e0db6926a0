// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxtest

import (
	"fmt"
	"io"

	"go.uber.org/fx"
	"go.uber.org/fx/fxevent"
)

// TB is what this package needs of a *testing.T.
type TB interface {
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	FailNow()
}

// NewTestLogger returns a logger that writes events to the log of the test.
func NewTestLogger(t TB) fxevent.Logger { return &fxevent.ConsoleLogger{W: logWriter{t}} }

// WithTestLogger is the option that makes an app log to the test.
func WithTestLogger(t TB) fx.Option {
	return fx.WithLogger(func() fxevent.Logger { return NewTestLogger(t) })
}

// NewTestPrinter returns a printer that prints to the log of the test.
func NewTestPrinter(t TB) fx.Printer { return printer{t} }

type printer struct{ TB }

// Printf writes to the log of the test.
func (p printer) Printf(format string, args ...any) { p.Logf(format, args...) }

// logWriter writes to the log of a test.
type logWriter struct{ t TB }

// Write writes one entry.
func (w logWriter) Write(text []byte) (int, error) {
	w.t.Logf("%s", text)
	return len(text), nil
}

// panicT is the TB of a lifecycle that belongs to no test: a failure is a panic.
type panicT struct {
	W io.Writer

	lastErr string // of Errorf, or ""
}

// Logf writes a line.
func (t *panicT) Logf(format string, args ...any) { _, _ = fmt.Fprintf(t.W, format+"\n", args...) }

// Errorf writes a line and remembers it for FailNow.
func (t *panicT) Errorf(format string, args ...any) {
	t.lastErr = fmt.Sprintf(format, args...)
	t.Logf("%s", t.lastErr)
}

// FailNow panics with the last error.
func (t *panicT) FailNow() {
	if t.lastErr == "" {
		panic("test lifecycle failed")
	}
	panic(t.lastErr)
}
