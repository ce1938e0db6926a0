// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

func TestStart_eachHookRunsOnceAfterThoseOfItsDependencies(t *testing.T) {
	for name, dag := range map[string]bool{"chain": false, "dag": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.mode.Concurrent = dag
				b.component("a").Append(b.pair("a"))
				lc := b.component("b", 0)
				lc.Append(b.pair("b1"))
				lc.Append(b.pair("b2"))
				b.component("c", 1).Append(b.pair("c"))
				b.up(t)
				require.Equal(t, []string{"+a", "+b1", "+b2", "+c"}, b.took())
				require.NoError(t, b.stop(t))
				require.Equal(t, []string{"-c", "-b2", "-b1", "-a"}, b.took())
			})
		})
	}
}

func TestStart_siblingsRunSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		const width = 300
		for range width {
			b.component("sibling").Append(hooks.Hook{OnStart: ignores(time.Second), OnStop: ignores(time.Second)})
		}
		takes(t, time.Second, func() { b.up(t) })
		takes(t, time.Second, func() { require.NoError(t, b.stop(t)) })
	})
}

func TestStart_aChainTakesTheSum(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for range 5 {
			b.component("a").OnStart(ignores(time.Second))
		}
		takes(t, 5*time.Second, func() { b.up(t) })
		require.NoError(t, b.stop(t))
	})
}

func TestStart_afterTheFirstFailureNothingNewBeginsAndSiblingsAreCancelledAndAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		b.component("fails").OnStart(func(context.Context) error {
			time.Sleep(time.Second)
			return errBoom
		})
		b.component("obeys").OnStart(func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(grace / 2)
			b.note("awaited: %v", context.Cause(ctx))
			return ctx.Err()
		})
		up := b.component("up")
		up.Append(b.pair("up"))
		b.component("after", 0).Append(b.pair("after"))
		b.component("besides", 2, 1).Append(b.pair("besides"))
		var err error
		takes(t, time.Second+grace/2, func() { err = b.start(t.Context(), t) })
		require.Same(t, errBoom, errors.Unwrap(err))
		require.Equal(t, "+up", b.took()[0])
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-up"}, b.took())
	})
}

func TestStart_theStopOfAFailedHookIsNotCalled(t *testing.T) {
	ends := map[string]func(context.Context) error{
		"start-failed":   fails(errBoom),
		"start-panicked": func(context.Context) error { panic(errBoom) },
		"start-exited":   func(context.Context) error { runtime.Goexit(); return nil },
		"start-timeout":  obeys,
	}
	for slug, end := range ends {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").Append(b.pair("a"))
				b.component("b").Append(hooks.Hook{Name: "b", OnStart: end, OnStop: b.says("-b")})
				b.component("c").Append(b.pair("c"))
				err := b.start(t.Context(), t)
				require.Equal(t, []string{slug + " b"}, slugs(err))
				require.NoError(t, b.stop(t))
				require.Equal(t, []string{"+a", "-a"}, b.took())
			})
		})
	}
}

func TestStart_aPanicCarriesTheStackOfWhoPanicked(t *testing.T) {
	b := newFixture()
	b.component("a").OnStart(func(context.Context) error { return explode() })
	err := b.start(t.Context(), t)
	var p *hooks.PanicError
	require.ErrorAs(t, err, &p)
	require.Contains(t, hookErrors(err)[0].Stack, "explode")
	require.ErrorIs(t, err, errBoom)
	require.NoError(t, b.stop(t))
}

func explode() error { panic(errBoom) }

func TestStart_aHookThatOverranButReturnedNilWithinGraceIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Append(hooks.Hook{Name: "slow", OnStart: ignores(15*time.Second + grace/2), OnStop: b.says("-slow")})
		b.component("b").Append(b.pair("b"))
		var err error
		takes(t, 15*time.Second+grace/2, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"start-timeout slow"}, slugs(err))
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-slow"}, b.took())
	})
}

func TestStart_theLastHookThatOverranFailsTheStartToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStart(func(ctx context.Context) error { <-ctx.Done(); return nil })
		_ = lc.Context()
		require.ErrorIs(t, b.start(t.Context(), t), context.DeadlineExceeded)
		require.Error(t, lc.Context().Err())
		require.NoError(t, b.stop(t))
	})
}

func TestStart_pairingIsAppendOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-before"))
		lc.OnStart(fails(errBoom))
		lc.OnStop(b.says("-after"))
		require.Error(t, b.start(t.Context(), t))
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"-before"}, b.took())
	})
}

func TestStart_aHookThatIgnoresItsContextIsAbandonedAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStart(overstays, hooks.Name("hung"), hooks.Timeout(time.Second))
		var err error
		takes(t, time.Second+grace, func() { err = b.start(t.Context(), t) })
		list := hookErrors(err)
		require.Equal(t, []string{"start-hung hung"}, slugs(err))
		require.Contains(t, list[0].Stack, "overstays")
		require.Equal(t, time.Second+grace, list[0].Elapsed)
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
	})
}

func TestStart_severalAreAbandonedAtOnceAndEachIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		lcs := b.components("a", "b", "c")
		lcs[0].OnStart(overstays, hooks.Name("a"))
		lcs[1].OnStart(overstays, hooks.Name("b"))
		lcs[2].OnStart(obeys, hooks.Name("c"))
		var err error
		takes(t, 15*time.Second+grace, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"start-hung a", "start-hung b"}, slugs(err), "the timeout that was blamed on a is folded")
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
	})
}

func TestStart_theDeadlineIsTheEarliestOfContextBudgetAndTimeout(t *testing.T) {
	cases := map[string]struct{ ctx, own, want time.Duration }{
		"context": {time.Second, 2 * time.Second, time.Second},
		"own":     {2 * time.Second, time.Second, time.Second},
		"budget":  {time.Minute, time.Minute, 15 * time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").Append(hooks.Hook{OnStart: obeys, StartTimeout: c.own})
				ctx, cancel := context.WithTimeout(t.Context(), c.ctx)
				defer cancel()
				takes(t, c.want, func() { require.ErrorIs(t, b.start(ctx, t), context.DeadlineExceeded) })
				require.NoError(t, b.stop(t))
			})
		})
	}
}

func TestStart_timeoutsOfAComponentOnlyShorten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		bounds := hooks.Timeouts{Start: 2 * time.Second, Stop: 3 * time.Second}
		lc := b.bounded(bounds, "a")
		lc.Append(hooks.Hook{OnStart: obeys, StartTimeout: time.Minute})
		takes(t, 2*time.Second, func() { require.Error(t, b.start(t.Context(), t)) })
		require.NoError(t, b.stop(t))

		b = newFixture()
		lc = b.bounded(bounds, "b")
		lc.OnStop(obeys)
		b.up(t)
		takes(t, 3*time.Second, func() { require.Error(t, b.stop(t)) })
	})
}

func TestStart_withoutABudgetWaitsForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStart(ignores(1000 * time.Hour))
		b.seal(t)
		require.NoError(t, b.Start(t.Context(), b.plan, 0))
		require.NoError(t, b.Teardown(t.Context(), hooks.Budget{}).Stop(b.plan))
	})
}

func TestStart_ofNothingIsUp(t *testing.T) {
	b := newFixture()
	b.up(t)
	require.NoError(t, b.stop(t))
	require.Equal(t, "plan: 0 steps of 0 components, started from top to bottom, stopped from bottom to top\n", b.plan.String())
}
