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
// Shutdown; it must not call Start or Stop, which would wait for the observer
// itself. An observer that panics or calls runtime.Goexit is dropped; that is a
// warning event at once, and part of the run's result.
//
// Logs are folds over the stream: [Slog] writes it to a [log/slog.Logger], and
// package zaplog to zap, both by way of [Fold].
package observe
