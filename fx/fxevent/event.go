// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

// Event is one of the events of this package, as a pointer.
type Event interface{ event() }

// Logger receives the events of an app, one at a time.
type Logger interface {
	LogEvent(Event)
}

// NopLogger drops all events.
var NopLogger = nopLogger{}

type nopLogger struct{}

// LogEvent drops the event.
func (nopLogger) LogEvent(Event) {}

// String returns the name of the variable.
func (nopLogger) String() string { return "NopLogger" }

func (*OnStartExecuting) event()  {}
func (*OnStartExecuted) event()   {}
func (*OnStopExecuting) event()   {}
func (*OnStopExecuted) event()    {}
func (*Supplied) event()          {}
func (*Provided) event()          {}
func (*Replaced) event()          {}
func (*Decorated) event()         {}
func (*BeforeRun) event()         {}
func (*Run) event()               {}
func (*Invoking) event()          {}
func (*Invoked) event()           {}
func (*Stopping) event()          {}
func (*Stopped) event()           {}
func (*RollingBack) event()       {}
func (*RolledBack) event()        {}
func (*Started) event()           {}
func (*LoggerInitialized) event() {}
