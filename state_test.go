// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// slowly is an app that stays a minute in each of its phases.
func slowly(opts ...facet.Option) *facet.App {
	return quiet(append(opts,
		facet.StartTimeout(time.Hour), facet.StopTimeout(time.Hour), facet.DrainDelay(time.Minute),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Append(facet.Hook{OnStart: takes(time.Minute), OnStop: deaf(time.Minute)})
			select {
			case <-lc.Context().Done():
			case <-time.After(time.Minute):
			}
		}))...)
}

// reach brings a slow app into a state and leaves it there.
func reach(t *testing.T, app *facet.App, state facet.State) {
	t.Helper()
	start := func() { go func() { _ = app.Start(context.WithoutCancel(t.Context())) }() }
	switch state {
	case facet.StateNew:
	case facet.StateBuilding:
		start()
	case facet.StateBuilt:
		require.NoError(t, app.Build(t.Context()))
	case facet.StateStarting:
		start()
		time.Sleep(90 * time.Second)
	case facet.StateRunning:
		require.NoError(t, app.Start(t.Context()))
	case facet.StateDraining, facet.StateStopping:
		require.NoError(t, app.Start(t.Context()))
		app.Shutdown(nil)
		if state == facet.StateStopping {
			time.Sleep(90 * time.Second)
		}
	case facet.StateStopped, facet.StateFailed:
		require.NoError(t, app.Start(t.Context()))
		var cause error
		if state == facet.StateFailed {
			cause = errBoom
		}
		app.Shutdown(cause)
		require.ErrorIs(t, app.Wait(), cause)
	}
	synctest.Wait()
	requireState(t, app, state)
}

func TestState_whatEachCallDoesInEachState(t *testing.T) {
	const (
		works   = "works"
		refused = "refused"
		boom    = "boom"
	)
	table := map[facet.State]struct{ build, start, stop string }{
		facet.StateNew:      {works, works, works},
		facet.StateBuilding: {refused, refused, works},
		facet.StateBuilt:    {works, works, works},
		facet.StateStarting: {refused, refused, works},
		facet.StateRunning:  {works, refused, works},
		facet.StateDraining: {refused, refused, works},
		facet.StateStopping: {refused, refused, works},
		facet.StateStopped:  {works, works, works},
		facet.StateFailed:   {works, works, boom},
	}
	for state, want := range table {
		check := func(call, want string, do func(context.Context, *facet.App) error) {
			t.Run(state.String()+"/"+call, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					app := slowly()
					reach(t, app, state)
					err := do(t.Context(), app)
					var refusal *facet.StateError
					switch want {
					case works:
						require.NoError(t, err)
					case refused:
						require.ErrorAs(t, err, &refusal)
						require.Equal(t, call, refusal.Op)
						require.Equal(t, state, refusal.State)
					case boom:
						require.ErrorIs(t, err, errBoom)
					}
					_ = app.Stop(t.Context())
					if state != facet.StateNew || call != "Stop" {
						<-app.Done()
					}
				})
			})
		}
		check("Build", want.build, func(ctx context.Context, a *facet.App) error { return a.Build(ctx) })
		check("Start", want.start, func(ctx context.Context, a *facet.App) error { return a.Start(ctx) })
		check("Stop", want.stop, func(ctx context.Context, a *facet.App) error { return a.Stop(ctx) })
	}
}

func TestState_movesAlongTheDocumentedWay(t *testing.T) {
	observeStates := func(states *[]facet.State) facet.Option {
		return facet.Observe(func(e observe.Event) {
			if e.Op == observe.OpState {
				*states = append(*states, e.State)
			}
		})
	}
	synctest.Test(t, func(t *testing.T) {
		var states []facet.State
		app := slowly(observeStates(&states))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, []facet.State{
			facet.StateBuilding, facet.StateBuilt, facet.StateStarting, facet.StateRunning,
			facet.StateDraining, facet.StateStopping, facet.StateStopped,
		}, states)

		states = nil
		app = quiet(observeStates(&states), facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(fail) }))
		require.Error(t, app.Start(t.Context()))
		require.Equal(t, []facet.State{
			facet.StateBuilding, facet.StateBuilt, facet.StateStarting, facet.StateStopping, facet.StateFailed,
		}, states)

		states = nil
		app = quiet(observeStates(&states), facet.Invoke(func() error { return errBoom }))
		require.Error(t, app.Start(t.Context()))
		require.Equal(t, []facet.State{facet.StateBuilding, facet.StateStopping, facet.StateFailed}, states)
	})
}

func TestStart_theEndOfItsContextFailsTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cause := errors.New("the caller's own cause")
		ctx, cancel := context.WithCancelCause(t.Context())
		app := slowly()
		time.AfterFunc(90*time.Second, func() { cancel(cause) })
		require.ErrorIs(t, app.Start(ctx), cause)
		requireState(t, app, facet.StateFailed)
		require.ErrorIs(t, app.Start(ctx), cause, "ended already")
	})
}

func TestReentrancy_isRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		var calls atomic.Int32
		try := func(ctx context.Context) error { //nolint:unparam // a hook
			calls.Add(1)
			require.ErrorIs(t, app.Build(ctx), facet.ErrReentrant)
			require.ErrorIs(t, app.Start(ctx), facet.ErrReentrant)
			require.ErrorIs(t, app.Stop(ctx), facet.ErrReentrant)
			require.ErrorIs(t, app.Run(ctx), facet.ErrReentrant)
			return nil
		}
		app = quiet(facet.Invoke(func(lc *facet.Lifecycle) error {
			lc.OnStart(try)
			lc.OnStop(try)
			lc.OnDrain(try)
			lc.Go("task", try)
			return try(lc.Context())
		}))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.EqualValues(t, 5, calls.Load())

		other := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(ctx context.Context) error { return app.Start(ctx) })
			lc.OnStop(func(ctx context.Context) error { return app.Stop(ctx) })
		}))
		require.NoError(t, other.Start(t.Context()), "another app may be run from a hook")
		require.NoError(t, other.Stop(t.Context()))
	})
}
