// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"math"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

type hook = func(context.Context) error

// causeIs requires that a hook's context ends with that cause, in whatever way it
// is registered.
func causeIs(t *testing.T, want string, timeouts hooks.Timeouts, register func(*hooks.Lifecycle, hook)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		register(b.bounded(timeouts, "a"), func(ctx context.Context) error {
			<-ctx.Done()
			b.note("%v", context.Cause(ctx))
			require.ErrorIs(t, context.Cause(ctx), context.DeadlineExceeded)
			require.True(t, os.IsTimeout(context.Cause(ctx)))
			return nil
		})
		_ = b.start(t.Context(), t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: 5 * time.Second, Stop: stopTimeout})
		_ = down.Drain(b.plan)
		_ = down.Stop(b.plan)
		time.Sleep(time.Hour)
		require.Equal(t, []string{want}, b.took())
	})
}

func TestTimeout_theErrorSaysWhatSetIt(t *testing.T) {
	none, all := hooks.Timeouts{}, hooks.Timeouts{Start: time.Second, Stop: time.Second}
	causeIs(t, "the start timeout of 15s was exceeded; facet.StartTimeout sets it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.OnStart(h)
	})
	causeIs(t, "the stop timeout of 10s was exceeded; facet.StopTimeout sets it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.OnStop(h)
	})
	causeIs(t, "the time to drain and stop of 15s was exceeded; facet.DrainDelay and facet.StopTimeout add up to it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.OnDrain(h)
	})
	causeIs(t, "the hook's own timeout of 1s was exceeded; hooks.Timeout sets it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.OnStop(h, hooks.Timeout(time.Second))
	})
	causeIs(t, "the hook's own timeout of 1s was exceeded; Hook.StartTimeout sets it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.Append(hooks.Hook{OnStart: h, StartTimeout: time.Second})
	})
	causeIs(t, "the hook's own timeout of 1s was exceeded; Hook.StopTimeout sets it", none, func(lc *hooks.Lifecycle, h hook) {
		lc.Append(hooks.Hook{OnStop: h, StopTimeout: time.Second})
	})
	causeIs(t, "the hook's own timeout of 1s was exceeded; provide.StartTimeout sets it", all, func(lc *hooks.Lifecycle, h hook) {
		lc.OnStart(h, hooks.Timeout(time.Minute))
	})
	causeIs(t, "the hook's own timeout of 1s was exceeded; provide.StopTimeout sets it", all, func(lc *hooks.Lifecycle, h hook) {
		lc.OnStop(h)
	})
}

func TestTimeout_aNegativeOneOfAComponentIsNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.bounded(hooks.Timeouts{Start: -1, Stop: math.MinInt64}, "a")
		lc.OnStart(ignores(10 * time.Second))
		lc.OnStop(ignores(10 * time.Hour))
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: -1, Stop: -1})
		require.NoError(t, down.Drain(b.plan))
		takes(t, 10*time.Hour, func() { require.NoError(t, down.Stop(b.plan)) })
	})
}

func TestTeardown_theLongestBudgetsDoNotOverflow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnDrain(func(ctx context.Context) error { time.Sleep(time.Hour); return ctx.Err() })
		lc.OnStop(func(ctx context.Context) error { time.Sleep(time.Hour); return ctx.Err() })
		b.up(t)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: math.MaxInt64, Stop: math.MaxInt64})
		time.AfterFunc(24*time.Hour, down.EndDrain)
		takes(t, 24*time.Hour, func() { require.NoError(t, down.Drain(b.plan)) })
		takes(t, time.Hour, func() { require.NoError(t, down.Stop(b.plan)) })
	})
}

// The stop of an abandoned start hook that succeeded after all.
func TestTimeout_ofALateStopTheErrorSaysWhatSetIt(t *testing.T) {
	for timeout, want := range map[time.Duration]string{
		0:           "the stop timeout of 10s was exceeded; facet.StopTimeout sets it",
		time.Second: "the hook's own timeout of 1s was exceeded; Hook.StopTimeout sets it",
		time.Minute: "the stop timeout of 10s was exceeded; facet.StopTimeout sets it",
	} {
		causeIs(t, want, hooks.Timeouts{}, func(lc *hooks.Lifecycle, h hook) {
			lc.Append(hooks.Hook{OnStart: ignores(17 * time.Second), OnStop: h, StopTimeout: timeout})
		})
	}
}
