// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package observe is the one stream of everything that happens in an app: state
// changes, constructors, hooks, tasks, signals and failures, as flat [Event]
// values.
//
// An observer is a function. Observers are called one event at a time, in the
// order of [Event].Seq, while the goroutine where the event happened waits. So a
// slow observer slows the app down, and a hook whose event it handles counts as
// running. An observer may ask the app for its Graph and State and may call
// Shutdown. Build, Start, Stop, Run and Do would wait for the observer itself:
// there they return ErrReentrant. The methods of [Event].Err are users' code, and
// may panic or not return.
//
// # Observers that misbehave
//
// An event waits for the observers for the app's Grace at most (one second by
// default; at least 100 milliseconds), then the app goes on, and until the observers
// have caught up no other event waits for them. They get all events, later. An
// observer that does not return from one event within Grace is detached: the other
// observers get a warning event that names it, and it gets no events until it has
// returned and another run begins. A warning tells how many it has missed. So an
// observer that hangs delays a start or a stop by Grace at most, beyond what its
// budgets allow, and several that hang at the same event no longer than one.
// Signals act before observers are told. 10,000 events wait at most for observers
// that do not keep up; what happens then is missed, except for states and results.
//
// An observer that panics or calls runtime.Goexit is dropped; that is a warning
// event at once, and part of the run's result if it is not known yet. A run's
// result is known once the observers have had the event [OpResult], or have had
// Grace for it. An observer that is detached or misses events is no failure.
//
// Logs are folds over the stream: [Slog] writes it to a [log/slog.Logger], and
// package zaplog to zap, both by way of [Fold].
package observe
