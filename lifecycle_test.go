// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestLifecycle_startsDependenciesFirstAndStopsThemLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		requireState(t, app, facet.StateNew)
		require.NoError(t, app.Start(t.Context()))
		requireState(t, app, facet.StateRunning)
		require.Equal(t, joined(towerBuilt, towerStarted), tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		requireState(t, app, facet.StateStopped)
		require.Equal(t, towerStopped, tr.Take())
	})
}

func TestNew_constructsNothing(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	require.NoError(t, app.Err())
	require.NoError(t, app.Validate())
	require.Len(t, app.Graph().Nodes, 4)
	require.Nil(t, app.Plan())
	require.Empty(t, tr.Take())
}

func TestStart_afterStopMakesNewInstances(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		for run := range 3 {
			require.NoError(t, app.Start(t.Context()))
			l, err := facet.Lookup[*low](app)
			require.NoError(t, err)
			require.Equal(t, run+1, l.ID)
			require.NoError(t, app.Stop(t.Context()))
			require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
		}
	})
}

func TestRollback_stopsOnlyWhatHadStarted(t *testing.T) {
	ways := map[string]func(context.Context) error{
		"error":  fail,
		"panic":  func(context.Context) error { panic(errBoom) },
		"Goexit": func(context.Context) error { runtime.Goexit(); return nil },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
					lc.Append(facet.Hook{OnStart: way, OnStop: tr.Hook("never")})
					lc.OnStop(tr.Hook("never either"))
					return nil
				}, nil))
				err := app.Start(t.Context())
				require.Error(t, err)
				if name != "Goexit" {
					require.ErrorIs(t, err, errBoom)
				}
				var hook *facet.HookError
				require.ErrorAs(t, err, &hook)
				require.Equal(t, "start", hook.Phase)
				require.Equal(t, joined(towerBuilt, []string{"start low", "start mid", "stop mid", "stop low"}, towerStopped[3:]), tr.Take())
				requireState(t, app, facet.StateFailed)
				require.Equal(t, err, app.Wait())
				require.Equal(t, err, app.Stop(t.Context()))
				require.Empty(t, tr.Take(), "a later Stop does nothing")
			})
		})
	}
}

func TestRollback_hasABudgetOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var failures []error
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(func(ctx context.Context) error {
				require.NoError(t, ctx.Err())
				deadline, ok := ctx.Deadline()
				require.True(t, ok)
				require.Equal(t, 7*time.Second, time.Until(deadline))
				tr.Add("stop has time")
				return nil
			})
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(untilCancelled, hooks.Name("stuck"))
			return nil
		}), facet.StartTimeout(3*time.Second), facet.StopTimeout(7*time.Second), facet.Observe(func(e observe.Event) {
			if e.Err != nil {
				failures = append(failures, e.Err)
			}
		}))
		began := time.Now()
		err := app.Start(t.Context())
		require.Equal(t, 3*time.Second, time.Since(began))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var hook *facet.HookError
		require.ErrorAs(t, err, &hook)
		require.Equal(t, "stuck", hook.Hook)
		require.Equal(t, "start-timeout", hook.Slug())
		require.Equal(t, []error{err}, failures[:1], "it is reported once, as one error")
		require.Contains(t, tr.Take(), "stop has time")
	})
}

func TestRollback_doesNotSeeTheEndOfStartsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("takes its time", takes(time.Second)))
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(untilCancelled)
			return nil
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		err := app.Start(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		var failure *facet.Failure
		require.NotErrorAs(t, err, &failure, "nothing else failed")
		require.Equal(t, 2*time.Second, time.Since(began))
	})
}

func TestStart_abandonsAHookThatIgnoresItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.Append(facet.Hook{Name: "deaf", OnStart: tr.Hook("deaf", deaf(time.Hour)), OnStop: tr.Hook("late stop")})
			return nil
		}), facet.StartTimeout(5*time.Second), facet.Grace(2*time.Second))
		began := time.Now()
		err := app.Start(t.Context())
		require.Equal(t, 7*time.Second, time.Since(began), "start timeout and one grace")
		var hook *facet.HookError
		require.ErrorAs(t, err, &hook)
		require.True(t, hook.Abandoned)
		require.Equal(t, "deaf", hook.Hook)
		require.Equal(t, "start-hung", hook.Slug())
		require.Contains(t, hook.Stack, "time.Sleep")
		require.Equal(t, joined(towerBuilt, towerStarted, []string{"deaf"}, towerStopped), tr.Take())

		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []string{"late stop"}, tr.Take(), "a start that succeeds late is stopped at once")
	})
}

func TestStop_callsEverythingWhateverFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(func(context.Context) error { panic("in stop") }, hooks.Name("panics"))
			lc.Cleanup(func() error { return errBoom })
			return nil
		}, func(lc *facet.Lifecycle) error {
			lc.OnStop(fail, hooks.Name("fails"))
			lc.OnStop(func(context.Context) error { runtime.Goexit(); return nil }, hooks.Name("exits"))
			return nil
		}))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		err := app.Stop(t.Context())
		require.Equal(t, towerStopped, tr.Take())
		var failure *facet.Failure
		require.ErrorAs(t, err, &failure)
		slugs := []string{}
		for _, e := range failure.Unwrap() {
			var hook *facet.HookError
			require.ErrorAs(t, e, &hook)
			slugs = append(slugs, hook.Slug())
		}
		require.Equal(t, []string{"stop-exited", "stop-failed", "stop-panicked", "cleanup-failed"}, slugs)
		requireState(t, app, facet.StateFailed)
	})
}

func TestStop_returnsWithinItsBudgetWhateverHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		hang := func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("hang", deaf(time.Hour)))
			lc.Cleanup(func() error { tr.Add("hang"); time.Sleep(time.Hour); return nil })
			return nil
		}
		app := quiet(tr.Tower(hang, hang, hang), facet.StopTimeout(4*time.Second), facet.Grace(time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		began := time.Now()
		err := app.Stop(t.Context())
		const steps = 12
		require.LessOrEqual(t, time.Since(began), 6*time.Second+steps*time.Millisecond)
		require.Error(t, err)
		lines := tr.Take()
		require.Len(t, lines, len(towerStopped)+6, "every stop hook and cleanup was called: %v", lines)
		time.Sleep(2 * time.Hour)
	})
}

func TestStop_duringAStartCancelsItAndWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(tr.Hook("slow", takes(time.Minute)))
			return nil
		}, nil), facet.StartTimeout(time.Hour))
		started := make(chan error, 1)
		go func() { started <- app.Start(t.Context()) }()
		synctest.Wait()
		requireState(t, app, facet.StateStarting)
		require.NoError(t, app.Stop(t.Context()), "nothing failed")
		require.Error(t, <-started, "and yet the app is not up")
		requireState(t, app, facet.StateStopped)
		require.Equal(t, joined(towerBuilt, []string{"start low", "start mid", "slow", "stop mid", "stop low"}, towerStopped[3:]), tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		require.Empty(t, tr.Take())
	})
}

func TestStop_concurrentCallsShareOneStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("slow", takes(time.Second), fail))
			return nil
		}))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		results := make(chan error, 5)
		for range cap(results) {
			go func() { results <- app.Stop(t.Context()) }()
		}
		first := <-results
		require.ErrorIs(t, first, errBoom)
		for range cap(results) - 1 {
			require.Same(t, first, <-results)
		}
		require.Equal(t, append([]string{"slow"}, towerStopped...), tr.Take())
	})
}

func TestStop_theEndOfItsContextIsTheEndOfTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("slow", untilCancelled))
			return nil
		}), facet.StopTimeout(time.Hour))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		type key struct{}
		ctx, cancel := context.WithTimeout(context.WithValue(t.Context(), key{}, 1), 2*time.Second)
		defer cancel()
		began := time.Now()
		require.ErrorIs(t, app.Stop(ctx), context.DeadlineExceeded)
		require.Equal(t, 2*time.Second, time.Since(began))
		require.Equal(t, append([]string{"slow"}, towerStopped...), tr.Take())
	})
}

func TestHook_ownTimeoutsOnlyShorten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(untilCancelled, hooks.Timeout(2*time.Second), hooks.Name("short"))
			return nil
		}))
		began := time.Now()
		err := app.Start(t.Context())
		require.Equal(t, 2*time.Second, time.Since(began))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.ErrorContains(t, err, "the hook's own timeout of 2s")
	})
}

func TestDrain_runsOnlyFromRunningAndBeforeAnyStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		drain := func(lc *facet.Lifecycle) error {
			lc.OnDrain(tr.Hook("drain", takes(time.Second)))
			return nil
		}
		app := quiet(tr.Tower(drain, nil, drain), facet.DrainDelay(3*time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		began := time.Now()
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, 3*time.Second, time.Since(began), "the hooks run concurrently, during the delay")
		require.Equal(t, joined([]string{"drain", "drain"}, towerStopped), tr.Take())

		app = quiet(tr.Tower(drain, nil, func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil }), facet.DrainDelay(time.Hour))
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.NotContains(t, tr.Take(), "drain", "a rollback does not drain")
	})
}

func TestDrain_errorsArePartOfTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error { lc.OnDrain(fail); return nil }, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestLifecycle_lateRegistrationIsRefusedAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var kept *facet.Lifecycle
		keep := func(lc *facet.Lifecycle) error { kept = lc; return nil }

		app := quiet(tr.Tower(keep, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(context.Context) error { kept.OnStop(tr.Hook("never")); return nil })
			return nil
		}))
		err := app.Start(t.Context())
		var problem *facet.Problem
		require.ErrorAs(t, err, &problem, "it fails a start in progress")
		require.Equal(t, "late-registration", problem.Slug)
		require.Contains(t, problem.Place.String(), "lifecycle_test.go:")
		require.NotContains(t, tr.Take(), "never")

		app = quiet(tr.Tower(keep, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		kept.Cleanup(tr.Cleanup("never"))
		requireState(t, app, facet.StateRunning)
		app.Shutdown(errBoom)
		err = app.Wait()
		require.ErrorAs(t, err, &problem, "later it is part of the result")
		var failure *facet.Failure
		require.ErrorAs(t, err, &failure)
		require.Same(t, errBoom, failure.Cause, "after the cause")
		require.NotContains(t, tr.Take(), "never")
	})
}

func TestLifecycle_nilFunctionsFailTheBuild(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
		lc.OnStart(nil)
		lc.OnStop(nil)
		lc.Append(facet.Hook{})
		lc.Cleanup(nil)
		lc.Go("task", nil)
		lc.Go("", fail)
		return nil
	}, nil, nil))
	var problems *facet.Problems
	require.ErrorAs(t, app.Build(t.Context()), &problems)
	require.Len(t, problems.List, 6)
	require.Equal(t, joined(towerBuilt, towerStopped[3:]), tr.Take(), "what was built is cleaned up")
}

func TestContexts_carryTheValuesOfStartAndOutliveIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		var tr trace
		var life context.Context
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			life = lc.Context()
			lc.Go("task", func(ctx context.Context) error {
				<-ctx.Done()
				tr.Add(fmt.Sprint("task ended with ", ctx.Value(key{})))
				return ctx.Err()
			})
			return nil
		}, nil, nil), facet.StartTimeout(time.Second))
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		require.NoError(t, app.Start(ctx))
		cancel()
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, "value", life.Value(key{}))
		require.NoError(t, life.Err())
		require.Equal(t, joined(towerBuilt, towerStarted), tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		require.Error(t, life.Err())
		require.Equal(t, joined(towerStopped[:2], []string{"task ended with value"}, towerStopped[2:]), tr.Take(), "LIFO with the hooks")
	})
}
