// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

func TestPeers_dotnetExitsWithZeroAfterACrashOfAService_facetWithOne(t *testing.T) {
	for name, crash := range map[string]func(context.Context) error{
		"error": fail,
		"panic": func(context.Context) error { panic(errBoom) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
					lc.Go("service", func(ctx context.Context) error { time.Sleep(time.Minute); return crash(ctx) })
					return nil
				}, nil, nil))
				err := app.Run(t.Context())
				require.ErrorIs(t, err, errBoom)
				require.Equal(t, 1, facet.ExitCode(err))
			})
		})
	}
}

func TestPeers_dotnetStopDuringStartHidesTheFirstError_facetReturnsItFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		later := errors.New("later")
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(takes(time.Minute), hooks.Name("slow"))
			lc.OnStop(func(context.Context) error { return later })
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(fail)
			return nil
		}), facet.StopTimeout(time.Hour))
		started := make(chan error, 1)
		go func() { started <- app.Start(t.Context()) }()
		synctest.Wait()
		requireState(t, app, facet.StateStopping)
		err := app.Stop(t.Context())
		list := hookErrors(t, err)
		require.Len(t, list, 2)
		require.Same(t, errBoom, list[0].Err)
		require.Same(t, later, list[1].Err)
		require.Same(t, err, <-started)
	})
}

func TestPeers_dotnetStopDuringStartHidesWhatFailsBecauseOfIt_facetReturnsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(ctx context.Context) error { <-ctx.Done(); return errBoom })
			return nil
		}))
		go func() { _ = app.Start(t.Context()) }()
		synctest.Wait()
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		requireState(t, app, facet.StateFailed)
	})
}

func TestPeers_dotnetStartTimeoutIsOnlyAToken_facetEnforcesIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(deaf(time.Hour))
			return nil
		}), facet.StartTimeout(3*time.Second), facet.Grace(2*time.Second))
		began := time.Now()
		require.ErrorIs(t, app.Start(t.Context()), context.DeadlineExceeded)
		require.Equal(t, 5*time.Second, time.Since(began))
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
		time.Sleep(time.Hour)
	})
}

func TestPeers_pythonCrashOfASharedDependencyReachesOneRootOnly_facetTellsEveryWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Go("crash", func(context.Context) error { time.Sleep(time.Minute); return errBoom })
			return nil
		}, nil, nil))
		results := make(chan error, 5)
		go func() { results <- app.Run(t.Context()) }()
		synctest.Wait()
		go func() { results <- app.Wait() }()
		go func() { <-app.Done(); results <- app.Stop(t.Context()) }()
		for _, fn := range []any{
			func(ctx context.Context, _ *low) error { return untilCancelled(ctx) },
			func(ctx context.Context, _ *mid) error { return untilCancelled(ctx) },
		} {
			go func() { results <- app.Do(t.Context(), fn) }()
		}
		for range cap(results) {
			require.ErrorIs(t, <-results, errBoom)
		}
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestPeers_pythonCrashOfASharedDependencyReachesOneRootOnly_facetTellsEveryCallWithoutARun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Go("crash", func(context.Context) error { time.Sleep(time.Minute); return errBoom })
			return nil
		}, nil, nil))
		results := make(chan error, 2)
		for _, fn := range []any{
			func(ctx context.Context, _ *high) error { return untilCancelled(ctx) },
			func(ctx context.Context, _ *mid) error { return untilCancelled(ctx) },
		} {
			go func() { results <- app.Do(t.Context(), fn) }()
		}
		for range cap(results) {
			require.ErrorIs(t, <-results, errBoom)
		}
		require.ElementsMatch(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestPeers_pythonNestedStopTimeoutsAddUp_facetHasOneBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		slow := func(lc *facet.Lifecycle) error { lc.OnStop(untilCancelled); return nil }
		app := quiet(tr.Tower(slow, slow, slow), facet.StopTimeout(3*time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		began := time.Now()
		require.ErrorIs(t, app.Stop(t.Context()), context.DeadlineExceeded)
		require.Equal(t, 3*time.Second, time.Since(began))
		require.Equal(t, towerStopped, tr.Take())
	})
}

func TestPeers_pythonLeaksACounterWhenAStartFails_facetStopsTheNextRunToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		broken := true
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			if broken {
				lc.OnStart(fail)
			}
			return nil
		}))
		rolledBack := joined(towerBuilt, towerStarted, towerStopped)
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.Equal(t, rolledBack, tr.Take())
		require.ErrorIs(t, app.Do(t.Context(), func(*high) {}), errBoom)
		require.Equal(t, rolledBack, tr.Take())

		broken = false
		require.NoError(t, app.Do(t.Context(), func(*low) {}))
		require.Equal(t, []string{"build low", "start low", "stop low", "cleanup low"}, tr.Take())
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestPeers_pythonLeaksACounterWhenAStartFails_facetLeavesWhatIsSharedToItsOtherUser(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil), facet.Provide(func(lc *facet.Lifecycle, _ *mid) *red {
			tr.All(lc, "red")
			lc.OnStart(fail)
			return &red{}
		}))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		for range 2 {
			require.ErrorIs(t, app.Do(t.Context(), func(*red, *low) {}), errBoom)
			require.Equal(t, []string{"start red", "stop red", "cleanup red"}, tr.Take())
			requireState(t, app, facet.StateRunning)
		}
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, towerStopped, tr.Take())
	})
}
