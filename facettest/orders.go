// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/internal/guard"
)

// seedEnv is the variable with the first seed of Orders.
const seedEnv = "FACETTEST_SEED"

// Orders starts and stops an app in its own order, and then n times with one hook at
// a time in an order that only the dependencies decide, as facet.Shuffle does. The
// first run that fails or leaves goroutines behind fails the test, with its seed and
// the order in which hooks were called: some component then relies on something that
// it does not depend on. provide.After adds such an order without a value.
//
// The seeds are 1 to n, the same in every run. FACETTEST_SEED in the environment is
// another first one. What the options hold is shared by all runs.
func Orders(tb testing.TB, n int, opts ...facet.Option) {
	tb.Helper()
	first, err := firstSeed()
	if err != nil {
		tb.Fatalf("facettest: %s is not a seed: %v", seedEnv, err)
	}
	if failure, calls := tryOrder(tb.Context(), opts); failure != "" {
		tb.Fatalf("facettest: the app fails in its own order:\n%s\nit called\n%s", failure, calls)
	}
	for i := range uint64(max(n, 0)) { //nolint:gosec // not negative
		seed := first + i
		failure, calls := tryOrder(tb.Context(), slices.Concat(opts, []facet.Option{facet.Shuffle(seed)}))
		if failure != "" {
			tb.Fatalf("facettest: the app fails in the order of seed %d, which is tried first with %s=%d:\n%s\nit called\n%s", seed, seedEnv, seed, failure, calls)
		}
	}
}

func firstSeed() (uint64, error) {
	text := os.Getenv(seedEnv)
	if text == "" {
		return 1, nil
	}
	return strconv.ParseUint(text, 10, 64)
}

// tryOrder starts and stops an app. It returns what failed, "" for nothing, and the
// calls.
func tryOrder(ctx context.Context, opts []facet.Option) (failure, calls string) {
	w, r := newWatch(), &recorder{}
	outside := []facet.Option{facet.Around(w.around), facet.Around(r.around)}
	app := facet.New(unlessGiven(append(outside, opts...), facet.Log(nil))...)
	_ = app.Start(ctx) // part of the result
	if err := app.Stop(context.WithoutCancel(ctx)); err != nil {
		failure = guard.Text(err)
	}
	for _, left := range w.left() {
		failure += "\n" + left
	}
	return failure, r.text()
}
