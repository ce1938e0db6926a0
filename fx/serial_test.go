// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx_test

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"
	"go.uber.org/fx/fxevent"
)

// unsafeLogger is no logger for several goroutines, and calls back into the app.
type unsafeLogger struct {
	events int
	inside bool
	down   fx.Shutdowner
	t      *testing.T
}

func (l *unsafeLogger) LogEvent(e fxevent.Event) {
	if l.inside {
		l.t.Error("two events at a time")
	}
	l.inside = true
	l.events++
	if _, ok := e.(*fxevent.Started); ok {
		_ = l.down.Shutdown()
	}
	l.inside = false
}

func TestLogger_receivesOneEventAtATime(t *testing.T) {
	t.Setenv("FACET_CONCURRENT", "1")
	log := &unsafeLogger{t: t}
	var together sync.WaitGroup
	var opts []fx.Option
	for range 8 {
		together.Add(1)
		opts = append(opts, fx.Invoke(func(lc fx.Lifecycle) {
			lc.Append(fx.Hook{OnStart: func(context.Context) error { together.Done(); together.Wait(); return nil }})
		}))
	}
	app := fx.New(append(opts, fx.Populate(&log.down), fx.WithLogger(func() fxevent.Logger { return log }))...)
	require.NoError(t, app.Err())
	ended := app.Wait()
	require.NoError(t, app.Start(t.Context()))
	<-ended
	require.NoError(t, app.Stop(t.Context()))
	require.Greater(t, log.events, 16)
}

func TestLogger_ofAFailedConstructorIsTheOneAround(t *testing.T) {
	outer := &unsafeLogger{t: t}
	app := fx.New(
		fx.WithLogger(func() fxevent.Logger { return outer }),
		fx.Module("inner", fx.WithLogger(func(missing) fxevent.Logger { return nil })))
	require.ErrorContains(t, app.Err(), "missing type: fx_test.missing")
	require.Positive(t, outer.events)
}
