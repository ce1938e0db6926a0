// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// What the properties have found, each as small as it gets.

func TestDo_thatWaitsToStopItsPartDoesNotHoldUpTheRollbackOfAStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { tr.All(lc, "low"); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle) *mid {
				lc.OnStart(func(context.Context) error { time.Sleep(time.Second); return errBoom })
				return &mid{}
			}),
			facet.Invoke(func(*mid) {}),
		)
		called := make(chan error, 1)
		go func() { called <- app.Do(t.Context(), func(*low) { time.Sleep(500 * time.Millisecond) }) }()
		synctest.Wait()
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.NoError(t, <-called)
		require.Equal(t, []string{"start low", "stop low", "cleanup low"}, tr.Take())
	})
}

func TestDo_aLateFunctionDoesNotWaitForTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.StopTimeout(time.Second))
		require.NoError(t, app.Start(t.Context()))
		called := make(chan error, 1)
		go func() { called <- app.Do(t.Context(), func() { time.Sleep(time.Minute) }) }()
		synctest.Wait()
		require.Error(t, app.Stop(t.Context()))
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Len(t, called, 1, "it does not wait for the end of a run that is none of its business")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_aHookOfACallThatATaskMadeIsNoTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var got error
		app = quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low {
				lc.OnStart(func(ctx context.Context) error {
					got = app.Do(ctx, func() {})
					return nil
				})
				return &low{}
			}),
			facet.Invoke(func(lc *facet.Lifecycle) {
				lc.Go("task", func(ctx context.Context) error { return app.Do(ctx, func(*low) {}) })
			}),
		)
		require.NoError(t, app.Start(t.Context()))
		synctest.Wait()
		require.ErrorIs(t, got, facet.ErrReentrant)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestAfter_keepsTheNameOfWhatItOrders(t *testing.T) {
	var tr trace
	app := quiet(
		facet.Provide(func() *mid { tr.Add("mid"); return &mid{} }, provide.Name("a"), provide.After[*low]()),
		facet.Provide(func() *low { tr.Add("low"); return &low{} }),
		facet.Provide(func() *high { tr.Add("high"); return &high{} }, provide.Group("all"), provide.After[*mid]("a")),
		facet.Invoke(func(in struct {
			facet.In
			Mid *mid    `name:"a"`
			All []*high `group:"all"`
			Low *low
		},
		) {
			require.Len(t, in.All, 1)
		}),
	)
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, []string{"low", "mid", "high"}, tr.Take())
	require.NoError(t, app.Stop(t.Context()))
}

func TestStop_ofABuiltAppKeepsTheFirstCauseFirst(t *testing.T) {
	second := errors.New("second")
	app := quiet()
	require.NoError(t, app.Build(t.Context()))
	app.Shutdown(errBoom)
	app.Shutdown(second)
	var failure *facet.Failure
	require.ErrorAs(t, app.Stop(t.Context()), &failure)
	require.Same(t, errBoom, failure.Cause)
	require.Equal(t, []error{second}, failure.Later)
}

func TestEvents_anAbandonedConstructorIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ops []observe.Op
		app := quiet(facet.Invoke(func() { time.Sleep(time.Hour) }), facet.Observe(func(e observe.Event) {
			if e.Op != observe.OpState && e.Op != observe.OpSlow { // which may come at the same moment
				ops = append(ops, e.Op)
			}
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.Error(t, app.Build(ctx))
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []observe.Op{observe.OpConstructing, observe.OpAbandoned, observe.OpResult, observe.OpReturned}, ops)
	})
}

func TestDo_thatWaitsForItsTurnIsNotCalledWhenTheAppStops(t *testing.T) {
	for range 20 { // in which order calls are cancelled is left to chance
		synctest.Test(t, func(t *testing.T) {
			var tr trace
			app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
				lc.Append(facet.Hook{OnStart: untilCancelled, OnStop: tr.Hook("stop of what never started")})
				return &low{}
			}))
			require.NoError(t, app.Start(t.Context()))
			const calls = 8
			called := make(chan error, calls)
			for range calls {
				go func() { called <- app.Do(t.Context(), func(*low) { tr.Add("called") }) }()
			}
			synctest.Wait()
			require.NoError(t, app.Stop(t.Context()))
			for range calls {
				require.ErrorIs(t, <-called, facet.ErrStopping)
			}
			require.Empty(t, tr.Take())
		})
	}
}

func TestShutdown_duringABuildThatHangsTheFirstCauseStaysFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		second := errors.New("second")
		app := quiet(facet.Invoke(func() { time.Sleep(time.Minute) }))
		result := running(t.Context(), app)
		app.Shutdown(errBoom)
		app.Shutdown(second)
		var failure *facet.Failure
		require.ErrorAs(t, <-result, &failure)
		require.ErrorIs(t, failure.Cause, errBoom)
		require.Equal(t, []error{second}, failure.Later)
		time.Sleep(time.Minute)
	})
}

func TestLifecycle_aHandleOfAnEarlierRunDoesNotConcernTheNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept []*facet.Lifecycle
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { kept = append(kept, lc) }))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, app.Start(t.Context()))
		kept[0].Shutdown(errBoom)
		kept[0].Cleanup(func() error { return nil })
		synctest.Wait()
		requireState(t, app, facet.StateRunning)
		require.NoError(t, app.Stop(t.Context()))
	})
}
