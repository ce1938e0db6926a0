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

// Orders starts and stops an app in its own order, and then n times with facet.Shuffle:
// one hook at a time, in a random order that the dependencies allow. The first run that
// fails or leaks goroutines fails the test, with the seed and the order of the
// calls. Then some component relies on another one without a dependency. provide.After
// adds such an order without a value.
//
// The seeds are 1 to n in every run. FACETTEST_SEED in the environment sets another
// first seed. All runs share the values in the options.
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

// tryOrder starts and stops an app. It returns the failure, or "", and the calls.
func tryOrder(ctx context.Context, opts []facet.Option) (failure, calls string) {
	detector, r := newLeakDetector(), &recorder{}
	outside := []facet.Option{facet.Log(nil), facet.Around(detector.label), facet.Around(r.record)}
	app := facet.New(append(outside, opts...)...)
	_ = app.Start(ctx) // part of the result
	if err := app.Stop(context.WithoutCancel(ctx)); err != nil {
		failure = guard.Text(err)
	}
	for _, left := range detector.leaks() {
		failure += "\n" + left
	}
	return failure, r.text()
}
