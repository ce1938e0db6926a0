// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"slices"
	"testing"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/guard"
)

// New creates an app, starts it, and stops it when the test ends. An error of the
// start, of the run or of the stop fails the test. So do goroutines that the app
// leaks. The app logs to tb, unless facet.Log is among the options. Signals are
// ignored.
//
// The start uses the context of tb; hooks receive its values. To test an app that
// fails, use facet.New.
func New(tb testing.TB, opts ...facet.Option) *facet.App {
	tb.Helper()
	detector, log := newLeakDetector(), newLog(tb)
	app := facet.New(log.withDefaultLog(slices.Insert(slices.Clone(opts), 0, facet.Around(detector.label)))...)
	if err := app.Start(tb.Context()); err != nil {
		detector.failIfLeft(tb)
		log.close()
		tb.Fatalf("facettest: the app did not start:\n%s", guard.Text(err))
	}
	tb.Cleanup(func() {
		tb.Helper()
		defer log.close()
		if err := app.Stop(context.WithoutCancel(tb.Context())); err != nil {
			tb.Errorf("facettest: the app did not run and stop cleanly:\n%s", guard.Text(err))
		}
		detector.failIfLeft(tb)
	})
	return app
}

// Validate fails the test if what the program needs has problems, and lists all of them.
// Without a root that is everything. Nothing is constructed. See
// [facet.App.ValidateNeeded].
func Validate(tb testing.TB, opts ...facet.Option) {
	tb.Helper()
	if err := facet.New(opts...).ValidateNeeded(); err != nil {
		tb.Fatalf("facettest: the graph is not valid:\n%v", err)
	}
}

// ValidateAll is [Validate] for all that is listed, whether a root needs it or not.
func ValidateAll(tb testing.TB, opts ...facet.Option) {
	tb.Helper()
	if err := facet.New(opts...).Validate(); err != nil {
		tb.Fatalf("facettest: not all that is listed is valid:\n%v", err)
	}
}
