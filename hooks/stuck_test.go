// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

// hung returns the errors of what was abandoned, by hook.
func hung(err error) map[string]*hooks.HookError {
	found := map[string]*hooks.HookError{}
	for _, h := range hookErrors(err) {
		if h.Abandoned {
			found[h.Hook] = h
		}
	}
	return found
}

func TestStart_aHungHookNamesTheComponentsThatWaitForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lcs := b.components("before", "stuck", "without steps", "only stop", "next", "last")
		lcs[0].OnStart(b.says("before"))
		lcs[1].OnStart(ignores(time.Hour), hooks.Name("stuck"))
		lcs[1].OnStart(b.says("never"))
		lcs[3].OnStop(b.says("never"))
		lcs[4].OnStart(b.says("never"))
		lcs[4].OnStart(b.says("never"))
		lcs[5].Go("task", obeys)
		h := hung(b.start(t.Context(), t))["stuck"]
		require.Equal(t, []string{"next", "last"}, h.Waiting)
		require.Zero(t, h.MoreWaiting)
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
	})
}

// The nearest is what is the fewest components away, however many steps they have
// and in whatever order they were constructed.
func TestStart_aHungHookNamesTheNearestFirstAndCountsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		b.component("stuck").OnStart(ignores(time.Hour), hooks.Name("stuck"))
		near := b.component("near", 0)
		for range 5 {
			near.OnStart(b.says("never"))
		}
		for _, dep := range []int{0, 2, 3} { // nodes without handles
			b.nodes = append(b.nodes, hooks.Node{Deps: []int{dep}})
			b.ids = append(b.ids, "")
		}
		for _, c := range []struct {
			id  string
			dep int
		}{{"after near", 1}, {"after the nodes", 4}, {"also near", 0}, {"after also near", 7}, {"3 away", 8}, {"4 away", 9}, {"5 away", 10}} {
			b.component(c.id, c.dep).OnStart(b.says("never"))
		}
		b.component("apart").OnStart(b.says("apart"))
		h := hung(b.start(t.Context(), t))["stuck"]
		require.Equal(t, []string{"near", "also near", "after the nodes", "after also near", "after near"}, h.Waiting)
		require.Equal(t, 3, h.MoreWaiting)
		require.ErrorContains(t, h, "\n  waiting for it: near, also near, after the nodes, after also near, after near and 3 more\n")
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
	})
}

func TestStart_theNextStageWaitsForEachMemberOfTheStageBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for i, id := range []string{"a1", "a2", "b1", "b2"} {
			b.component(id).OnStart(ignores(time.Hour*time.Duration(i)), hooks.Name(id))
			b.nodes[i].Group = id[:1]
		}
		h := hung(b.start(t.Context(), t))["a2"]
		require.Equal(t, []string{"b1", "b2"}, h.Waiting)
		require.NoError(t, b.stop(t))
		time.Sleep(time.Hour)
	})
}

func TestTeardown_aHungHookNamesThoseThatAreToStopAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lcs := b.components("hook", "only start", "task", "context", "stuck", "stopped before")
		lcs[0].OnStop(b.says("-hook"))
		lcs[1].OnStart(b.says("+start"))
		lcs[1].Cleanup(b.cleanup("start"))
		lcs[2].Go("task", obeys)
		lcs[3].Context()
		lcs[4].OnStop(ignores(time.Hour), hooks.Name("stuck"))
		lcs[5].OnStop(b.says("-before"))
		b.up(t)
		h := hung(b.stop(t))["stuck"]
		require.Equal(t, []string{"context", "task", "hook"}, h.Waiting)
		time.Sleep(time.Hour)
	})
}

func TestTeardown_whatNeverStartedDoesNotWaitToBeStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		b.component("low").Append(b.pair("low"))
		b.component("fails", 0).Append(hooks.Hook{OnStart: func(context.Context) error {
			time.Sleep(time.Second)
			return errBoom
		}, OnStop: b.says("never")})
		b.component("stuck", 0, 1).OnStop(b.says("never"))
		b.component("other", 0).OnStop(ignores(time.Hour), hooks.Name("other"))
		require.ErrorIs(t, b.start(t.Context(), t), errBoom)
		h := hung(b.stop(t))["other"]
		require.Equal(t, []string{"low"}, h.Waiting)
		time.Sleep(time.Hour)
	})
}

func TestTeardown_aHungCleanupNamesTheComponentsWhoseCleanupsComeAfterIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		for i, id := range []string{"first", "without", "second", "stuck"} {
			lc := b.component(id)
			lc.OnStop(b.says("-"))
			if i != 1 {
				lc.Cleanup(b.cleanup(id))
			}
		}
		b.component("last").Cleanup(func() error { return ignores(time.Hour)(t.Context()) })
		b.up(t)
		list := hookErrors(b.stop(t))
		require.Len(t, list, 1)
		require.Equal(t, []string{"stuck", "second", "first"}, list[0].Waiting)
		time.Sleep(time.Hour)
	})
}

func TestHookError_onlyWhatWasAbandonedSaysWhatWaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lcs := b.components("fails", "next")
		lcs[0].OnStart(fails(errBoom))
		lcs[1].OnStart(b.says("never"))
		var h *hooks.HookError
		require.ErrorAs(t, b.start(t.Context(), t), &h)
		require.Empty(t, h.Waiting)
		require.Empty(t, h.Goroutines)
		require.NoError(t, b.stop(t))
	})
}

// wait is what the goroutines of the tests below are in.
func wait(until <-chan struct{}) { <-until }

func TestHookError_hasTheOtherGoroutinesThatTheComponentStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		end := make(chan struct{})
		lcs := b.components("other", "stuck")
		for i, lc := range lcs {
			lc.OnStart(func(context.Context) error {
				for range 2 + i {
					go wait(end)
				}
				return nil
			})
		}
		lcs[1].Go("task", overstays)
		lcs[1].OnStop(ignores(time.Hour), hooks.Name("stuck"))
		b.up(t)
		found := hung(b.stop(t))
		h := found["stuck"]
		require.Contains(t, h.Stack, "ignores")
		require.Regexp(t, `^3 goroutines\n  \S+/hooks_test\.wait\(\.\.\.\)\n  \t\S+/stuck_test\.go:\d+\n1 goroutine\n`, h.Goroutines)
		require.Contains(t, h.Goroutines, "hooks_test.overstays", "a task is one that the component started")
		require.NotContains(t, h.Goroutines, "facet/hooks.", "nothing of facet's own")

		h = found["task"]
		require.Contains(t, h.Stack, "hooks_test.overstays")
		require.NotContains(t, h.Goroutines, "hooks_test.overstays", "the stack is said once")
		require.Contains(t, h.Goroutines, "3 goroutines\n")
		close(end)
		time.Sleep(2 * time.Hour)
	})
}

// It is named with a stack of its own.
func TestHookError_anotherHookIsNoGoroutineOfTheComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnDrain(ignores(time.Hour))
		lc.OnDrain(overstays)
		b.up(t)
		down := b.teardown(t)
		list := hookErrors(down.Drain(b.plan))
		require.Len(t, list, 2)
		for _, h := range list {
			require.NotEmpty(t, h.Stack)
			require.Empty(t, h.Goroutines)
		}
		require.NoError(t, down.Stop(b.plan))
		time.Sleep(time.Hour)
	})
}

func TestHookError_ofManyThatAreAbandonedSixteenAreLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		b.component("waits").OnStop(ignores(time.Minute))
		for i := range 20 {
			b.component(strconv.Itoa(i), 0).OnStop(func(context.Context) error {
				go wait(t.Context().Done())
				time.Sleep(time.Minute)
				return nil
			}, hooks.Name(strconv.Itoa(i)))
		}
		b.up(t)
		counts := [4]int{}
		for _, h := range hung(b.stop(t)) {
			for i, is := range []bool{true, h.Stack != "", h.Goroutines != "", len(h.Waiting) > 0} {
				if is {
					counts[i]++
				}
			}
		}
		require.Equal(t, [4]int{21, 16, 16, 16}, counts)
		time.Sleep(time.Hour)
	})
}

// loader has a hook that waits for its workers, which wait for something else.
type loader struct{ end chan struct{} }

func (l *loader) load(context.Context) error {
	for range 2 {
		go l.work()
	}
	<-l.end
	return nil
}

func (l *loader) work() { <-l.end }

func TestHookError_ErrorOfWhatWasAbandonedSaysAllThatHelps(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		l := &loader{make(chan struct{})}
		store := b.component("example.com/orders/store.New")
		store.Go("vacuum", obeys)
		store.OnStart(l.load, hooks.Name("example.com/orders/store.New.load"))
		b.component("example.com/orders/cache.New", 0).OnStart(obeys)
		for _, name := range []string{"mail", "billing", "stock", "search", "http", "grpc"} {
			b.component("example.com/orders/"+name+".New", 1).OnStart(obeys)
		}
		err := b.start(t.Context(), t)
		golden.Equal(t, "stuck.txt", masked(err.Error()+"\n"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		close(l.end)
		require.NoError(t, b.stop(t))
	})
}

// A step that is being abandoned still runs during the event, and the budget of the
// start may end just then.
func TestStart_theBudgetEndsWhileAHookIsAbandoned(t *testing.T) {
	for _, slow := range []time.Duration{0, 2 * time.Second} { // an observer
		synctest.Test(t, func(t *testing.T) {
			b := &fixture{}
			b.with(observe.NewStream(nil, func(e observe.Event) {
				if e.Op == observe.OpAbandoned {
					time.Sleep(slow)
				}
			}), time.Second)
			b.mode.Concurrent = true
			hang := make(chan struct{})
			b.component("stuck").OnStart(func(context.Context) error { <-hang; return nil }, hooks.Timeout(time.Second))
			b.component("sibling").OnStart(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
			b.seal(t)
			var hung *hooks.HookError
			require.ErrorAs(t, b.Start(t.Context(), b.plan, 2*time.Second+slow/2), &hung)
			require.Equal(t, "stuck", hung.Component)
			require.True(t, hung.Abandoned)
			require.NoError(t, b.stop(t))
			close(hang)
			time.Sleep(time.Minute)
		})
	}
}
