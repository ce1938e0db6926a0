// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"
	"os"

	"go.uber.org/fx/fxevent"
	"go.uber.org/fx/internal/callstack"
)

// Printer is what Logger needs.
type Printer interface {
	Printf(format string, args ...any)
}

// Logger makes the app log lines to a printer.
//
// Deprecated: use [WithLogger].
func Logger(p Printer) Option {
	return appOption("fx.Logger", fmt.Sprintf("fx.Logger(%v)", p), func(a *App) {
		a.root.log = &fxevent.ConsoleLogger{W: printerWriter{p}}
	})
}

type printerWriter struct{ p Printer }

// Write prints one line.
func (w printerWriter) Write(text []byte) (int, error) {
	w.p.Printf("%s", text)
	return len(text), nil
}

// WithLogger registers a constructor of the logger of the app, or of the module that lists
// it. It may take what the app provides. Events that come before it is called are kept. If
// it fails, New fails, and the events go to the logger around it.
func WithLogger(constructor any) Option {
	from := originOf()
	return &option{
		func() string { return "fx.WithLogger(" + callstack.FuncName(constructor) + ")" },
		func(m *module) {
			m.logger = &registration{kind: kindLogger, module: m, target: constructor, origin: from}
		},
	}
}

// NopLogger is the option that disables the log of events. What facet warns of still goes
// to slog.
var NopLogger = WithLogger(func() fxevent.Logger { return fxevent.NopLogger })

func defaultLogger() fxevent.Logger { return &fxevent.ConsoleLogger{W: os.Stderr} }

// logBuffer keeps events until there is a logger.
type logBuffer struct {
	events []fxevent.Event
	logger fxevent.Logger
}

// LogEvent keeps the event, or passes it on.
func (b *logBuffer) LogEvent(e fxevent.Event) {
	if b.logger != nil {
		b.logger.LogEvent(e)
		return
	}
	b.events = append(b.events, e)
}

// connect passes the kept events on, once.
func (b *logBuffer) connect(to fxevent.Logger) {
	if b.logger != nil {
		return
	}
	b.logger = to
	for _, e := range b.events {
		to.LogEvent(e)
	}
	b.events = nil
}
