// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// slow returns the events of what is slow, as "hook took waiting".
func (b *fixture) slow() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var lines []string
	for _, e := range b.events {
		if e.Op == observe.OpSlow {
			lines = append(lines, fmt.Sprintf("%s: %s %v %v+%d", e.Node, e.Hook, e.Took, e.Waiting, e.MoreWaiting))
		}
	}
	return lines
}

func TestSlow_aStartHookIsTwoSecondsOldThenTwiceAsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStart(ignores(time.Second))
		b.component("db", 0).OnStart(ignores(9*time.Second), hooks.Name("open"))
		for i := range 7 {
			b.component(fmt.Sprint("user", i), 1).OnStart(b.says("user"))
		}
		b.up(t)
		require.Equal(t, []string{
			"db: open 2s [user0 user1 user2 user3 user4]+2",
			"db: open 4s [user0 user1 user2 user3 user4]+2",
			"db: open 8s [user0 user1 user2 user3 user4]+2",
		}, b.slow())
		require.NoError(t, b.stop(t))
	})
}

func TestSlow_aStopHookAndATaskThatIsAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(ignores(3*time.Second), hooks.Name("close"))
		b.component("b", 0).Go("poll", ignores(6*time.Second))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"b: poll 2s [a]+0", "b: poll 4s [a]+0", "a: close 2s []+0"}, b.slow())
	})
}

func TestSlow_aTaskThatRunsAndADrainHookAreNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Go("poll", obeys)
		lc.OnDrain(ignores(5 * time.Second))
		b.up(t)
		time.Sleep(time.Hour)
		down := b.Teardown(t.Context(), hooks.Budget{Drain: 5 * time.Second, Stop: stopTimeout})
		require.NoError(t, down.Drain(b.plan))
		require.NoError(t, down.Stop(b.plan))
		require.Empty(t, b.slow())
	})
}

func TestSlow_whatWasAbandonedIsNotSlowAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").OnStop(ignores(time.Hour), hooks.Timeout(2500*time.Millisecond))
		b.component("b").OnStop(func(context.Context) error { time.Sleep(time.Second); return nil })
		b.up(t)
		require.Error(t, b.stop(t))
		require.Equal(t, []string{"a: OnStop 2s []+0"}, b.slow())
		time.Sleep(2 * time.Hour)
	})
}
