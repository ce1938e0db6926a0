// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package carryover_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestCarryover_aSharedDependencyStartsOnceAndStopsWhenItsLastDependentHasGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { tr.All(lc, "shared"); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle, _ *low) *red { tr.All(lc, "red"); return &red{} }),
			facet.Provide(func(lc *facet.Lifecycle, _ *low) *blue { tr.All(lc, "blue"); return &blue{} }),
		)
		results := make(chan error, 2)
		go func() { results <- app.Do(t.Context(), func(*red) { time.Sleep(2 * time.Second) }) }()
		go func() {
			time.Sleep(time.Second)
			results <- app.Do(t.Context(), func(*blue) { time.Sleep(2 * time.Second) })
		}()
		require.NoError(t, <-results)
		require.Equal(t, []string{"start shared", "start red", "start blue", "stop red", "cleanup red"}, tr.Take())
		require.NoError(t, <-results)
		require.Equal(t, []string{"stop blue", "stop shared", "cleanup blue", "cleanup shared"}, tr.Take())
	})
}

func TestCarryover_backgroundTasksOfAServiceAreCancelledAndAwaitedWhenItStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		work := func(name string) func(context.Context) error {
			return func(ctx context.Context) error {
				<-ctx.Done()
				tr.Add(name + " told")
				time.Sleep(time.Second)
				tr.Add(name + " ended")
				return ctx.Err()
			}
		}
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.Go("task", work("task"))
			lc.OnStart(func(context.Context) error { lc.Go("later", work("later task")); return nil })
			return nil
		}, nil))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, joined(towerStopped[:1],
			[]string{"later task told", "later task ended", "task told", "task ended"}, towerStopped[1:]), tr.Take())
	})
}

func TestCarryover_anUnhandledErrorOfATaskBringsAllDownAndOutOfRunAndWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Go("task", func(context.Context) error { time.Sleep(time.Minute); return errBoom })
			return nil
		}, nil, nil))
		waited := make(chan error, 1)
		go func() { waited <- app.Wait() }()
		err := app.Run(t.Context())
		require.ErrorIs(t, err, errBoom)
		require.Same(t, errBoom, hookErrors(t, err)[0].Err)
		require.Same(t, err, <-waited)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())

		// A Do waits for its function alone, which hears of it by its context.
		err = app.Do(t.Context(), func(ctx context.Context, _ *low) error {
			<-ctx.Done()
			require.ErrorIs(t, context.Cause(ctx), errBoom)
			return ctx.Err()
		})
		require.ErrorIs(t, err, errBoom)
	})
}

func TestCarryover_runningIsTrueFromTheEndOfStartToTheBeginningOfStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var when []string
		see := func(where string) func(context.Context) error {
			return func(context.Context) error {
				if app.Running() {
					where += " running"
				}
				when = append(when, where)
				return nil
			}
		}
		app = quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			_ = see("construction")(t.Context())
			lc.Append(facet.Hook{OnStart: see("start"), OnStop: see("stop")})
			lc.OnDrain(see("drain"))
			lc.Cleanup(func() error { return see("cleanup")(context.Background()) })
		}), facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpState && e.State == facet.StateRunning {
				_ = see("up")(context.Background())
			}
		}))
		require.False(t, app.Running())
		require.NoError(t, app.Start(t.Context()))
		require.True(t, app.Running())
		require.NoError(t, app.Stop(t.Context()))
		require.False(t, app.Running())
		require.Equal(t, []string{"construction", "start", "up running", "drain", "stop", "cleanup"}, when)
	})
}

func TestCarryover_isUsableWithoutARunner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		requireState(t, app, facet.StateRunning)
		tr.Add("used")
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, joined(towerBuilt, towerStarted, []string{"used"}, towerStopped), tr.Take())

		app = quiet(tr.Tower(nil, nil, nil))
		require.NoError(t, app.Do(t.Context(), func(h *high) { require.NotNil(t, h.Mid.Low); tr.Add("used") }))
		require.Equal(t, joined(towerBuilt, towerStarted, []string{"used"}, towerStopped), tr.Take())
	})
}

func TestCarryover_theSameAppCanStartAgainAfterAStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		broken := false
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			if broken {
				lc.OnStop(fail, hooks.Name("flush"))
			}
			return nil
		}))
		for _, broken = range []bool{false, true, false} { // after a failure as well
			require.NoError(t, app.Start(t.Context()))
			requireState(t, app, facet.StateRunning)
			require.Equal(t, broken, app.Stop(t.Context()) != nil)
			require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
		}
		require.NoError(t, app.Wait())
	})
}
