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

// New makes an app, starts it, and has it stopped when the test ends. An error of
// the start, of the stop, or of the run between them fails the test with its text;
// so do goroutines that the app leaves behind. The app logs to tb, unless facet.Log
// is among the options. Signals are not listened to.
//
// The start has the context of tb; its values reach the hooks. For a test that expects
// the app to fail use facet.New.
func New(tb testing.TB, opts ...facet.Option) *facet.App {
	tb.Helper()
	w, log := newWatch(), newLog(tb)
	app := facet.New(log.among(slices.Insert(slices.Clone(opts), 0, facet.Around(w.around)))...)
	if err := app.Start(tb.Context()); err != nil {
		w.check(tb)
		log.close()
		tb.Fatalf("facettest: the app did not start:\n%s", guard.Text(err))
	}
	tb.Cleanup(func() {
		tb.Helper()
		defer log.close()
		if err := app.Stop(context.WithoutCancel(tb.Context())); err != nil {
			tb.Errorf("facettest: the app did not run and stop cleanly:\n%s", guard.Text(err))
		}
		w.check(tb)
	})
	return app
}

// Validate fails the test if the graph has a problem, reached or not, with the text
// of all. Nothing is constructed.
func Validate(tb testing.TB, opts ...facet.Option) {
	tb.Helper()
	if err := facet.New(opts...).Validate(); err != nil {
		tb.Fatalf("facettest: the graph is not valid:\n%v", err)
	}
}
