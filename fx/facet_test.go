// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"
	"go.uber.org/fx/fxevent"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
)

func TestFacet_lifecycleOfAConstructorIsItsOwn(t *testing.T) {
	var order []string
	app := newApp(t,
		fx.Provide(func(own *facet.Lifecycle, lc fx.Lifecycle) *config {
			lc.Append(record(&order, "fx"))
			own.OnStart(func(context.Context) error { order = append(order, "start facet"); return nil })
			own.Cleanup(func() error { order = append(order, "cleanup"); return nil })
			return &config{}
		}),
		fx.Invoke(func(*config) {}))
	runOnce(t, app)
	require.Equal(t, []string{"start fx", "start facet", "stop fx", "cleanup"}, order)
}

func TestFacet_optionsAddToTheApp(t *testing.T) {
	invoked := 0
	app := newApp(t, fx.Facet(facet.Provide(func() *config { return &config{} }), facet.Invoke(func() { invoked++ })), fx.Invoke(func(*config) { invoked++ }))
	require.Equal(t, 2, invoked)
	require.Equal(t, facet.StateBuilt, app.Facet().State())
	require.NoError(t, app.Stop(t.Context()))
}

func TestFacet_failureOfItsFunctionIsTheErrorOfNew(t *testing.T) {
	failure := errors.New("no file")
	fails := fx.Facet(facet.Invoke(func() error { return failure }))
	require.ErrorIs(t, fx.New(fails, fx.WithLogger(func() fxevent.Logger { return fxevent.NopLogger })).Err(), failure)
	require.ErrorIs(t, newError(t, fails, fx.Invoke(func() {})), failure)
	require.ErrorIs(t, fx.New(fails, fx.Logger(silent{})).Err(), failure, "without any root of fx")
}

type silent struct{}

func (silent) Printf(string, ...any) {}

func TestFacet_providesWhatFxDoesNot(t *testing.T) {
	var got []string
	newApp(t, fx.Facet(facet.Supply(&config{"of facet"})), fx.Invoke(func(c *config) { got = append(got, c.name) }),
		fx.Supply(&service{"plain"}), fx.Decorate(func(s *service) *service { return &service{s.of + ", decorated"} }),
		fx.Invoke(func(s *service) { got = append(got, s.of) }))
	require.Equal(t, []string{"of facet", "plain, decorated"}, got)
}

func TestFacet_failedTaskEndsTheApp(t *testing.T) {
	failure := errors.New("connection lost")
	started := make(chan struct{})
	app := newApp(t, fx.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("worker", func(context.Context) error { <-started; return failure })
	}))
	ended := app.Wait()
	require.NoError(t, app.Start(t.Context()))
	close(started)
	require.Equal(t, 1, (<-ended).ExitCode)
	require.ErrorIs(t, app.Stop(t.Context()), failure)
}

func TestFacet_shutdownOfALifecycleEndsTheApp(t *testing.T) {
	var lc *facet.Lifecycle
	app := newApp(t, fx.Invoke(func(own *facet.Lifecycle) { lc = own }))
	ended := app.Wait()
	require.NoError(t, app.Start(t.Context()))
	lc.Shutdown(nil)
	require.Equal(t, 0, (<-ended).ExitCode)
	require.NoError(t, app.Stop(t.Context()))
	require.Empty(t, app.Wait(), "a Stop sends no signal")
	require.NoError(t, app.Stop(t.Context()))
}

func TestFacet_isNotWatchedWithoutNeed(t *testing.T) {
	app := newApp(t, fx.Invoke(func(fx.Lifecycle) {}))
	require.NoError(t, app.Start(t.Context()))
	goleak.VerifyNone(t) // as with fx: an app that is never stopped leaves nothing
	require.NoError(t, app.Stop(t.Context()))
}

func TestEnvironment_concurrent(t *testing.T) {
	t.Setenv("FACET_CONCURRENT", "1")
	synctest.Test(t, func(t *testing.T) {
		slow := func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func() { time.Sleep(time.Second) })) }
		app := newApp(t, fx.Invoke(slow, slow, slow), fx.Facet(facet.Concurrent()))
		began := time.Now()
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, time.Second, time.Since(began))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestEnvironment_plainErrors(t *testing.T) {
	t.Setenv("FACET_ERRORS", "plain")
	failure := errors.New("no port")
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func() error { return failure })) }))
	require.Equal(t, failure, app.Start(t.Context()))
	require.NotContains(t, newError(t, fx.Invoke(func(missing) {})).Error(), "missing-dependency")
}
