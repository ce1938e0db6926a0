// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestEvents_tellEachStepOnceInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Append(b.pair("a"))
		lc.OnDrain(b.says("drain"), hooks.Name("drain"))
		lc.Cleanup(b.cleanup("a"))
		lc.OnStart(b.says("+only"), hooks.Name("only"))
		_ = lc.Context()
		b.up(t)
		down := b.teardown(t)
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		cleanup := "a " + b.events[len(b.events)-1].Hook
		require.Equal(t, []string{
			"starting a a", "started a a", "starting a only", "started a only",
			"draining a drain", "drained a drain", "stopping a a", "stopped a a",
			"cleaning " + cleanup, "cleaned " + cleanup,
		}, b.seen())
	})
}

func TestEvents_theFailureOfATaskIsOneEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("planned", func(ctx context.Context) error { <-ctx.Done(); return errBoom })
		b.up(t)
		lc.Go("added", func(ctx context.Context) error { <-ctx.Done(); return errBoom })
		time.Sleep(time.Second)
		require.Error(t, b.stop(t))
		require.Equal(t, []string{"finished a added !", "stopping a planned", "finished a planned !", "stopped a planned"},
			b.seen(observe.OpFinished, observe.OpStopping, observe.OpStopped))
	})
}

func TestEvents_afterNamesTheStepWhoseEndMadeThisOneEligible(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Append(b.pair("one"))
		lc.OnStop(b.says("-two"), hooks.Name("two"))
		lc.Append(b.pair("three"))
		lc.OnStart(b.says("+four"), hooks.Name("four"))
		lc.Cleanup(b.cleanup("first"))
		lc.Cleanup(b.cleanup("second"))
		b.up(t)
		require.NoError(t, b.stop(t))
		var after []string
		first := b.events[len(b.events)-3].Hook // of the cleanups
		for _, e := range b.events {
			switch e.Op {
			case observe.OpStarting, observe.OpStopping, observe.OpCleaning:
				after = append(after, e.After)
			default:
				require.Empty(t, e.After)
			}
		}
		require.Equal(t, []string{
			"", "a one", "a three", // the start of two has nothing to do
			"", "a three", "a two", // nor has the stop of four
			"a one", "a " + first,
		}, after)
	})
}

func TestEvents_withoutAnObserverOnlyFailuresMakeOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fixture{}
		b.with(observe.NewStream(func(e observe.Event) { b.note("%v %s %v", e.Op, e.Hook, e.Took) }), grace)
		lc := b.component("a")
		lc.Append(b.pair("a"))
		lc.OnStop(func(context.Context) error {
			time.Sleep(time.Second)
			return errBoom
		}, hooks.Name("fails"))
		lc.Go("task", obeys)
		b.up(t)
		require.ErrorIs(t, b.stop(t), errBoom)
		require.Equal(t, []string{"+a", "stopped fails 1s", "-a"}, b.took())
	})
}

// The hook returns while the supervisor is still reporting it.
func TestEvents_returnedComesAfterAbandoned(t *testing.T) {
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			b := newFixture()
			b.mode.Concurrent = true
			for range 4 {
				b.component("a").OnStop(ignores(stopTimeout+grace), hooks.Name("slow"))
			}
			b.up(t)
			_ = b.stop(t)
			time.Sleep(time.Hour)
			open := 0
			for _, e := range b.seen(observe.OpAbandoned, observe.OpReturned) {
				if e == "returned a slow" {
					open--
				} else {
					open++
				}
				require.GreaterOrEqual(t, open, 0)
			}
		})
	}
}

func TestEvents_aSlowObserverOfAnAbandonedHookSeesItsReturnAfterwards(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fixture{}
		release := make(chan struct{})
		b.with(observe.NewStream(nil, func(e observe.Event) {
			b.note("%v %s", e.Op, e.Hook)
			if e.Op == observe.OpStarting && e.Hook == "holds" {
				<-release // the stream, while the next event waits
			}
		}), grace).patient()
		b.mode.Concurrent = true
		lcs := b.components("a", "b")
		lcs[0].OnStart(ignores(2500*time.Millisecond), hooks.Name("late"), hooks.Timeout(time.Second))
		lcs[1].OnStart(func(context.Context) error {
			time.Sleep(1900 * time.Millisecond)
			lcs[1].Go("task", func(context.Context) error { return nil })
			return nil
		}, hooks.Name("first"))
		lcs[1].OnStart(b.says("+holds"), hooks.Name("holds"))
		time.AfterFunc(10*time.Second, func() { close(release) })
		require.Error(t, b.start(t.Context(), t))
		time.Sleep(time.Hour)
		require.NoError(t, b.stop(t))
		lines := b.took()
		require.Contains(t, lines, "returned late")
		require.Less(t, index(lines, "abandoned late"), index(lines, "returned late"))
	})
}

func index(lines []string, line string) int {
	for i, l := range lines {
		if l == line {
			return i
		}
	}
	return -1
}
