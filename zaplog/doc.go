// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package zaplog connects an app with zap: constructors can take the [*zap.Logger], and
// the app logs to it.
//
//	logger, err := zap.NewProduction()
//	if err != nil {
//		return err
//	}
//	app := facet.New(
//		zaplog.Use(logger),
//		facet.Provide(NewServer), // func(*zap.Logger) *Server
//	)
//
// If a constructor makes the logger, the app takes it from the container, and keeps earlier
// events for it:
//
//	facet.Provide(NewLogger), // func(Config) (*zap.Logger, error)
//	facet.LogFrom(zaplog.Observer),
//
// The app's log has the name "facet". Its lines are those of [observe.Fold]: lines at info
// when the app has started, for a signal, and when it drains, stops and has stopped, the
// first and the last with totals and the slowest step. If the app has failed, the last line
// is at error. Steps are at debug, and failures at error. Lines have these fields if they
// apply:
//
//	component   component, by its short name
//	hook        name of the hook or task
//	phase       in which a hook failed: "start"
//	took        how long a step took
//	elapsed     how long what has failed took
//	budget      how much time it had
//	slug        kind of failure, a stable word: "start-failed", see docs/errors.md
//	place       file:line that registered it
//	source      file:line of a constructor's declaration
//	waiting     components that wait for it
//	error       the cause, in one line
//	cause       on the last line: the first failure, which has its own line before
//	stacktrace  the full text of a failure that says more than the fields, with its stacks
package zaplog
