// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

func TestObserver_thatEndsItsGoroutineTakesNothingAlong(t *testing.T) {
	for state := facet.StateBuilding; state <= facet.StateStopped; state++ {
		t.Run(state.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, nil, nil), facet.Observe(func(e observe.Event) {
					if e.Op == observe.OpState && e.State == state {
						runtime.Goexit()
					}
				}))
				result := running(t.Context(), app)
				app.Shutdown(nil)
				err := <-result
				require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
				if state < facet.StateStopped { // later, the result was made already
					require.ErrorContains(t, err, "observer-exited")
				}
			})
		})
	}
}

func TestObserver_aPanicIsFoundByItsValueAndBelongsToOneRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Observe(func(observe.Event) { panic(errBoom) }))
		require.NoError(t, app.Start(t.Context()))
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()), "it was dropped, and has been reported")
	})
}

func TestEvents_ofTwoRunsDoNotInterleave(t *testing.T) {
	var states []facet.State
	app := quiet(facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpState {
			states = append(states, e.State)
		}
	}))
	const runs = 300
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for range runs {
			for !app.Running() {
				runtime.Gosched()
			}
			_ = app.Stop(context.Background())
		}
	}()
	for n := 0; n < runs; {
		if app.Start(t.Context()) == nil {
			n++
		}
	}
	<-stopped
	whole := []facet.State{
		facet.StateBuilding, facet.StateBuilt, facet.StateStarting, facet.StateRunning,
		facet.StateDraining, facet.StateStopping, facet.StateStopped,
	}
	require.Len(t, states, runs*len(whole))
	for i := 0; i < len(states); i += len(whole) {
		require.Equal(t, whole, states[i:i+len(whole)])
	}
}

func TestExitCode_isZeroOnlyForACleanEnd(t *testing.T) {
	require.Equal(t, 1, facet.ExitCode(&facet.Failure{Cause: errBoom, Later: []error{facet.Exit(0)}}))
	require.Equal(t, 1, facet.ExitCode(&facet.Failure{Cause: facet.Exit(0), Later: []error{errBoom}}))
	require.Equal(t, 1, facet.ExitCode(&facet.Failure{Cause: errBoom, Later: []error{facet.Exit(7)}}), "the first cause counts")
	require.Equal(t, 0, facet.ExitCode(facet.Exit(0)))
}

func TestShutdown_aKeptCauseIsNotReplaced(t *testing.T) {
	for name, second := range map[string]error{"clean": nil, "another": errors.New("another")} {
		t.Run(name, func(t *testing.T) {
			app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.Shutdown(second) }))
			app.Shutdown(errBoom)
			require.NoError(t, errors.Join(ignoreEnd(app.Build(t.Context()), errBoom)))
			err := app.Wait()
			require.ErrorIs(t, err, errBoom)
			if second != nil {
				require.ErrorIs(t, err, second)
			}
		})
	}
}

func TestShutdown_aCauseAfterAKeptCleanEndIsNotLost(t *testing.T) {
	app := quiet()
	app.Shutdown(nil)
	app.Shutdown(errBoom)
	require.ErrorIs(t, app.Run(t.Context()), errBoom)
}

// ignoreEnd is nil if err is the end that was asked for.
func ignoreEnd(err, cause error) error {
	if errors.Is(err, cause) {
		return nil
	}
	return err
}

func TestShutdown_aFailureAsCauseStaysWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cause := &facet.Failure{Cause: errBoom, Later: []error{errors.New("of another app")}}
		app := quiet()
		result := running(t.Context(), app)
		app.Shutdown(cause)
		err := <-result
		require.ErrorIs(t, err, error(cause))
		require.Equal(t, cause.Error(), err.Error())
	})
}

func TestStop_theEndOfItsContextAlsoEndsTheRollbackOfAStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error { lc.OnStop(untilCancelled); return nil }, nil,
			func(lc *facet.Lifecycle) error { lc.OnStart(takes(time.Minute)); return nil }), facet.StartTimeout(time.Hour))
		go func() { _ = app.Start(context.WithoutCancel(t.Context())) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		began := time.Now()
		_ = app.Stop(ctx)
		require.Equal(t, 50*time.Millisecond, time.Since(began))
	})
}

func TestRun_theFirstSignalAfterAShutdownForcesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var feed facet.SignalFeed
		app := facet.New(facet.FeedSignals(&feed), facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(takes(time.Second))
		}))
		result := running(t.Context(), app)
		app.Shutdown(nil)
		synctest.Wait()
		feed.Send(os.Interrupt)
		require.NoError(t, <-result)
	})
}

func TestReentrancy_theContextOfARunThatIsOverMayBeUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept context.Context
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { kept = context.WithoutCancel(lc.Context()) }))
		require.NoError(t, app.Start(t.Context()))
		ctx := kept
		require.ErrorIs(t, app.Stop(ctx), facet.ErrReentrant)
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, app.Start(ctx))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestStop_letsGoOfWhatWasBuilt(t *testing.T) {
	type big struct{ data [1 << 16]byte }
	var built weak.Pointer[big]
	app := quiet(
		facet.Provide(func(lc *facet.Lifecycle) *big {
			b := &big{}
			built = weak.Make(b)
			use := func(context.Context) error { b.data[0]++; return nil } //nolint:unparam // a hook
			lc.Append(facet.Hook{OnStart: use, OnStop: use})
			lc.Go("task", use)
			lc.OnDrain(use)
			lc.Cleanup(func() error { return use(context.Background()) })
			return b
		}),
		facet.Invoke(func(*big) {}),
	)
	require.NoError(t, app.Start(t.Context()))
	runtime.GC()
	require.NotNil(t, built.Value())
	require.NoError(t, app.Stop(t.Context()))
	runtime.GC()
	collected := built.Value() == nil // a failure must not print it
	require.True(t, collected)
	require.Contains(t, app.Graph().Text(), "start+stop", "it still has its kind")
	require.Contains(t, app.Plan().String(), "task task")
}

func TestBuild_anAbandonedConstructorKeepsNothingOfTheOthers(t *testing.T) {
	type big [1 << 16]byte
	type user struct{}
	var built weak.Pointer[big]
	letGo, returned := make(chan struct{}), make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	app := quiet(
		facet.Provide(func() *big {
			b := &big{}
			built = weak.Make(b)
			return b
		}),
		facet.Provide(func(*big) *user { return &user{} }),
		facet.Invoke(func(*user) { cancel(); <-letGo; close(returned) }),
		facet.Grace(time.Millisecond),
	)
	require.ErrorIs(t, app.Start(ctx), context.Canceled)
	runtime.GC()
	collected := built.Value() == nil
	require.True(t, collected, "while the function hangs")
	close(letGo)
	<-returned
}

func TestTask_ofAnAbandonedConstructorIsCalledOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			time.Sleep(time.Hour)
			lc.Go("task", func(ctx context.Context) error { tr.Add("task"); return ctx.Err() })
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, app.Build(ctx))
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []string{"task"}, tr.Take())
	})
}
