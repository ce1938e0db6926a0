// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestPeers_fxStopTimeoutSkipsLaterHooksAndDropsErrors_facetCallsThemAndJoinsAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(
			func(lc *facet.Lifecycle) error { lc.Cleanup(func() error { return errBoom }); return nil },
			func(lc *facet.Lifecycle) error { lc.OnStop(untilCancelled, hooks.Name("slow")); return nil },
			func(lc *facet.Lifecycle) error { lc.OnStop(fail, hooks.Name("before")); return nil },
		), facet.StopTimeout(3*time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		began := time.Now()
		list := hookErrors(t, app.Stop(t.Context()))
		require.Equal(t, 3*time.Second, time.Since(began))
		require.Equal(t, towerStopped, tr.Take())
		require.Len(t, list, 3)
		require.Equal(t, "before", list[0].Hook)
		require.Equal(t, "slow", list[1].Hook)
		require.ErrorIs(t, list[1], context.DeadlineExceeded)
		require.Equal(t, hooks.PhaseCleanup, list[2].Phase)
	})
}

func explode(context.Context) error { panic(errBoom) }

// rebellions are a hook of each kind, and a task, that do what way does.
func rebellions(way func(context.Context) error) map[string]func(*facet.Lifecycle) error {
	return map[string]func(*facet.Lifecycle) error{
		"start": func(lc *facet.Lifecycle) error { lc.OnStart(way); return nil },
		"stop":  func(lc *facet.Lifecycle) error { lc.OnStop(way); return nil },
		"drain": func(lc *facet.Lifecycle) error { lc.OnDrain(way); return nil },
		"cleanup": func(lc *facet.Lifecycle) error {
			lc.Cleanup(func() error { return way(context.Background()) })
			return nil
		},
		"task": func(lc *facet.Lifecycle) error { lc.Go("task", way); return nil },
	}
}

func TestPeers_fxPanicInAHookKillsTheProcess_facetReturnsItWithItsStackAfterAnOrderlyStop(t *testing.T) {
	for phase, register := range rebellions(explode) {
		t.Run(phase, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, nil, register))
				result := running(t.Context(), app)
				app.Shutdown(nil)
				list := hookErrors(t, <-result)
				require.Len(t, list, 1)
				require.Equal(t, phase, list[0].Phase)
				require.ErrorIs(t, list[0], errBoom)
				require.Contains(t, list[0].Stack, "peers_test.explode")
				require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
			})
		})
	}
}

func TestPeers_fxGoexitInAHookSkipsTheRollback_facetStopsInOrder(t *testing.T) {
	for phase, register := range rebellions(func(context.Context) error { runtime.Goexit(); return nil }) {
		t.Run(phase, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, nil, register))
				result := running(t.Context(), app)
				app.Shutdown(nil)
				list := hookErrors(t, <-result)
				require.Len(t, list, 1)
				require.Equal(t, phase+"-exited", list[0].Slug())
				require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
			})
		})
	}
}

func TestPeers_fxRecoveredPanicHasNoStack_facetHasThatOfTheConstructor(t *testing.T) {
	for name, explosive := range map[string]facet.Option{
		"constructor": facet.Options(facet.Provide(func() *red { _ = explode(context.Background()); return nil }), facet.Invoke(func(*red) {})),
		"invoke":      facet.Invoke(func() { _ = explode(context.Background()) }),
	} {
		t.Run(name, func(t *testing.T) {
			var construct *facet.ConstructError
			require.ErrorAs(t, quiet(explosive).Build(t.Context()), &construct)
			require.ErrorIs(t, construct, errBoom)
			require.Contains(t, construct.Stack, "peers_test.explode")
		})
	}
}

func TestPeers_fxSwallowsASecondInterrupt_facetCutsTheWaitShortAndNamesWhatRan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		signals := make(chan os.Signal)
		app := facet.New(facet.SignalsFrom(signals), facet.Log(nil), tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(untilCancelled, hooks.Name("flush"))
			return nil
		}, nil), facet.StopTimeout(time.Hour))
		result := running(t.Context(), app)
		tr.Take()
		began := time.Now()
		signals <- os.Interrupt
		time.Sleep(time.Second)
		signals <- os.Interrupt
		var forced *facet.ForcedError
		require.ErrorAs(t, <-result, &forced)
		require.Equal(t, time.Second, time.Since(began))
		require.Len(t, forced.Running, 1)
		require.Contains(t, forced.Running[0], "flush")
		require.Equal(t, towerStopped, tr.Take())
	})
}

func TestPeers_fxRacesOnConcurrentShutdowns_facetKeepsTheFirstCause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const many = 8
		app := quiet(facet.DrainDelay(time.Second)) // all come while it lasts
		result := running(t.Context(), app)
		var all sync.WaitGroup
		for code := range many {
			all.Go(func() { app.Shutdown(facet.Exit(code + 1)) })
		}
		all.Wait()
		err := <-result
		var failure *facet.Failure
		require.ErrorAs(t, err, &failure)
		require.Len(t, failure.Unwrap(), many)
		var first *facet.ExitError
		require.ErrorAs(t, failure.Cause, &first)
		require.Equal(t, first.Code, facet.ExitCode(err))
	})
}

func TestPeers_fxExitCodeIsTheLastOneAndSticks_facetHasTheFirstOfEachRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet()
		result := running(t.Context(), app)
		app.Shutdown(facet.Exit(3))
		app.Shutdown(facet.Exit(4))
		require.Equal(t, 3, facet.ExitCode(<-result))

		result = running(t.Context(), app)
		app.Shutdown(nil)
		require.NoError(t, <-result)
	})
}

func messages(lines []observe.Line) (list []string) {
	for _, l := range lines {
		list = append(list, l.Message)
	}
	return list
}

func TestPeers_fxLogsThreeLinesForEachProvider_facetOneForAStartAndThreeForAStop(t *testing.T) {
	logged := func(t *testing.T, opts ...facet.Option) (lines []observe.Line) {
		t.Helper()
		fold := observe.Fold{Enabled: func(level slog.Level) bool { return level >= slog.LevelInfo }}
		synctest.Test(t, func(t *testing.T) {
			app := facet.New(append(opts, facet.Signals(), facet.Log(func(e observe.Event) {
				if line, ok := fold.Add(e); ok {
					lines = append(lines, line)
				}
			}))...)
			_ = app.Start(t.Context()) // the log tells it
			_ = app.Stop(t.Context())
		})
		return lines
	}
	var tr trace
	lines := logged(t, tr.Tower(nil, nil, nil))
	require.Equal(t, []string{"app started", "app draining", "app stopping", "app stopped"}, messages(lines))

	lines = logged(t, tr.Tower(nil, func(lc *facet.Lifecycle) error { lc.OnStart(fail, hooks.Name("connect")); return nil }, nil))
	require.Equal(t, []string{"start failed", "app stopping", "app failed"}, messages(lines))
	var hook *facet.HookError
	require.ErrorAs(t, lines[0].Err, &hook, "details on failure")
	require.Equal(t, "connect", hook.Hook)
}
