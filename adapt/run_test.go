// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package adapt_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// underConstruction returns a middleware that stores the context of each constructor.
func underConstruction(ctx *context.Context) facet.Option {
	return facet.Around(func(of context.Context, c hooks.Call, next func(context.Context) error) error {
		if c.Phase == hooks.PhaseConstruct {
			*ctx = of
		}
		return next(of)
	})
}

func TestLifecycle_isThatOfTheComponentUnderConstruction(t *testing.T) {
	var ctx context.Context
	var order []string
	hook := func(name string) func(context.Context) error {
		return func(context.Context) error { order = append(order, name); return nil }
	}
	var of *facet.Lifecycle
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{
		constructor(t, func(lc *facet.Lifecycle) *store {
			of = lc
			adapt.Lifecycle(ctx).OnStart(hook("store"))
			return &store{}
		}),
		invoke(t, func(*store) { adapt.Lifecycle(ctx).Append(facet.Hook{OnStart: hook("invoke"), OnStop: hook("stop")}) }),
	}}, underConstruction(&ctx))
	require.NoError(t, app.Start(t.Context()))
	require.NotSame(t, of, adapt.Lifecycle(ctx))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"store", "invoke", "stop"}, order)
	require.Nil(t, adapt.Lifecycle(t.Context()))
}

func TestLifecycle_isNoneForAComponentWithoutOneAfterTheBuild(t *testing.T) {
	var ctx context.Context
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func() {})}}, underConstruction(&ctx))
	require.NoError(t, app.Build(t.Context()))
	require.Nil(t, adapt.Lifecycle(ctx))
	require.NoError(t, app.Stop(t.Context()))
}

func TestOpenUntilStart_registersBetweenBuildAndStart(t *testing.T) {
	var ctx context.Context
	var started, stopped bool
	app := adapt.New(adapt.Front{
		Specs:          []*adapt.Spec{invoke(t, func() {})},
		OpenUntilStart: true,
	}, underConstruction(&ctx))
	require.NoError(t, app.Build(t.Context()))
	lc := adapt.Lifecycle(ctx)
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { started = true; return nil },
		OnStop:  func(context.Context) error { stopped = true; return nil },
	})
	require.NoError(t, app.Start(t.Context()))
	require.True(t, started)
	require.NoError(t, app.Stop(t.Context()))
	require.True(t, stopped)
}

func TestOpenUntilStart_endsWithTheStart(t *testing.T) {
	var ctx context.Context
	app := adapt.New(adapt.Front{
		Specs: []*adapt.Spec{invoke(t, func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error {
				adapt.Lifecycle(ctx).OnStop(func(context.Context) error { return nil })
				return nil
			})
		})},
		OpenUntilStart: true,
	}, underConstruction(&ctx), facet.Log(nil))
	requireSlugIn(t, app.Start(t.Context()), "late-registration")
}

func TestOpenUntilStart_stopsWhatWasRegisteredAfterTheBuild(t *testing.T) {
	var ctx context.Context
	cleaned := false
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func() {})}, OpenUntilStart: true}, underConstruction(&ctx))
	require.NoError(t, app.Build(t.Context()))
	adapt.Lifecycle(ctx).Cleanup(func() error { cleaned = true; return nil })
	require.NoError(t, app.Stop(t.Context()))
	require.True(t, cleaned)
}

func TestOnCaller_constructsOnTheGoroutineOfBuild(t *testing.T) {
	app := adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func() { runtime.Goexit() })}, OnCaller: true}, facet.Log(nil))
	ended := make(chan bool)
	go func() {
		returned := false
		defer func() { ended <- !returned }()
		_ = app.Build(t.Context())
		returned = true
	}()
	require.True(t, <-ended, "the goroutine of Build ends, as runtime.Goexit says")
	require.Equal(t, facet.StateFailed, app.State())
	require.ErrorContains(t, app.Wait(), "runtime.Goexit")
}

func TestOnCaller_rollsBackBeforeTheGoroutineEnds(t *testing.T) {
	var order []string
	app := adapt.New(adapt.Front{OnCaller: true, Specs: []*adapt.Spec{
		constructor(t, func(lc *facet.Lifecycle) *store {
			lc.Cleanup(func() error { order = append(order, "cleanup"); return nil })
			return &store{}
		}),
		invoke(t, func(*store) { runtime.Goexit() }),
	}}, facet.Log(nil))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() { order = append(order, "ended") }()
		_ = app.Build(t.Context())
	}()
	<-ended
	require.Equal(t, []string{"cleanup", "ended"}, order)
}

func TestOnCaller_callsIntoTheAppFail(t *testing.T) {
	var during error
	var app *adapt.App
	app = adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func() { during = app.Start(context.Background()) })}, OnCaller: true})
	require.NoError(t, app.Build(t.Context()))
	require.ErrorIs(t, during, facet.ErrReentrant)
	require.NoError(t, app.Start(t.Context()), "the goroutine is free after Build")
	require.NoError(t, app.Stop(t.Context()))
}

func TestBudgets_ofZeroAreNoLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(context.Context) error { time.Sleep(time.Hour); return nil }
		app := adapt.New(adapt.Front{Specs: []*adapt.Spec{invoke(t, func(lc *facet.Lifecycle) {
			lc.Append(facet.Hook{OnStart: slow, OnStop: slow})
		})}}, facet.Log(nil))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestBudgets_ofOptionsHavePrecedence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := adapt.New(adapt.Front{StartTimeout: time.Hour, Specs: []*adapt.Spec{invoke(t, func(lc *facet.Lifecycle) {
			lc.OnStart(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		})}}, facet.StartTimeout(time.Minute), facet.Log(nil))
		began := time.Now()
		require.ErrorIs(t, app.Start(t.Context()), context.DeadlineExceeded)
		require.Equal(t, time.Minute, time.Since(began))
	})
}

func TestRollbackTimeout_isTheBudgetAfterAFailedStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var budget time.Duration
		app := adapt.New(adapt.Front{RollbackTimeout: time.Minute, Specs: []*adapt.Spec{invoke(t, func(lc *facet.Lifecycle) {
			lc.OnStop(func(ctx context.Context) error {
				deadline, _ := ctx.Deadline()
				budget = time.Until(deadline)
				return nil
			})
			lc.OnStart(func(context.Context) error { return errors.New("no port") })
		})}}, facet.Log(nil))
		require.ErrorContains(t, app.Start(t.Context()), "no port")
		require.Equal(t, time.Minute, budget)
	})
}

func TestStopName_isTheNameOfTheStopHookOfAPair(t *testing.T) {
	var names []string
	app := facet.New(facet.Invoke(func(lc *facet.Lifecycle) {
		nop := func(context.Context) error { return nil }
		lc.Append(facet.Hook{Name: "up", StopName: "down", OnStart: nop, OnStop: nop})
	}), facet.Around(func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
		if c.Phase != hooks.PhaseConstruct {
			names = append(names, c.Hook)
		}
		return next(ctx)
	}))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"up", "down"}, names)
}

func requireSlugIn(t *testing.T, err error, slug string) {
	t.Helper()
	var p *facet.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, slug, p.Slug)
}

func TestConcurrent_isADefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { time.Sleep(time.Second); return nil })
		}
		took := func(opts ...facet.Option) time.Duration {
			app := adapt.New(adapt.Front{Concurrent: true, Specs: []*adapt.Spec{invoke(t, slow), invoke(t, slow), invoke(t, slow)}}, opts...)
			began := time.Now()
			require.NoError(t, app.Start(t.Context()))
			defer func() { require.NoError(t, app.Stop(t.Context())) }()
			return time.Since(began)
		}
		require.Equal(t, time.Second, took())
		require.Equal(t, time.Second, took(facet.Concurrent()))
		require.Equal(t, 3*time.Second, took(facet.ConcurrentLimit(1)))
	})
}

func TestFailures_replacesTheDefaultLog(t *testing.T) {
	failing := []*adapt.Spec{invoke(t, func() error { return errors.New("no") })}
	var failures, events int
	of := func(e observe.Event) { require.Error(t, e.Err); failures++ }
	require.Error(t, adapt.New(adapt.Front{Specs: failing, Failures: of}).Build(t.Context()))
	require.Positive(t, failures)

	failures = 0
	log := facet.Log(func(observe.Event) { events++ })
	require.Error(t, adapt.New(adapt.Front{Specs: failing, Failures: of}, log).Build(t.Context()))
	require.Zero(t, failures)
	require.Positive(t, events)
}
