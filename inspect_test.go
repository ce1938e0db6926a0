// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

func TestGraph_hasTheTimeAtWhichTheDependenciesOfANodeWereUp(t *testing.T) {
	type (
		store  struct{}
		plain  struct{}
		server struct{}
	)
	takes := func(lc *facet.Lifecycle, d time.Duration) {
		lc.OnStart(func(ctx context.Context) error {
			select {
			case <-time.After(d):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Concurrent(),
			facet.Provide(func(lc *facet.Lifecycle) *store { takes(lc, 3*time.Second); return &store{} }),
			facet.Provide(func(*store) *plain { return &plain{} }), // has no hooks
			facet.Provide(func(lc *facet.Lifecycle, _ *plain) *server { takes(lc, time.Second); return &server{} }),
			facet.Invoke(func(lc *facet.Lifecycle, _ *server) { takes(lc, time.Hour) }),
		)
		began := time.Now()
		go func() { _ = app.Start(t.Context()) }()
		time.Sleep(3500 * time.Millisecond)
		eligible := func() (list []time.Duration) {
			for _, n := range app.Graph().Nodes {
				after := time.Duration(-1)
				if !n.Timing.Eligible.IsZero() {
					after = n.Timing.Eligible.Sub(began)
				}
				list = append(list, after)
			}
			return list
		}
		require.Equal(t, []time.Duration{-1, -1, 3 * time.Second, -1}, eligible(), "the server is not up yet")
		time.Sleep(time.Second)
		require.Equal(t, []time.Duration{-1, -1, 3 * time.Second, 4 * time.Second}, eligible())
		require.Equal(t, graph.StateStarting, app.Graph().Nodes[3].State)
		_ = app.Stop(t.Context())
	})
}

func TestGraph_whatCameTooLateForASoftGroupIsNoWait(t *testing.T) {
	type (
		store  struct{}
		plain  struct{}
		server struct{}
		cache  struct{}
	)
	type softly struct {
		facet.In
		Store *store
		All   []*plain `group:"plain,soft"`
	}
	type both struct {
		facet.Out
		Plain *plain `group:"plain"`
		Cache *cache
	}
	start := func(lc *facet.Lifecycle) { lc.OnStart(func(context.Context) error { return nil }) }
	app := quiet(
		facet.Provide(func(lc *facet.Lifecycle) *store { start(lc); return &store{} }),
		facet.Provide(func(lc *facet.Lifecycle, _ softly) *server { start(lc); return &server{} }),
		facet.Provide(func(lc *facet.Lifecycle) both { start(lc); return both{} }),
		facet.Invoke(func(*server) {}),
		facet.Invoke(func(*cache) {}),
	)
	require.NoError(t, app.Start(t.Context()))
	nodes := app.Graph().Nodes
	require.Equal(t, nodes[0].Timing.Up, nodes[1].Timing.Eligible)
	require.NoError(t, app.Stop(t.Context()))
}

func TestGraph_modulesAreTheSameBeforeAndAfterTheBuild(t *testing.T) {
	type (
		store  struct{}
		server struct{}
	)
	app := quiet(
		facet.Module("stores", facet.Provide(func(lc *facet.Lifecycle) *store { return &store{} })),
		facet.Provide(func(*store) *server { return &server{} }),
		facet.Invoke(func(*server) {}),
	)
	before := app.Graph()
	require.NoError(t, app.Build(t.Context()))
	after := app.Graph()
	require.Len(t, before.Modules(), 2)
	require.Equal(t, before.Modules(), after.Modules())
	require.Empty(t, graph.Diff(before, after))
	require.Contains(t, before.Explain(before.Nodes[2].ID).String(), "declared")
	require.Contains(t, after.Explain(after.Nodes[2].ID).String(), "built")
	require.NoError(t, app.Stop(t.Context()))
}
