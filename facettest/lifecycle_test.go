// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
)

// component registers hooks of every kind, and records their calls.
type component struct {
	log   []string
	fails map[string]error // what fails, by name
}

func (c *component) hook(name string) func(context.Context) error {
	return func(context.Context) error {
		c.log = append(c.log, name)
		return c.fails[name]
	}
}

func (c *component) register(lc *facet.Lifecycle) {
	lc.Cleanup(func() error { return c.hook("cleanup")(context.Background()) })
	lc.Append(facet.Hook{OnStart: c.hook("start"), OnStop: c.hook("stop")})
	lc.OnDrain(c.hook("drain"))
	lc.Serve("serve", func(ctx context.Context, ready func()) error {
		if err := c.hook("serve")(ctx); err != nil {
			return err
		}
		ready()
		<-ctx.Done()
		return c.hook("served")(ctx)
	})
}

func TestLifecycle_runsTheHooksOfTheConstructor(t *testing.T) {
	var c component
	lc := facettest.Lifecycle(t)
	c.register(lc.Lifecycle)
	lc.RequireStart()
	require.Equal(t, []string{"start", "serve"}, c.log)
	lc.RequireStop().RequireStop()
	require.Equal(t, []string{"start", "serve", "drain", "served", "stop", "cleanup"}, c.log)
	require.ErrorContains(t, lc.Start(t.Context()), "make another handle")
}

func TestLifecycle_isReadyWhenItHasStarted(t *testing.T) {
	lc := facettest.Lifecycle(t)
	ready, polled := lc.Lifecycle.Ready(), make(chan struct{})
	lc.Lifecycle.Go("poll", func(ctx context.Context) error {
		select {
		case <-lc.Lifecycle.Ready():
			close(polled)
		case <-ctx.Done():
		}
		return nil
	})
	select {
	case <-ready:
		require.Fail(t, "it has not started")
	default:
	}
	lc.RequireStart()
	<-ready
	<-polled
	lc.RequireStop()
}

func TestLifecycle_endsWithTheTest(t *testing.T) {
	var c component
	require.Empty(t, failing(func(tb *fake) { c.register(facettest.Lifecycle(tb).Lifecycle) }).failures)
	require.Equal(t, []string{"cleanup"}, c.log)
	c.log = nil
	got := failing(func(tb *fake) {
		lc := facettest.Lifecycle(tb)
		c.register(lc.Lifecycle)
		lc.RequireStart()
	})
	require.Empty(t, got.failures)
	require.Equal(t, []string{"start", "serve", "drain", "served", "stop", "cleanup"}, c.log)
}

func TestLifecycle_aFailedStartIsRolledBack(t *testing.T) {
	c := component{fails: map[string]error{"serve": errBoom, "cleanup": errors.New("later")}}
	got := failing(func(tb *fake) {
		lc := facettest.Lifecycle(tb)
		c.register(lc.Lifecycle)
		err := lc.Start(tb.Context())
		require.ErrorIs(t, err, errBoom)
		require.ErrorContains(t, err, "later")
		require.Equal(t, err, lc.Stop(tb.Context()))
	})
	require.Empty(t, got.failures, "the test was given the error")
	require.Equal(t, []string{"start", "serve", "stop", "cleanup"}, c.log)
}

func TestLifecycle_unreturnedFailuresFailTheTest(t *testing.T) {
	for _, name := range []string{"served", "drain", "stop", "cleanup"} {
		t.Run(name, func(t *testing.T) {
			c := component{fails: map[string]error{name: errBoom}}
			got := failing(func(tb *fake) {
				lc := facettest.Lifecycle(tb)
				c.register(lc.Lifecycle)
				lc.RequireStart()
			})
			require.Len(t, got.failures, 1)
			require.Contains(t, got.text(), "boom")
		})
	}
	for name, use := range map[string]func(*facettest.Handle){
		"RequireStart": func(h *facettest.Handle) { h.Lifecycle.OnStart(fails); h.RequireStart() },
		"RequireStop":  func(h *facettest.Handle) { h.Lifecycle.OnStop(fails); h.RequireStart().RequireStop() },
		"misuse":       func(h *facettest.Handle) { h.Lifecycle.OnStart(nil); h.RequireStart() },
		"too late":     func(h *facettest.Handle) { h.RequireStart().Lifecycle.OnStop(fails) },
	} {
		t.Run(name, func(t *testing.T) {
			got := failing(func(tb *fake) { use(facettest.Lifecycle(tb)) })
			require.Len(t, got.failures, 1)
		})
	}
}

func TestLifecycle_aTaskThatFailsStopsTheComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var c component
		lc := facettest.Lifecycle(t)
		c.register(lc.Lifecycle)
		lc.Lifecycle.Go("task", func(context.Context) error { time.Sleep(time.Second); return errBoom })
		lc.RequireStart()
		require.ErrorIs(t, lc.Wait(), errBoom)
		require.Equal(t, []string{"start", "serve", "drain", "served", "stop", "cleanup"}, c.log)
	})
}

func TestLifecycle_shutdown(t *testing.T) {
	lc := facettest.Lifecycle(t)
	lc.RequireStart()
	lc.Lifecycle.Shutdown(nil)
	require.NoError(t, lc.Wait())

	lc = facettest.Lifecycle(t)
	lc.Lifecycle.OnStart(func(context.Context) error { lc.Lifecycle.Shutdown(facet.Exit(0)); return nil })
	require.ErrorContains(t, lc.Start(t.Context()), "before it was up")
	require.NoError(t, lc.Stop(t.Context()))
}

func TestLifecycle_stopCutsAStartShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lc := facettest.Lifecycle(t)
		lc.Lifecycle.OnStart(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		started := make(chan error)
		go func() { started <- lc.Start(t.Context()) }()
		synctest.Wait()
		require.NoError(t, lc.Stop(t.Context()))
		require.Error(t, <-started)
	})
}

func TestLifecycle_budgetsAreThoseOfAnApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lc := facettest.Lifecycle(t)
		lc.Lifecycle.OnStart(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		began := time.Now()
		require.ErrorIs(t, lc.Start(t.Context()), context.DeadlineExceeded)
		require.Equal(t, 15*time.Second, time.Since(began))
	})
}

func TestLifecycle_tasksHaveTheValuesOfTheStart(t *testing.T) {
	lc := facettest.Lifecycle(t)
	var got any
	lc.Lifecycle.Go("task", func(ctx context.Context) error { got = ctx.Value(key{}); return nil })
	require.NoError(t, lc.Start(context.WithValue(t.Context(), key{}, "value")))
	lc.RequireStop()
	require.Equal(t, "value", got)
}

func TestLifecycle_namesTheGoroutinesThatAreLeft(t *testing.T) {
	hold := make(strays)
	got := failing(func(tb *fake) {
		lc := facettest.Lifecycle(tb)
		lc.Lifecycle.OnStart(func(context.Context) error { go hold.wait(); return nil })
		lc.RequireStart()
	})
	close(hold)
	require.Len(t, got.failures, 1)
	require.Contains(t, got.text(), "a goroutine is leaked, of TestFake: start OnStart at facettest/lifecycle_test.go:")
}
