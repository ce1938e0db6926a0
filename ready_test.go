// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// isClosed reports whether a channel is closed.
func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// early is a component that starts before late.
type (
	early struct{ lc *facet.Lifecycle }
	late  struct{ lc *facet.Lifecycle }
)

func newEarly(lc *facet.Lifecycle) *early {
	lc.OnStart(func(context.Context) error { return nil })
	return &early{lc}
}

// lateWith returns a constructor of late with that start hook.
func lateWith(start func(context.Context) error) func(*facet.Lifecycle, *early) *late {
	return func(lc *facet.Lifecycle, _ *early) *late {
		lc.OnStart(start)
		return &late{lc}
	}
}

func TestReady_closesWhenTheWholeStartIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e *early
		app := quiet(facet.Provide(newEarly, lateWith(takes(time.Minute))), facet.StartTimeout(time.Hour),
			facet.Invoke(func(first *early, _ *late) { e = first }))
		ready := app.Ready()
		go func() { _ = app.Start(context.WithoutCancel(t.Context())) }()
		time.Sleep(59 * time.Second)
		requireState(t, app, facet.StateStarting)
		require.False(t, isClosed(ready))
		require.False(t, isClosed(e.lc.Ready()), "its own hook has returned, but not all others")
		time.Sleep(2 * time.Second)
		require.True(t, isClosed(ready))
		require.True(t, isClosed(e.lc.Ready()))
		requireState(t, app, facet.StateRunning)
		require.NoError(t, app.Stop(t.Context()))
		require.True(t, isClosed(e.lc.Ready()), "it stays closed")
	})
}

func TestReady_neverClosesIfTheStartFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var handles []*facet.Lifecycle
		app := quiet(facet.Provide(newEarly, lateWith(func(context.Context) error { return errBoom })),
			facet.Invoke(func(e *early, l *late) { handles = append(handles, e.lc, l.lc) }))
		ready := app.Ready()
		require.ErrorIs(t, app.Start(t.Context()), errBoom)
		require.False(t, isClosed(ready))
		require.False(t, isClosed(app.Ready()), "until another start it is the channel of the run that failed")
		for _, lc := range handles {
			require.False(t, isClosed(lc.Ready()))
		}
	})
}

func TestReady_neverClosesIfAStopIsRequestedInTheLastHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var app *facet.App
		app = quiet(facet.Provide(newEarly, lateWith(func(context.Context) error { app.Shutdown(nil); return nil })),
			facet.Invoke(func(*late) {}))
		ready := app.Ready()
		require.Error(t, app.Start(t.Context()))
		require.False(t, isClosed(ready))
	})
}

func TestReady_aNewRunHasANewChannel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fails := true
		app := quiet(facet.Provide(newEarly, lateWith(func(context.Context) error {
			if fails {
				return errBoom
			}
			return nil
		})), facet.Invoke(func(*late) {}))
		failed := app.Ready()
		require.Error(t, app.Start(t.Context()))
		fails = false
		require.NoError(t, app.Start(t.Context()))
		first := app.Ready()
		require.True(t, isClosed(first))
		require.False(t, isClosed(failed), "that run has failed")
		require.NoError(t, app.Stop(t.Context()))
		require.True(t, isClosed(app.Ready()), "that of the last run")
		require.NoError(t, app.Build(t.Context()))
		require.False(t, isClosed(app.Ready()), "that of the next run")
		require.NoError(t, app.Start(t.Context()))
		require.True(t, isClosed(app.Ready()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestReady_ofAComponentOfDoClosesWhenItsPartIsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made := make(chan *early, 1)
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *early { e := newEarly(lc); made <- e; return e }, lateWith(takes(time.Minute))),
			facet.StartTimeout(time.Hour))
		part := make(chan error, 1)
		var inCall [2]bool
		go func() {
			part <- app.Do(t.Context(), func(e *early, _ *late) { inCall = [...]bool{isClosed(e.lc.Ready()), isClosed(app.Ready())} })
		}()
		time.Sleep(30 * time.Second)
		e := <-made
		require.False(t, isClosed(e.lc.Ready()))
		require.NoError(t, <-part)
		require.Equal(t, [...]bool{true, false}, inCall, "the part is up, and the app is not started")
	})
}

func TestReady_ofAComponentOfDoNeverClosesIfItsPartFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e *early
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *early { e = newEarly(lc); return e },
			lateWith(func(context.Context) error { return errBoom })))
		require.ErrorIs(t, app.Do(t.Context(), func(*late) {}), errBoom)
		require.False(t, isClosed(e.lc.Ready()))
	})
}

// A component that the build of an app has constructed waits for the app, also if a call
// starts it before.
func TestReady_ofABuiltComponentThatACallStartsClosesWithTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var e *early
		app := quiet(facet.Provide(newEarly, lateWith(takes(0))), facet.Invoke(func(first *early, _ *late) { e = first }))
		require.NoError(t, app.Build(t.Context()))
		require.NoError(t, app.Do(t.Context(), func(*early) {}))
		require.False(t, isClosed(e.lc.Ready()))
		require.NoError(t, app.Start(t.Context()))
		require.True(t, isClosed(e.lc.Ready()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestWarn_isAWarningOfTheComponentAndNoFailure(t *testing.T) {
	var events []observe.Event
	var lc *facet.Lifecycle
	app := quiet(facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpWarning {
			events = append(events, e)
		}
	}), facet.Provide(newEarly), facet.Invoke(func(e *early) { lc = e.lc }))
	require.NoError(t, app.Start(t.Context()))
	lc.Warn(nil)
	lc.Warn(errBoom)
	require.NoError(t, app.Stop(t.Context()))
	lc.Warn(errBoom)
	require.Len(t, events, 1, "none for nil, and none after the stop")
	require.ErrorIs(t, events[0].Err, errBoom)
	require.Contains(t, events[0].Node, "newEarly")
}

func ExampleApp_Ready() {
	polled := make(chan struct{})
	app := facet.New(facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("poll", func(ctx context.Context) error {
			defer close(polled)
			select {
			case <-lc.Ready(): // the whole app is up
				fmt.Println("polling")
			case <-ctx.Done(): // it never was
			}
			return nil
		})
		lc.OnStart(func(context.Context) error { fmt.Println("starting"); return nil })
	}))
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	<-app.Ready()
	<-polled
	fmt.Println(app.Stop(context.Background()))
	// Output:
	// starting
	// polling
	// <nil>
}
