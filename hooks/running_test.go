// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/observe"
)

// brief returns a line for each that runs: its phase, its name, how long, and
// whether it is awaited or abandoned.
func brief(list []hooks.Running) []string {
	var lines []string
	for _, r := range list {
		line := fmt.Sprintf("%s %s %v", r.Phase, r.Name(), r.Elapsed)
		if r.Awaited {
			line += " awaited"
		}
		if r.Abandoned {
			line += " abandoned"
		}
		lines = append(lines, line)
	}
	return lines
}

// later returns what runs after d.
func (b *fixture) later(d time.Duration) <-chan []hooks.Running {
	c := make(chan []hooks.Running, 1)
	time.AfterFunc(d, func() { c <- b.Inspect() })
	return c
}

func TestRunning_namesWhatIsWaitedForTheLongestFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		lcs := b.components("a", "b")
		lcs[1].OnStart(ignores(2*time.Second), hooks.Name("second"))
		lcs[0].OnStart(ignores(time.Second), hooks.Name("before"))
		lcs[0].OnStart(ignores(5*time.Second), hooks.Name("first"))
		time.AfterFunc(1500*time.Millisecond, func() { b.note("%q", brief(b.Running())) })
		b.up(t)
		require.Equal(t, []string{`["start b: second 1.5s awaited" "start a: first 500ms awaited"]`}, b.took())
		require.NoError(t, b.stop(t))
		require.Empty(t, b.Running())
	})
}

// Every phase, and the tasks that run during it.
func TestRunning_saysInWhichPhaseAHookOrATaskIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		slow := ignores(time.Second)
		lc := b.component("a")
		lc.Cleanup(func() error { return slow(t.Context()) })
		lc.Go("task", func(ctx context.Context) error {
			<-ctx.Done()
			return slow(ctx)
		})
		lc.Serve("serve", func(ctx context.Context, ready func()) error {
			time.Sleep(time.Second)
			ready()
			return obeys(ctx)
		})
		lc.OnDrain(slow)
		lc.OnStop(slow)
		now := func() { time.AfterFunc(time.Second/2, func() { b.note("%s", strings.Join(brief(b.Running()), ", ")) }) }
		now()
		b.up(t)
		now()
		down := b.teardown(t)
		require.NoError(t, down.Drain(b.plan))
		for i := range 3 {
			time.AfterFunc(time.Duration(i)*time.Second, now)
		}
		require.NoError(t, down.Stop(b.plan))
		require.Equal(t, []string{
			"start a: serve 500ms awaited, task a: task 500ms",
			"drain a: OnDrain 500ms awaited, task a: serve 1.5s, task a: task 1.5s",
			"stop a: OnStop 500ms awaited, task a: serve 2.5s, task a: task 2.5s",
			"task a: task 500ms awaited",
			"cleanup a: Cleanup 500ms awaited",
		}, b.took())
	})
}

func TestRunning_whatWasAbandonedIsListedUntilItReturns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		lcs := b.components("hook", "exits", "task")
		lcs[0].OnStop(ignores(time.Minute), hooks.Name("stuck"))
		lcs[1].OnStop(func(context.Context) error {
			time.Sleep(time.Minute)
			runtime.Goexit()
			return nil
		}, hooks.Name("exits"))
		lcs[2].Go("loop", func(context.Context) error { return ignores(time.Minute)(t.Context()) })
		b.up(t)
		require.Len(t, hung(b.stop(t)), 3)
		require.Equal(t, []string{
			"stop exits: exits 11s abandoned", "stop hook: stuck 11s abandoned", "task task: loop 11s abandoned",
		}, brief(b.Inspect()))
		for _, r := range b.Inspect() {
			require.Contains(t, r.Stack, "time.Sleep")
			require.Empty(t, r.Waiting)
		}
		time.Sleep(time.Minute)
		require.Empty(t, b.Running())
	})
}

// An observer inspects it during the event, when two goroutines are involved.
func TestRunning_anAbandonedServeIsListedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &fixture{}
		b.with(observe.NewStream(nil, func(e observe.Event) {
			if e.Op == observe.OpAbandoned {
				b.note("%q", brief(b.Running()))
			}
		}), grace)
		b.component("a").Serve("serve", func(context.Context, func()) error { return ignores(time.Minute)(t.Context()) })
		require.Error(t, b.start(t.Context(), t))
		require.Regexp(t, `^\["(start|task) a: serve 16s abandoned"\]$`, strings.Join(b.took(), ", "))
		time.Sleep(time.Second)
		require.Equal(t, []string{"task a: serve 17s abandoned"}, brief(b.Running()))
		require.NoError(t, b.stop(t))
		time.Sleep(time.Minute)
		require.Empty(t, b.Running())
	})
}

// Its stop is called then, and is what runs.
func TestRunning_anAbandonedStartThatSucceedsAfterAllIsListedWhileItIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Append(hooks.Hook{Name: "late", OnStart: ignores(20 * time.Second), OnStop: ignores(2 * time.Second)})
		require.Error(t, b.start(t.Context(), t))
		require.Equal(t, []string{"start a: late 16s abandoned"}, brief(b.Running()))
		require.NoError(t, b.stop(t))
		time.Sleep(5 * time.Second)
		require.Equal(t, []string{"stop a: late 1s abandoned"}, brief(b.Running()))
		time.Sleep(2 * time.Second)
		require.Empty(t, b.Running())
	})
}

func TestInspect_hasTheStackAndTheGoroutinesOfWhatIsWaitedForAndWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		l := &loader{make(chan struct{})}
		lc := b.component("stuck")
		lc.Go("task", obeys)
		lc.OnStart(l.load, hooks.Name("load"))
		b.component("next").OnStart(b.says("next"))
		seen := b.later(time.Second)
		time.AfterFunc(2*time.Second, func() { close(l.end) })
		b.up(t)
		list := <-seen
		require.Equal(t, []string{"start stuck: load 1s awaited", "task stuck: task 1s"}, brief(list))
		require.Equal(t, []string{"next"}, list[0].Waiting)
		require.Contains(t, list[0].Stack, "hooks_test.(*loader).load")
		require.Contains(t, list[0].Goroutines, "2 goroutines\n  github.com/facet-go/facet/hooks_test.(*loader).work(...)\n")
		require.Contains(t, list[0].Place.String(), "hooks/running_test.go:")
		require.Empty(t, list[1].Stack, "a task that is up is not looked into")
		require.NoError(t, b.stop(t))
	})
}

func TestInspect_ofATaskThatIsStoppedHasItsOwnStack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("waits").OnStop(b.says("-"))
		b.component("a").Go("task", func(ctx context.Context) error {
			<-ctx.Done()
			return overstays(ctx)
		})
		b.up(t)
		seen := b.later(2 * time.Second)
		require.Error(t, b.stop(t))
		list := <-seen
		require.Equal(t, []string{"task a: task 2s awaited"}, brief(list))
		require.Contains(t, list[0].Stack, "hooks_test.overstays")
		require.Equal(t, []string{"waits"}, list[0].Waiting)
		time.Sleep(time.Hour)
	})
}

func TestInspect_ofManySixteenAreLookedInto(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		for i := range 20 {
			b.component(strconv.Itoa(i)).OnStart(ignores(2 * time.Second))
			b.component(fmt.Sprint("after ", i), 2*i).OnStart(b.says("+"))
		}
		seen := b.later(time.Second)
		b.up(t)
		stacks, waiting := 0, 0
		list := <-seen
		for _, r := range list {
			if r.Stack != "" {
				stacks++
			}
			if len(r.Waiting) > 0 {
				waiting++
			}
		}
		require.Equal(t, []int{20, 16, 16}, []int{len(list), stacks, waiting})
		require.NoError(t, b.stop(t))
	})
}

func TestRunning_StringSaysAllThatIsKnown(t *testing.T) {
	r := hooks.Running{
		Component: "example.com/orders/store.New", Hook: "load", Phase: hooks.PhaseStart, Elapsed: 1500 * time.Millisecond,
		Waiting: []string{"example.com/orders/http.New"}, Stack: "goroutine 7 [select]:\nstore.load()\n\tstore.go:12", Goroutines: "1 goroutine\n  store.work(...)\n  \tstore.go:15",
	}
	golden.Equal(t, "running.txt", r.String()+"\n"+hooks.Running{Component: "example.com/orders/store.New", Phase: "constructor", NoStack: "12345 goroutines"}.String()+"\n")
}
