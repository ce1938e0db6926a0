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
// The app's log has the name "facet". Its lines are those of [observe.Fold]: one line at
// info when the app has started and one when it has stopped, both with totals and the
// slowest step. If the app has failed, the last line is at error. Steps are at debug, and
// failures at error. Lines have these fields if they apply:
//
//	component   id of the component
//	hook        name of the hook or task
//	took        how long the step took
//	slug        kind of failure, a stable word: "start-failed"
//	place       file:line that registered it
//	source      file:line of a constructor's declaration
//	error       the cause
//	cause       on the last line: the first failure, which has its own line before
//	stacktrace  of a panic, or of an abandoned hook
//
// The logger exists before the app, so that it can log the failures of a build. It also
// outlives the app, so that it can log the end. So it is a value and not a component that
// the app constructs.
package zaplog
