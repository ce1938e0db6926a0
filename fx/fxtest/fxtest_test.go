// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxtest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/fx"
	"go.uber.org/fx/fxtest"
)

// tb records what a test receives, and does not end it.
type tb struct {
	logs, errs []string
	failed     int
}

func (t *tb) Logf(format string, args ...any) { t.logs = append(t.logs, fmt.Sprintf(format, args...)) }

func (t *tb) Errorf(format string, args ...any) {
	t.errs = append(t.errs, fmt.Sprintf(format, args...))
}
func (t *tb) FailNow() { t.failed++ }

func TestLifecycle_runsHooksAndStopsInReverse(t *testing.T) {
	var order []string
	hook := func(name string) fx.Hook {
		return fx.StartStopHook(func() { order = append(order, "start "+name) }, func() { order = append(order, "stop "+name) })
	}
	spy := &tb{}
	lc := fxtest.NewLifecycle(spy)
	lc.Append(hook("a"))
	lc.Append(hook("b"))
	lc.RequireStart().RequireStop()
	lc.RequireStart().RequireStop()
	once := []string{"start a", "start b", "stop b", "stop a"}
	require.Equal(t, append(once, once...), order)
	require.Zero(t, spy.failed)
	require.Contains(t, spy.logs[0], "HOOK OnStart")
	require.Contains(t, spy.logs[0], "fxtest_test.TestLifecycle_runsHooksAndStopsInReverse")
}

func TestLifecycle_stopsOnlyWhatHadStarted(t *testing.T) {
	stopped := 0
	spy := &tb{}
	lc := fxtest.NewLifecycle(spy)
	lc.Append(fx.StopHook(func() { stopped++ }))
	lc.Append(fx.Hook{OnStart: func(context.Context) error { return errors.New("no port") }, OnStop: func(context.Context) error { stopped++; return nil }})
	lc.RequireStart()
	require.Equal(t, []string{"lifecycle didn't start cleanly: no port"}, spy.errs)
	require.ErrorContains(t, lc.Start(t.Context()), "incompleteStart")
	lc.RequireStop()
	require.Equal(t, 1, stopped)
	require.Equal(t, 1, spy.failed)
}

func TestEnforceTimeout_returnsAtTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lc := fxtest.NewLifecycle(&tb{}, fxtest.EnforceTimeout(true))
		release := make(chan struct{})
		defer close(release)
		lc.Append(fx.StartHook(func() { <-release }))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, lc.Start(ctx), context.DeadlineExceeded)
	})
}

func TestNewLifecycle_withoutATestPanics(t *testing.T) {
	lc := fxtest.NewLifecycle(nil)
	lc.Append(fx.StartHook(func() error { return errors.New("no port") }))
	require.PanicsWithValue(t, "lifecycle didn't start cleanly: no port", func() { lc.RequireStart() })
}

func TestNew_failsTheTest(t *testing.T) {
	spy := &tb{}
	fxtest.New(spy, fx.Error(errors.New("wrong")))
	require.Equal(t, 1, spy.failed)
	require.Equal(t, []string{"fx.New failed: wrong"}, spy.errs)
}
