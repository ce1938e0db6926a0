// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

type key struct{}

// late is a hook whose start takes a minute whatever its context says.
func late(b *fixture, stop func(context.Context) error, err error) hooks.Hook {
	return hooks.Hook{
		Name: "late", StartTimeout: time.Second,
		OnStart: func(context.Context) error {
			time.Sleep(time.Minute)
			b.note("+late")
			return err
		},
		OnStop: stop,
	}
}

func TestStart_anAbandonedHookThatReturnsNilIsStoppedAtOnceWithAFreshTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		began := time.Now()
		b.component("a").Append(b.pair("a"))
		b.component("b").Append(late(b, func(ctx context.Context) error {
			require.Equal(t, time.Minute, time.Since(began))
			deadline, ok := ctx.Deadline()
			require.True(t, ok)
			require.Equal(t, stopTimeout, time.Until(deadline))
			require.NoError(t, ctx.Err())
			require.Equal(t, "value", ctx.Value(key{}))
			b.note("-late")
			return errBoom
		}, nil))
		var err error
		takes(t, time.Second+grace, func() {
			err = b.start(context.WithValue(t.Context(), key{}, "value"), t)
		})
		require.Equal(t, []string{"start-hung late"}, slugs(err))
		takes(t, 0, func() { require.NoError(t, b.stop(t)) })
		require.Equal(t, []string{"+a", "-a"}, b.took(), "nothing waits for it")
		time.Sleep(time.Hour)
		require.Equal(t, []string{"+late", "-late"}, b.took())
		require.Empty(t, b.reports())
		require.Equal(t, []string{"abandoned b late !", "stopped a a", "returned b late", "stopped b late !"},
			b.seen(observe.OpAbandoned, observe.OpReturned, observe.OpStopped))
	})
}

func TestStart_anAbandonedHookThatReturnsAnErrorIsNotStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Append(late(b, b.says("-late"), errBoom))
		require.Error(t, b.start(t.Context(), t))
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
		require.Equal(t, []string{"+late"}, b.took())
		require.Equal(t, []string{"abandoned a late !", "returned a late !"}, b.seen(observe.OpAbandoned, observe.OpReturned))
	})
}

func TestStart_theStopOfALateHookMayPanicOrExit(t *testing.T) {
	ends := map[string]func(){"stop-panicked": func() { panic("x") }, "stop-exited": runtime.Goexit}
	for slug, end := range ends {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").Append(late(b, func(context.Context) error { end(); return nil }, nil))
				require.Error(t, b.start(t.Context(), t))
				require.NoError(t, b.stop(t))
				time.Sleep(time.Hour)
				synctest.Wait()
				last := b.events[len(b.events)-1]
				require.Equal(t, observe.OpStopped, last.Op)
				require.Equal(t, []string{slug + " late"}, slugs(last.Err))
			})
		})
	}
}

func TestStart_anAbandonedHookThatExitsIsNotStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		h := late(b, b.says("-late"), nil)
		h.OnStart = func(context.Context) error {
			time.Sleep(time.Minute)
			runtime.Goexit()
			return nil
		}
		b.component("a").Append(h)
		require.Error(t, b.start(t.Context(), t))
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
		require.Empty(t, b.took())
		require.Equal(t, []string{"returned a late !"}, b.seen(observe.OpReturned))
	})
}

func TestStop_anAbandonedHookThatReturnsIsAnEventAndIsNotCalledAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Append(b.pair("a"))
		b.component("b").OnStop(func(context.Context) error {
			time.Sleep(time.Minute)
			b.note("-late")
			return errBoom
		}, hooks.Name("late"))
		b.up(t)
		require.Equal(t, []string{"stop-hung late"}, slugs(b.stop(t)))
		time.Sleep(time.Hour)
		require.Equal(t, []string{"+a", "-a", "-late"}, b.took())
		require.Equal(t, []string{"abandoned b late !", "returned b late !"}, b.seen(observe.OpAbandoned, observe.OpReturned))
	})
}

func TestRelease_runsEveryCleanupTheLatestFirst(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.Cleanup(b.cleanup("first"))
	lc.Cleanup(func() error { panic("x") })
	lc.Cleanup(b.cleanup("last"))
	ctx := lc.Context()
	require.Equal(t, []string{"cleanup-panicked"}, kinds(b.RunCleanups(lc)))
	require.Equal(t, []string{"~last", "~first"}, b.took())
	require.Error(t, ctx.Err())
	lc.OnStop(b.says("late"))
	require.Len(t, b.seen(observe.OpWarning), 1, "it registers nothing any more")
	require.Empty(t, b.reports(), "and concerns no run any more")
}

// It runs on a goroutine that is the constructor's.
func TestRelease_runsEveryCleanupAlthoughOneExits(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.Cleanup(b.cleanup("first"))
	lc.Cleanup(func() error { runtime.Goexit(); return nil })
	ended := make(chan struct{})
	var err error
	go func() {
		defer close(ended)
		err = b.RunCleanups(lc)
	}()
	<-ended
	require.Equal(t, []string{"~first"}, b.took())
	require.Equal(t, []string{"cleanup-exited"}, kinds(err))
}
