// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestRun_aSignalIsACleanEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var feed facet.SignalFeed
		app := facet.New(tr.Tower(nil, nil, nil), facet.FeedSignals(&feed), facet.Log(nil))
		result := running(t.Context(), app)
		requireState(t, app, facet.StateRunning)
		require.Equal(t, []os.Signal{os.Interrupt, syscall.SIGTERM}, feed.Asked)
		feed.Send(syscall.SIGTERM)
		require.NoError(t, <-result)
		<-feed.Released
		requireState(t, app, facet.StateStopped)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestRun_listensBeforeAnythingIsBuilt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var feed facet.SignalFeed
		app := facet.New(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			feed.Send(os.Interrupt)
			<-lc.Context().Done()
			return nil
		}, nil), facet.FeedSignals(&feed), facet.Log(nil))
		require.NoError(t, app.Run(t.Context()))
		require.Equal(t, joined(towerBuilt[:2], towerStopped[4:]), tr.Take())
	})
}

func TestRun_eachFurtherSignalSkipsARung(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var warnings []error
		var feed facet.SignalFeed
		app := facet.New(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Go("not waited for", untilCancelled)
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("stuck", untilCancelled), hooks.Name("stuck"))
			return nil
		}), facet.FeedSignals(&feed), facet.Log(func(e observe.Event) {
			if e.Op == observe.OpWarning {
				warnings = append(warnings, e.Err)
			}
		}), facet.DrainDelay(time.Hour), facet.StopTimeout(time.Hour))
		result := running(t.Context(), app)
		tr.Take()
		began := time.Now()
		feed.Send(os.Interrupt)
		synctest.Wait()
		requireState(t, app, facet.StateDraining)
		feed.Send(os.Interrupt)
		synctest.Wait()
		requireState(t, app, facet.StateStopping)
		require.Equal(t, []string{"stuck"}, tr.Take())
		feed.Send(syscall.SIGTERM)
		<-feed.Released
		err := <-result
		require.Zero(t, time.Since(began))
		var forced *facet.ForcedError
		require.ErrorAs(t, err, &forced)
		require.Equal(t, syscall.SIGTERM, forced.Signal)
		require.Equal(t, []error{forced}, warnings, "said at once")
		require.Len(t, forced.Running, 1)
		require.Contains(t, forced.Running[0], "stuck")
		require.Equal(t, 128+15, facet.ExitCode(err))
		require.Equal(t, towerStopped, tr.Take(), "the rest is called all the same")
	})
}

func TestRun_aSignalThatEndedTheDrainIsFollowedByOneThatEndsTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var feed facet.SignalFeed
		app := facet.New(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnDrain(deaf(500 * time.Millisecond))
			return nil
		}), facet.FeedSignals(&feed), facet.Log(nil))
		result := running(t.Context(), app)
		for range 3 {
			feed.Send(os.Interrupt)
			synctest.Wait()
		}
		requireState(t, app, facet.StateDraining)
		select {
		case <-feed.Released:
		default:
			require.Fail(t, "the next signal must do what it does without facet")
		}
		var forced *facet.ForcedError
		require.ErrorAs(t, <-result, &forced)
	})
}

func TestRun_aSignalDuringTheStartIsNoErrorInAnyLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log, failures strings.Builder
		var feed facet.SignalFeed
		to := func(out io.Writer, level slog.Level) func(observe.Event) {
			return observe.Slog(func() *slog.Logger {
				return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level}))
			})
		}
		app := facet.New(facet.FeedSignals(&feed),
			facet.Observe(to(&log, slog.LevelDebug)), facet.Log(to(&failures, slog.LevelWarn)),
			facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(untilCancelled) }))
		result := running(t.Context(), app)
		feed.Send(syscall.SIGTERM)
		require.NoError(t, <-result)
		require.Contains(t, log.String(), "level=DEBUG msg=\"facet: start cut short\"")
		require.NotContains(t, log.String(), "ERROR")
		require.Empty(t, failures.String())
	})
}

func TestRun_theCancellationOfItsContextDuringStartIsACleanEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := slowly()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(90*time.Second, cancel)
		require.NoError(t, app.Run(ctx))
		require.Contains(t, app.Plan().String(), "1 step of 1 component")
	})
}

func TestShutdown_beforeTheFirstConstructorConstructsNothing(t *testing.T) {
	var app *facet.App
	called := false
	app = quiet(
		facet.Invoke(func() { called = true }),
		facet.Observe(func(e observe.Event) {
			if e.State == observe.StateBuilding {
				app.Shutdown(nil)
			}
		}),
	)
	require.NoError(t, app.Run(t.Context()))
	require.False(t, called)
}

func TestRun_aForcedEndDuringAStuckStartIsNeverNil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var feed facet.SignalFeed
		app := facet.New(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(untilCancelled)
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(deaf(500*time.Millisecond), hooks.Name("stuck"))
			return nil
		}), facet.FeedSignals(&feed), facet.Log(nil))
		began := time.Now()
		result := running(t.Context(), app)
		feed.Send(os.Interrupt)
		synctest.Wait()
		feed.Send(os.Interrupt)
		var forced *facet.ForcedError
		require.ErrorAs(t, <-result, &forced)
		require.Contains(t, forced.Running[0], "stuck")
		require.Equal(t, 500*time.Millisecond, time.Since(began), "the rollback has no budget left")
	})
}

func TestRun_theCancellationOfItsContextIsACleanEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		ctx, cancel := context.WithCancel(t.Context())
		result := running(ctx, app)
		cancel()
		require.NoError(t, <-result)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())

		for range 100 {
			require.NoError(t, app.Run(ctx), "cancelled already: nothing is built")
		}
		require.Empty(t, tr.Take())

		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.ErrorIs(t, app.Run(ctx), context.DeadlineExceeded)
	})
}

func TestRun_stopContextsKeepValuesAndNotTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(func(ctx context.Context) error {
				require.NoError(t, ctx.Err())
				require.Equal(t, 1, ctx.Value(key{}))
				tr.Add("checked")
				return nil
			})
			return nil
		}))
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, 1))
		result := running(ctx, app)
		cancel()
		require.NoError(t, <-result)
		require.Contains(t, tr.Take(), "checked")
	})
}

func TestTask_aFailureBringsTheAppDownAndOutOfEveryWaiter(t *testing.T) {
	ways := map[string]func(context.Context) error{
		"error":  func(ctx context.Context) error { time.Sleep(time.Minute); return errBoom },
		"panic":  func(ctx context.Context) error { time.Sleep(time.Minute); panic(errBoom) },
		"Goexit": func(ctx context.Context) error { time.Sleep(time.Minute); runtime.Goexit(); return nil },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { lc.Go("worker", way); return nil }, nil))
				waited := make(chan error, 1)
				go func() { waited <- app.Wait() }()
				err := app.Run(t.Context())
				var hook *facet.HookError
				require.ErrorAs(t, err, &hook)
				require.Equal(t, "task", hook.Phase)
				require.Equal(t, "worker", hook.Hook)
				if name != "Goexit" {
					require.ErrorIs(t, err, errBoom)
				}
				require.Equal(t, time.Minute, hook.Elapsed)
				require.Same(t, err, <-waited)
				require.Same(t, err, app.Stop(t.Context()))
				<-app.Done()
				require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
				requireState(t, app, facet.StateFailed)
			})
		})
	}
}

func TestTask_aFailureDuringStartFailsTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error { lc.Go("worker", fail); return nil }, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(takes(time.Minute))
			return nil
		}))
		began := time.Now()
		err := app.Start(t.Context())
		require.ErrorIs(t, err, errBoom)
		require.Zero(t, time.Since(began))
		var failure *facet.Failure
		require.NotErrorAs(t, err, &failure, "what follows from the cause is folded")
	})
}

func TestTask_aSignificantOneEndsTheAppCleanly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.Go("done", func(context.Context) error { return nil })
			lc.Go("job", takes(time.Minute), hooks.Significant())
			return nil
		}))
		began := time.Now()
		require.NoError(t, app.Run(t.Context()))
		require.Equal(t, time.Minute, time.Since(began))
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestServe_dependentsWaitUntilItIsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Serve("listener", func(ctx context.Context, ready func()) error {
				time.Sleep(time.Second)
				tr.Add("ready")
				ready()
				ready()
				<-ctx.Done()
				return ctx.Err()
			})
			return nil
		}, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, joined(towerBuilt, []string{"start low", "ready", "start mid", "start high"}), tr.Take())
		require.NoError(t, app.Stop(t.Context()))

		app = quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Serve("listener", func(context.Context, func()) error { return nil })
			return nil
		}, nil, nil))
		require.ErrorContains(t, app.Start(t.Context()), "before it called ready")
	})
}

func TestShutdown_theCauseComesFirstThenWhatFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second, third := errors.New("second"), errors.New("third")
		var tr trace
		var app *facet.App
		app = quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(func(context.Context) error { app.Shutdown(second); return third })
			return nil
		}))
		result := running(t.Context(), app)
		app.Shutdown(errBoom)
		err := <-result
		var failure *facet.Failure
		require.ErrorAs(t, err, &failure)
		require.Same(t, errBoom, failure.Cause)
		require.Len(t, failure.Later, 2)
		require.ErrorIs(t, failure.Later[0], second)
		require.ErrorIs(t, failure.Later[1], third)
	})
}

func TestShutdown_beforeTheStartIsKeptForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		app.Shutdown(nil)
		requireState(t, app, facet.StateNew)
		require.Error(t, app.Start(t.Context()), "the app is not up")
		require.NoError(t, app.Wait(), "and yet nothing failed")
		require.Empty(t, tr.Take())

		require.NoError(t, app.Build(t.Context()))
		app.Shutdown(errBoom)
		requireState(t, app, facet.StateBuilt)
		require.ErrorIs(t, app.Run(t.Context()), errBoom)
		require.Equal(t, joined(towerBuilt, towerStopped[3:]), tr.Take())

		app = quiet(tr.Tower(nil, nil, nil))
		app.Shutdown(errBoom)
		require.NoError(t, app.Build(t.Context()), "a build is no start")
		require.ErrorIs(t, app.Run(t.Context()), errBoom)
	})
}

func TestShutdown_withExitCodeZeroIsACleanEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet()
		result := running(t.Context(), app)
		app.Shutdown(facet.Exit(0))
		require.NoError(t, <-result)
		result = running(t.Context(), app)
		app.Shutdown(facet.Exit(3))
		require.Equal(t, 3, facet.ExitCode(<-result))
	})
}

func TestShutdown_fromAHookEndsTheStart(t *testing.T) {
	for name, cause := range map[string]error{"clean": nil, "cause": errBoom} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
					lc.OnStart(func(context.Context) error { lc.Shutdown(cause); return nil })
					return nil
				}, nil))
				require.ErrorIs(t, app.Run(t.Context()), cause)
				require.Equal(t, joined(towerBuilt, towerStarted[:2], towerStopped[1:]), tr.Take())
			})
		})
	}
}

func TestShutdown_duringARollbackIsAConsequence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		late := errors.New("late")
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(func(context.Context) error { lc.Shutdown(late); return nil })
			lc.Go("task", func(ctx context.Context) error { <-ctx.Done(); lc.Shutdown(nil); return ctx.Err() })
			return nil
		}, nil, func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil }))
		err := app.Run(t.Context())
		var failure *facet.Failure
		require.ErrorAs(t, err, &failure)
		require.ErrorIs(t, failure.Cause, errBoom)
		require.Equal(t, []error{late}, failure.Later)
	})
}
