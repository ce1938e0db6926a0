// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"context"
	"errors"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// What the page says in words, and no snippet shows.

func TestProblems_comeAtOnceWithASlug(t *testing.T) {
	app := facet.New(
		facet.Provide(func(string) int { return 0 }), facet.Provide(func(int) string { return "" }),
		facet.Provide(func(float64) bool { return false }),
	)
	require.NoError(t, app.Err())
	var problems *facet.Problems
	require.ErrorAs(t, app.Validate(), &problems)
	var slugs []string
	for _, p := range problems.List {
		slugs = append(slugs, p.Slug)
	}
	require.ElementsMatch(t, []string{"dependency-cycle", "missing-dependency"}, slugs)
	var problem *facet.Problem
	require.ErrorAs(t, app.Validate(), &problem)
}

func TestErrors_ofAConstructor(t *testing.T) {
	cause := errors.New("no disk")
	app := facet.New(facet.Log(nil), facet.Invoke(func() error { return cause }))
	err := app.Start(t.Context())
	var failed *facet.ConstructError
	require.ErrorAs(t, err, &failed)
	require.ErrorIs(t, err, cause)
	require.Equal(t, 130, facet.ExitCode(&facet.ForcedError{Signal: syscall.SIGINT}))
}

func TestModule_listedTwiceCountsOnce(t *testing.T) {
	opts := []provide.Option{provide.Private(), provide.Eager()}
	calls := 0
	module := facet.Module("m", facet.Private(), facet.Provide(func() int { calls++; return 1 }, opts))
	for _, option := range []facet.Option{facet.Options(module, module), facet.If(true, module)} {
		require.NoError(t, facet.New(option).Build(t.Context()))
	}
	require.Equal(t, 2, calls) // once for each app
}

func TestInvoke_isCalledInListingOrderWithModules(t *testing.T) {
	var order []string
	say := func(word string) facet.Option { return facet.Invoke(func() { order = append(order, word) }) }
	app := facet.New(say("1"), facet.Module("m", say("2")), say("3"))
	require.Empty(t, order)
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, []string{"1", "2", "3"}, order)
}

func TestOptional_isNoCoverForABrokenProvider(t *testing.T) {
	require.Error(t, facet.New(facet.Log(nil), facet.Provide(func(float64) int { return 0 }), facet.Invoke(func(struct {
		facet.In

		N int `optional:"true"`
	},
	) {
	})).Build(t.Context()))
}

func TestStart_thatFailsIsRolledBack(t *testing.T) {
	var states []observe.State
	stopped := false
	app := facet.New(facet.Log(nil),
		facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpState {
				states = append(states, e.State)
			}
		}),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(context.Context) error { stopped = true; return nil })
			lc.OnStart(func(context.Context) error { panic("no disk") })
		}))
	var panicked *facet.PanicError
	require.ErrorAs(t, app.Start(t.Context()), &panicked)
	require.True(t, stopped)
	require.Equal(t, []observe.State{
		observe.StateBuilding, observe.StateBuilt, observe.StateStarting, observe.StateStopping, observe.StateFailed,
	}, states)
	require.Error(t, app.Start(t.Context())) // again, with new instances
}

func TestAppend_refusesAHookWithoutFunctions(t *testing.T) {
	app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) { lc.Append(facet.Hook{}) }))
	require.ErrorContains(t, app.Build(t.Context()), "bad-hook")
}

func TestHandle_hasItsLifecycle(t *testing.T) {
	lc := facettest.Lifecycle(t)
	lc.Lifecycle.Append(facet.Hook{OnStop: func(context.Context) error { return nil }})
	require.IsType(t, &facettest.Handle{}, lc.RequireStart())
}
