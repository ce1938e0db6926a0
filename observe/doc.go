// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package observe is the event stream of an app: state changes, constructors, hooks,
// tasks, signals and failures, as flat [Event] values.
//
// An observer is a function. Observers are called for one event at a time, in the order
// of [Event].Seq, while the goroutine of the event waits. So a slow observer slows the
// app down, and the time of a hook includes the time of the observers. An observer may
// call the app's Graph, State and Shutdown. Build, Start, Stop, Run and Do would wait
// for the observer itself; on its goroutine they return ErrReentrant. The methods of
// [Event].Err are users' code, and may panic or never return.
//
// # Observers that misbehave
//
// An event waits for the observers at most for the app's Grace, which is one second by
// default and at least 100 milliseconds. Then the app continues, and further events do
// not wait until the observers have caught up. Observers receive these events later. If
// an observer does not return from one event within Grace, it is detached. The other
// observers receive a warning event with its name. It receives no events until it has
// returned and another run begins; then a warning reports how many events it missed. So
// an observer that hangs delays a start or a stop by Grace at most, in addition to its
// budgets. Several observers that hang at the same event delay it no longer than one.
// The app acts on a signal before observers receive its event. At most 10,000 events
// wait for slow observers. Further events are lost for them, except for states and
// results.
//
// An observer that panics or calls runtime.Goexit is dropped. A warning event follows
// at once. The panic is also part of the run's result, unless that is known already. A
// run's result is known when the observers have received [OpResult], or after Grace. A
// detached observer and missed events do not make a run fail.
//
// # Where the time goes
//
// [Timeline] is an observer that keeps where the time of a start and of a stop went, and can
// be asked at any time: [Times] begins with a sentence that says what to do, and has the
// critical chain, the work of each component, its slack, and what would be faster. It also
// is an SVG file and a trace for Perfetto.
//
// Logs are made from the stream: [Slog] writes to a [log/slog.Logger], and package
// zaplog to zap. Both use [Fold].
package observe
