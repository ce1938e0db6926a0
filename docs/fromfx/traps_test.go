// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

func TestTraps_aTaskEndsTheAppAndAGoStatementDoesNot(t *testing.T) {
	cause := errors.New("the consumer is gone")
	lost := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStart(func(context.Context) error {
			go func() { _ = cause }() // nothing takes its error
			return nil
		})
	}))
	require.NoError(t, lost.Start(t.Context()))
	require.NoError(t, lost.Stop(t.Context()))

	app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("consume", func(context.Context) error { return cause })
	}))
	require.ErrorIs(t, app.Run(t.Context()), cause)
}

func TestTraps_theContextOfTheComponentOutlivesTheStart(t *testing.T) {
	var ofHook, ofComponent context.Context
	app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
		ofComponent = lc.Context()
		lc.OnStart(func(ctx context.Context) error { ofHook = ctx; return nil })
	}))
	require.NoError(t, app.Start(t.Context()))
	require.Error(t, ofHook.Err())
	require.NoError(t, ofComponent.Err())
	require.NoError(t, app.Stop(t.Context()))
	require.Error(t, ofComponent.Err())
}

func TestTraps_logToALoggerOfTheContainer(t *testing.T) {
	var b bytes.Buffer
	app := facet.New(
		facet.Provide(func() *slog.Logger { return slog.New(slog.NewTextHandler(&b, nil)) }),
		facet.LogFrom(observe.SlogTo),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Contains(t, b.String(), "facet: app started")
}

func TestTraps_anOrderWithoutAValue(t *testing.T) {
	type cache struct{}
	var order []string
	app := facet.New(facet.Log(nil), facet.Concurrent(),
		facet.Provide(func(lc *facet.Lifecycle) *cache {
			lc.OnStop(func(context.Context) error { order = append(order, "cache"); return nil })
			return &cache{}
		}, provide.Eager()),
		facet.Provide(func(lc *facet.Lifecycle) int {
			lc.OnStop(func(context.Context) error { order = append(order, "worker"); return nil })
			return 1
		}, provide.Eager(), provide.After[*cache]()),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"worker", "cache"}, order)
}

func TestTraps_aLateHookReservesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type telemetry struct{}
		var left time.Duration
		app := facet.New(facet.Log(nil),
			facet.Provide(func(lc *facet.Lifecycle) *telemetry {
				lc.OnStop(func(ctx context.Context) error {
					deadline, _ := ctx.Deadline()
					left = time.Until(deadline)
					return nil
				}, hooks.Reserve(2*time.Second))
				return &telemetry{}
			}),
			facet.Invoke(func(lc *facet.Lifecycle, _ *telemetry) {
				lc.OnStop(func(ctx context.Context) error { <-ctx.Done(); return nil })
			}),
		)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.GreaterOrEqual(t, left, 2*time.Second)
	})
}

func TestTraps_aMisspeltGroup(t *testing.T) {
	type routes struct {
		facet.In
		All []string `group:"route"`
	}
	opts := []facet.Option{
		facet.Provide(func() string { return "/" }, provide.Group("routes")),
		facet.Invoke(func(routes) {}),
	}
	require.ErrorContains(t, facet.New(opts...).Validate(), "near-group")
	require.NoError(t, facet.New(append(opts, facet.EmptyGroups("route", "routes"))...).Validate())
}

func TestTraps_theLastBudgetCounts(t *testing.T) {
	app := facet.New(facet.StartTimeout(time.Second), facet.StartTimeout(time.Minute))
	require.NoError(t, app.Err())
	require.Contains(t, app.String(), "StartTimeout  1m0s")
}
