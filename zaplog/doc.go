// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package zaplog joins an app and zap: constructors get the [*zap.Logger], and
// the app's own log goes through it.
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
// The app's log has the name "facet". It is what [observe.Fold] makes: one line
// at info when the app has started, one when it has stopped, at error if it has
// failed, each with totals and the slowest step; each step at debug; failures at
// error, with these fields where they apply:
//
//	component   id of the component
//	hook        name of the hook or task
//	took        how long the step took
//	slug        kind of failure, which never changes: "start-failed"
//	place       file:line that registered it
//	source      file:line of a constructor's declaration
//	error       the cause
//	cause       on the last line: the first failure, which has its own line before
//	stacktrace  of a panic, or of a hook that was abandoned
//
// The logger exists before the app, so that it can tell what goes wrong while
// the app is built, and outlives it, so that it can tell how the app ended. So it
// is a value here, not something that the app constructs.
package zaplog
