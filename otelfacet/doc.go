// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package otelfacet exports what an app does as traces of OpenTelemetry. One option adds
// them to a program:
//
//	facet.Main(
//		otelfacet.Use(otelfacet.Provider(provider)),
//		facet.Provide(NewDB),
//		facet.Provide(NewServer),
//		facet.Invoke(func(*Server) {}),
//	)
//
// # The spans
//
// A start is one trace with the span "start" from the first constructor to the last start
// hook. Its children are one span for each constructor, decorator and invoked function
// ("construct store.NewDB"), and one for each start hook ("start store.NewDB open"). A stop
// is one trace with the span "stop", which links to that of the start. Its children are the
// drain hooks, stop hooks, stops of tasks and cleanups. A span has links to what made it
// wait: that of a constructor to the constructors of its dependencies, that of a hook to
// the hook whose end let it begin.
//
// The end of a task by itself, and each failure after which it is called again, is one
// span, from the call of the task to its end. A task that runs has none: it could be open
// for months.
//
// A function that App.Do calls while the app runs, and what it starts and stops for that,
// are children of the span in the context of the caller, if it has one.
//
// The context of a hook has the span of the hook, so that the spans of a client of a
// database are its children. Constructors have no context.
//
// A failure sets the status of its span to Error. It adds the event "exception" and the
// attribute error.type, the slug of the failure, as in docs/errors.md. A call that was
// abandoned ends with the error of that. Attributes of all spans: facet.component (the
// id), facet.phase, facet.hook, and code.file.path and code.line.number of the line that
// registered the component.
//
// # Exporters that hang
//
// The spans of starts and stops are made by an observer of the app. An exporter that blocks in it delays a start or
// a stop by facet.Grace at most; then the app continues without traces, with a warning. Use a
// batch processor (sdk/trace.WithBatcher), which exports on a goroutine of its own. A provider
// that panics gets no more spans of starts and stops, and the run reports the panic. A
// call of App.Do waits for a provider for 100 ms, and not again until that has returned. At the
// end of a run the spans are flushed, see [FlushTimeout]. The provider itself belongs to
// the caller: shut it down after the app has ended.
package otelfacet
