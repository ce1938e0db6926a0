// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

type aroundKey struct{}

// in replaces one phase of a fixture by what it does.
func in(phase string, does hooks.Around) hooks.Around {
	return func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
		if c.Phase != phase {
			return next(ctx)
		}
		return does(ctx, c, next)
	}
}

func TestAround_everyHookTaskDrainAndCleanupWithItsRegistration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b *fixture
		b = newFixtureAround(func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
			require.Equal(t, "hooks/around_test.go", c.Place.File())
			b.note("%s %s %s %d", c.Phase, c.Hook, c.Kind, c.Index)
			return next(context.WithValue(ctx, aroundKey{}, c.Hook))
		})
		lc := b.component("store")
		seen := func(ctx context.Context) error {
			b.note("%v", ctx.Value(aroundKey{}))
			return ctx.Err()
		}
		lc.Append(hooks.Hook{Name: "pair", OnStart: seen, OnStop: seen})
		lc.Go("task", seen)
		lc.Serve("serve", func(ctx context.Context, ready func()) error { ready(); return seen(ctx) })
		lc.OnDrain(seen, hooks.Name("drain"))
		lc.Cleanup(b.cleanup("store"))
		b.seal(t)
		require.NoError(t, b.Start(t.Context(), b.plan, 0))
		synctest.Wait()
		lc.Go("late", seen)
		synctest.Wait()
		td := b.teardown(t)
		require.NoError(t, td.Drain(b.plan))
		require.NoError(t, td.Stop(b.plan))
		log := b.took()
		require.Subset(t, log, []string{"start pair start+stop 0", "task task task 1", "task serve serve 2", "task late task -1"})
		require.Equal(t, []string{"drain drain drain 0", "drain", "stop pair start+stop 0", "pair", "cleanup Cleanup cleanup 0", "~store"}, log[len(log)-6:])
	})
}

func TestAround_whatItDoesIsTheHooksOwn(t *testing.T) {
	for want, around := range map[string]hooks.Around{
		"start-failed":   func(context.Context, hooks.Call, func(context.Context) error) error { return errBoom },
		"start-panicked": func(context.Context, hooks.Call, func(context.Context) error) error { panic("boom") },
		"start-exited": func(context.Context, hooks.Call, func(context.Context) error) error {
			runtime.Goexit()
			return nil
		},
		"start-hung": func(context.Context, hooks.Call, func(context.Context) error) error {
			time.Sleep(time.Minute)
			return nil
		},
	} {
		t.Run(want, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixtureAround(in(hooks.PhaseStart, around))
				b.component("store").Append(b.pair("store"))
				require.Equal(t, []string{want}, kinds(b.start(t.Context(), t)))
				require.NoError(t, b.stop(t))
				require.Empty(t, b.took())
				time.Sleep(time.Minute)
			})
		})
	}
}

func TestAround_aPanicIsAnErrorThere(t *testing.T) {
	var seen error
	b := newFixtureAround(func(ctx context.Context, _ hooks.Call, next func(context.Context) error) error {
		seen = next(ctx)
		return seen
	})
	b.component("store").OnStart(func(context.Context) error { panic("boom") })
	require.Equal(t, []string{"start-panicked"}, kinds(b.start(t.Context(), t)))
	var p *hooks.PanicError
	require.ErrorAs(t, seen, &p)
}

func TestAround_mayCallAgain(t *testing.T) {
	b := newFixtureAround(in(hooks.PhaseStart, func(ctx context.Context, _ hooks.Call, next func(context.Context) error) error {
		if next(ctx) != nil {
			return next(ctx)
		}
		return nil
	}))
	tries := 0
	b.component("store").OnStart(func(context.Context) error {
		if tries++; tries == 1 {
			return errBoom
		}
		return nil
	})
	b.up(t)
	require.Equal(t, 2, tries)
	require.NoError(t, b.stop(t))
}

func TestAround_cleanupOfAReleasedComponent(t *testing.T) {
	b := newFixtureAround(func(context.Context, hooks.Call, func(context.Context) error) error { return errBoom })
	lc := b.component("store")
	lc.Cleanup(b.cleanup("store"))
	require.Equal(t, []string{"cleanup-failed"}, kinds(b.RunCleanups(lc)))
	require.Empty(t, b.took())
}

func TestAround_theStopOfAStartThatWasTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b *fixture
		b = newFixtureAround(in(hooks.PhaseStop, func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
			b.note("around %s", c.Hook)
			return next(ctx)
		}))
		b.component("store").Append(hooks.Hook{Name: "late", OnStart: ignores(time.Minute), OnStop: b.says("-late")})
		require.Equal(t, []string{"start-hung"}, kinds(b.start(t.Context(), t)))
		require.NoError(t, b.stop(t))
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Equal(t, []string{"around late", "-late"}, b.took())
	})
}

func TestShuffled_oneAtATimeInAnyOrderThatDependenciesAllow(t *testing.T) {
	orders := map[string]bool{}
	for seed := range uint64(200) {
		log := shuffledRun(t, seed)
		require.Equal(t, log, shuffledRun(t, seed), "seed %d", seed)
		up, down := fmt.Sprint(log[:4]), fmt.Sprint(log[4:])
		orders[up], orders[down] = true, true
	}
	require.Equal(t, map[string]bool{
		"[+a +b +c +d]": true, "[+a +b +d +c]": true, "[+b +a +c +d]": true, "[+b +a +d +c]": true, "[+b +d +a +c]": true, "[+a +c +b +d]": true,
		"[-d -c -b -a]": true, "[-c -d -b -a]": true, "[-d -c -a -b]": true, "[-c -d -a -b]": true, "[-c -a -d -b]": true, "[-d -b -c -a]": true,
	}, orders)
}

// shuffledRun starts and stops c after a, and d after b.
func shuffledRun(t *testing.T, seed uint64) []string {
	t.Helper()
	b := newFixture()
	b.mode = hooks.Mode{Shuffled: true, Seed: seed}
	running := 0
	for i, name := range []string{"a", "b", "c", "d"} {
		var deps []int
		if i > 1 {
			deps = []int{i - 2}
		}
		alone := func(line string) func(context.Context) error {
			return func(context.Context) error {
				running++
				require.Equal(t, 1, running)
				runtime.Gosched()
				b.note("%s", line)
				running--
				return nil
			}
		}
		b.component(name, deps...).Append(hooks.Hook{OnStart: alone("+" + name), OnStop: alone("-" + name)})
	}
	b.up(t)
	require.NoError(t, b.stop(t))
	return b.took()
}

func TestShuffled_planNamesTheSeed(t *testing.T) {
	b := newFixture()
	b.mode = hooks.Mode{Shuffled: true, Seed: 7}
	b.component("a").Append(b.pair("a"))
	b.seal(t)
	require.Contains(t, b.plan.String(), "one at a time in an order drawn from seed 7")
}
