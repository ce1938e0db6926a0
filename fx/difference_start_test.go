// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"

	"github.com/facet-go/facet"
)

func TestStart_afterAStopConstructsAnew(t *testing.T) {
	constructed, invoked := 0, 0
	var got *int
	app := newApp(t, fx.Provide(func() *int { constructed++; return &constructed }), fx.Invoke(func(*int) { invoked++ }), fx.Populate(&got))
	runOnce(t, app)
	runOnce(t, app)
	require.Equal(t, []int{2, 2}, []int{constructed, invoked})
	require.NotNil(t, got)
}

func TestStart_errorHasThePlaceOfTheHook(t *testing.T) {
	failure := errors.New("no port")
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func() error { return failure })) }))
	err := app.Start(t.Context())
	require.ErrorIs(t, err, failure)
	require.ErrorContains(t, err, "difference_start_test.go")
	var hook *facet.HookError
	require.ErrorAs(t, err, &hook)
	require.NoError(t, app.Stop(t.Context()))
}

func TestPlainErrors_returnTheErrorOfTheHook(t *testing.T) {
	failure := errors.New("no port")
	app := newApp(t, fx.PlainErrors(), fx.Invoke(func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func() error { return failure })) }))
	require.Equal(t, failure, app.Start(t.Context()))
}

func TestStart_timeoutStopsWhatHadStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
			lc.Append(record(&order, "first"))
			lc.Append(fx.Hook{OnStart: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		err := app.Start(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, []string{"start first", "stop first"}, order)
		require.NoError(t, app.Stop(t.Context()), "nothing is left to stop")
	})
}

func TestStop_duringStartCancelsItAndStopsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var order []string
		app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
			lc.Append(record(&order, "first"))
			lc.Append(fx.Hook{OnStart: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
			lc.Append(record(&order, "third"))
		}))
		started := make(chan error, 1)
		go func() { started <- app.Start(t.Context()) }()
		synctest.Wait()
		require.NoError(t, app.Stop(t.Context()))
		require.Error(t, <-started)
		require.Equal(t, []string{"start first", "stop first"}, order)
	})
}

func TestStop_callsEveryHookAfterTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stopped := false
		app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
			lc.Append(fx.StopHook(func(ctx context.Context) { stopped = ctx.Err() != nil }))
			lc.Append(fx.StopHook(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }))
		}))
		require.NoError(t, app.Start(t.Context()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, app.Stop(ctx), context.DeadlineExceeded)
		require.True(t, stopped)
	})
}

func TestHook_panicIsAnErrorAndRollsBack(t *testing.T) {
	var order []string
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
		lc.Append(record(&order, "first"))
		lc.Append(fx.StartHook(func() { panic("boom") }))
	}))
	var p *facet.PanicError
	require.ErrorAs(t, app.Start(t.Context()), &p)
	require.Equal(t, "boom", p.Value)
	require.Equal(t, []string{"start first", "stop first"}, order)
}

func TestHook_contextOfOnStartOutlivesIt(t *testing.T) {
	var kept context.Context
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) { lc.Append(fx.StartHook(func(ctx context.Context) { kept = ctx })) }))
	ctx, cancel := context.WithCancel(t.Context())
	require.NoError(t, app.Start(ctx))
	require.NoError(t, kept.Err())
	cancel()
	require.ErrorIs(t, kept.Err(), context.Canceled)
	require.NoError(t, app.Stop(t.Context()))
}

func TestHook_hasNoDeadlineWithoutOneOfStart(t *testing.T) {
	var hasDeadline [2]bool
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
		lc.Append(fx.StartStopHook(func(ctx context.Context) { _, hasDeadline[0] = ctx.Deadline() }, func(ctx context.Context) { _, hasDeadline[1] = ctx.Deadline() }))
	}))
	runOnce(t, app)
	require.Equal(t, [2]bool{}, hasDeadline)
}

func TestAppend_afterTheStartBeganWarns(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	called := false
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
		lc.Append(fx.StartHook(func() { lc.Append(fx.StopHook(func() { called = true })) }))
	}))
	runOnce(t, app)
	runOnce(t, app)
	require.False(t, called)
	require.Equal(t, 2, strings.Count(log.String(), "level=WARN"))
	require.Contains(t, log.String(), "difference_start_test.go")
}

func TestAppend_betweenNewAndStartCounts(t *testing.T) {
	var lc fx.Lifecycle
	var order []string
	app := newApp(t, fx.Populate(&lc))
	lc.Append(record(&order, "late"))
	runOnce(t, app)
	require.Equal(t, []string{"start late", "stop late"}, order)
}

func TestAppend_belongsToWhatIsUnderConstruction(t *testing.T) {
	type registrar struct{ fx.Lifecycle }
	var order []string
	app := newApp(t,
		fx.Provide(
			func(lc fx.Lifecycle) registrar { return registrar{lc} },
			func(r registrar) string { r.Append(record(&order, "string")); return "" },
			func(lc fx.Lifecycle, _ string) int { lc.Append(record(&order, "int")); return 0 },
		),
		fx.Invoke(func(r registrar, _ int) { r.Append(record(&order, "invoke")) }))
	runOnce(t, app)
	require.Equal(t, []string{"start string", "start int", "start invoke", "stop invoke", "stop int", "stop string"}, order)
	require.Contains(t, app.Facet().Graph().Text(), "string")
}

func TestInvoke_runsOnTheGoroutineOfNew(t *testing.T) {
	ended := make(chan bool)
	go func() {
		returned := false
		defer func() { ended <- !returned }()
		fx.New(fx.NopLogger, fx.Invoke(runtime.Goexit))
		returned = true
	}()
	require.True(t, <-ended)
}

func TestShutdown_exitCodeIsThatOfTheLastCall(t *testing.T) {
	var down fx.Shutdowner
	app := newApp(t, fx.Populate(&down))
	require.NoError(t, app.Start(t.Context()))
	first := app.Wait()
	require.NoError(t, down.Shutdown(fx.ExitCode(7)))
	require.Equal(t, 7, (<-first).ExitCode)
	require.NoError(t, app.Stop(t.Context()))
	require.NoError(t, app.Start(t.Context()))
	second := app.Wait()
	require.NoError(t, down.Shutdown())
	require.Equal(t, 0, (<-second).ExitCode)
	require.NoError(t, app.Stop(t.Context()))
}

func TestStop_beforeStartIsAStop(t *testing.T) {
	constructed := 0
	var order []string
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) { constructed++; lc.Append(record(&order, "hook")) }))
	require.NoError(t, app.Stop(t.Context()))
	require.Empty(t, order)
	runOnce(t, app)
	require.Equal(t, 2, constructed)
	require.Equal(t, []string{"start hook", "stop hook"}, order)
}

func TestStart_afterAFailedStartConstructsAnew(t *testing.T) {
	fails, constructed := true, 0
	app := newApp(t, fx.Invoke(func(lc fx.Lifecycle) {
		constructed++
		lc.Append(fx.StartHook(func() error {
			if fails {
				return errors.New("no port")
			}
			return nil
		}))
	}))
	require.Error(t, app.Start(t.Context()))
	fails = false
	runOnce(t, app)
	require.Equal(t, 2, constructed)
}
