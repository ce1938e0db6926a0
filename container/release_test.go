// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRelease_returnsNodesWithoutUsers(t *testing.T) {
	c := shop(t).container()
	ofCache, _ := use[*cache](t, c)
	ofServer, _ := use[*server](t, c)
	ofConfig, _ := use[*config](t, c)
	require.Equal(t, []int{0}, ofCache.Release())
	require.Empty(t, ofConfig.Release())
	require.Equal(t, []int{3, 2, 1}, ofServer.Release(), "in construction order")
}

func TestRelease_isInConstructionOrderAcrossBuilds(t *testing.T) {
	c := shop(t).container()
	ofConfig, _ := use[*config](t, c)
	ofServer, _ := use[*server](t, c)
	ofBoth := prepare(t, c, func(*cache, *server) {})
	require.Empty(t, ofServer.Release())
	require.Empty(t, ofConfig.Release())
	require.Equal(t, []int{3, 2, 1, 0}, ofBoth.Release())
}

func TestRelease_leavesEverythingAliveUntilForget(t *testing.T) {
	c := shop(t).container()
	b, first := use[*database](t, c)
	nodes := b.Release()
	require.Equal(t, []int{3, 2}, nodes)
	require.Equal(t, []int{3, 2}, c.Live())

	b, second := use[*database](t, c)
	require.Same(t, first, second)
	require.Equal(t, []int{3, 2}, b.Release(), "it was the only user again")

	c.Evict(nodes)
	require.Empty(t, c.Live())
	_, third := use[*database](t, c)
	require.NotSame(t, first, third)
}

func TestRelease_ofAFailedBuildReturnsWhatItHadConstructed(t *testing.T) {
	c := shop(t).provide(func(*cache) (*queue, error) { return nil, errRefused }).container()
	ofConfig, _ := use[*config](t, c)
	failed, err := c.Prepare(t.Context(), calling(t, runQueue), config0)
	require.ErrorIs(t, err, errRefused)
	require.Equal(t, []int{3, 2, 0}, failed.Nodes())
	require.Equal(t, []int{2, 0}, failed.Release())
	require.Equal(t, []int{3}, ofConfig.Release())
}

func TestRelease_ofABuildThatWasRefusedReturnsNothing(t *testing.T) {
	c := shop(t).container()
	ofDatabase, _ := use[*database](t, c)
	refused, err := c.Prepare(t.Context(), calling(t, func(*database, *mailer) {}), config0)
	require.Error(t, err)
	require.Empty(t, refused.Nodes())
	require.False(t, refused.Uses(2))
	require.Empty(t, refused.Release())
	require.Equal(t, []int{3, 2}, ofDatabase.Release())
}

func TestRelease_endsTheUseOnce(t *testing.T) {
	c := shop(t).container()
	first, _ := use[*config](t, c)
	second, _ := use[*config](t, c)
	require.Empty(t, first.Release())
	require.Empty(t, first.Release(), "the second still uses it")
	require.Equal(t, []int{3}, second.Release())
	require.Empty(t, second.Release())
}

func TestRelease_ofAnAbandonedBuildReturnsWhatItHadConstructed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		hung := make(chan struct{})
		c := shop(t).provide(func(*config) *queue { <-hung; return nil }).container()
		b, err := c.Prepare(ctx, calling(t, runQueue), config0)
		require.True(t, constructError(t, err).Abandoned)
		require.Equal(t, []int{3}, b.Release())
		close(hung)
		synctest.Wait()
		require.Equal(t, []int{3}, c.Live(), "the late result is dropped")
	})
}

func TestForget_underABuildLeavesTheNextOneToAnother(t *testing.T) {
	c := shop(t).container()
	old, first := use[*config](t, c)
	c.Evict([]int{3})
	require.Empty(t, c.Live())
	next, second := use[*config](t, c)
	require.NotSame(t, first, second)
	require.Empty(t, old.Release(), "what it used was forgotten")
	require.Equal(t, []int{3}, next.Release(), "it is the only user")
}

func TestForget_ofNothingDoesNothing(t *testing.T) {
	c := shop(t).container()
	b, _ := use[*config](t, c)
	c.Evict(nil)
	c.Evict([]int{0, 1, 2})
	require.Equal(t, []int{3}, c.Live())
	require.Equal(t, []int{3}, b.Release())
}

func TestGraph_ofABuildShowsItsNodesEvenAfterAnEviction(t *testing.T) {
	c := shop(t).container()
	b, _ := use[*config](t, c)
	c.Evict(b.Release())
	require.Equal(t, "built", c.Graph(b).Nodes[3].State.String())
	require.Equal(t, "declared", c.Graph(nil).Nodes[3].State.String())
	require.Equal(t, []int{3}, b.Nodes())
	require.True(t, b.Uses(3))
}

// Lookups run while other goroutines build and evict.
func TestAlive_andDependsOnMayBeAskedWhileOthersForget(t *testing.T) {
	c := shop(t).container()
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			default:
				c.Live()
				c.DependsOn(0)
				c.DependsOn(1)
				c.Graph(nil)
			}
		}
	}()
	for range 500 {
		b := prepare(t, c, func(*cache, *server) {})
		c.Evict(b.Release())
	}
	close(stop)
	<-done
}
