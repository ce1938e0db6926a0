// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/provide"
)

// cache is filled by one component and read by another.
type cache struct{ warm bool }

type warmer struct{}

func newWarmer(lc *facet.Lifecycle, c *cache) *warmer {
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { c.warm = true; return nil },
		OnStop:  func(context.Context) error { c.warm = false; return nil },
	})
	return &warmer{}
}

// newReader relies on the warmer without a dependency.
func newReader(lc *facet.Lifecycle, c *cache) int {
	lc.OnStart(func(context.Context) error {
		if !c.warm {
			return errors.New("the cache is cold")
		}
		return nil
	})
	return 1
}

func cached(opts ...provide.Option) facet.Option {
	return facet.Options(
		facet.Provide(func() *cache { return &cache{} }), facet.Provide(newWarmer), facet.Provide(newReader, opts),
		facet.Invoke(func(*warmer, int) {}),
	)
}

func TestOrders_revealsAnOrderThatTheGraphDoesNotKnow(t *testing.T) {
	got := failing(func(tb *fake) { facettest.Orders(tb, 20, cached()) })
	require.Len(t, got.failures, 1)
	require.Regexp(t, `fails in the order of seed \d+, which is tried first with FACETTEST_SEED=\d+`, got.text())
	require.Contains(t, got.text(), "the cache is cold")
	require.Regexp(t, `it called\n(.*\n)*    facettest_test.newReader: start OnStart at facettest/orders_test.go:\d+    \(the cache is cold\)`, got.text())

	facettest.Orders(t, 20, cached(provide.After[*warmer]()))
}

func TestOrders_aSeedFailsAgain(t *testing.T) {
	var fails string
	for _, seed := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		t.Setenv("FACETTEST_SEED", seed)
		if got := failing(func(tb *fake) { facettest.Orders(tb, 1, cached()) }); len(got.failures) > 0 {
			fails = seed
		}
	}
	require.NotEmpty(t, fails)
	t.Setenv("FACETTEST_SEED", fails)
	for range 3 {
		require.Contains(t, failing(func(tb *fake) { facettest.Orders(tb, 1, cached()) }).text(), "the order of seed "+fails)
	}
	t.Setenv("FACETTEST_SEED", "x")
	require.Contains(t, failing(func(tb *fake) { facettest.Orders(tb, 1) }).text(), "FACETTEST_SEED is not a seed")
}

func TestOrders_aFailureInTheAppsOwnOrderHasItsOwnText(t *testing.T) {
	got := failing(func(tb *fake) {
		facettest.Orders(tb, 3, facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(fails) }))
	})
	require.Len(t, got.failures, 1)
	require.Contains(t, got.text(), "fails in its own order:\nstop-failed")
}

func TestOrders_goroutinesThatAreLeftAreAFailure(t *testing.T) {
	hold := make(strays)
	got := failing(func(tb *fake) {
		facettest.Orders(tb, 1, facet.Supply(hold), facet.Provide(newLeaking), facet.Invoke(func(int) {}))
	})
	close(hold)
	require.Contains(t, got.text(), "a goroutine is leaked, of facettest_test.newLeaking")
}
