// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
)

// shop lists two servers' worth of components: the cache and the server share a
// database, which needs the config.
//
//	0 cache, 1 server, 2 database, 3 config
func shop(t *testing.T) *list {
	t.Helper()
	return listing(t).
		provide(newCache).
		provide(newServer).
		provide(func(c *config) *database { return &database{*c} }).
		provide(func() *config { return &config{} })
}

func TestPrepare_sharesInstances(t *testing.T) {
	c := shop(t).invoke(runServer).container()
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	call, db := use[*database](t, c)
	require.Same(t, lookup[*database](t, b), db)
	require.Equal(t, []int{3, 2}, call.Nodes(), "what it needs and no more")
	require.Equal(t, []int{3, 2, 1, 4}, c.Live(), "nothing was constructed")
}

func TestPrepare_constructsWhatIsMissing(t *testing.T) {
	c := shop(t).invoke(runServer).container()
	_, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	call, _ := use[*cache](t, c)
	require.Equal(t, []int{3, 2, 0}, call.Nodes())
	require.Equal(t, []int{3, 2, 1, 4, 0}, c.Live())
}

func TestBuild_sharesWhatACallMade(t *testing.T) {
	c := shop(t).invoke(runServer).container()
	_, db := use[*database](t, c)
	b, err := c.Build(t.Context(), config0)
	require.NoError(t, err)
	require.Same(t, db, lookup[*database](t, b))
	require.Same(t, db, lookup[*server](t, b).db)
	require.Equal(t, []int{3, 2, 1, 4}, b.Nodes())
}

func TestBuild_callsNoRootWithAnInstance(t *testing.T) {
	calls := 0
	c := listing(t).invoke(func() { calls++ }).container()
	for range 2 {
		b, err := c.Build(t.Context(), config0)
		require.NoError(t, err)
		require.Equal(t, []int{0}, b.Nodes())
	}
	require.Equal(t, 1, calls)
}

func TestPrepare_callsNoRoot(t *testing.T) {
	c := shop(t).invoke(func() { t.Error("called") }).container()
	b, _ := use[*config](t, c)
	require.Equal(t, []int{3}, b.Nodes())
}

func TestUses_reportsConstructedAndSharedNodes(t *testing.T) {
	c := shop(t).container()
	use[*config](t, c)
	b, _ := use[*database](t, c)
	var used []int
	for i := range c.Size() {
		if b.Uses(i) {
			used = append(used, i)
		}
	}
	require.Equal(t, []int{2, 3}, used)
}

func TestBuild_beginsWithItsSharedNodes(t *testing.T) {
	c := shop(t).container()
	use[*config](t, c)
	var shared []int
	_, err := c.Prepare(t.Context(), calling(t, func(*database) {}), callbacks{
		begin: func(b *container.Build) { shared = b.Nodes() },
	}.config())
	require.NoError(t, err)
	require.Equal(t, []int{3}, shared)
}

// A constructor that failed left nothing to share: it is called again.
func TestPrepare_callsAgainWhatFailed(t *testing.T) {
	calls := 0
	c := listing(t).provide(func() (*queue, error) {
		calls++
		if calls == 1 {
			return nil, errRefused
		}
		return &queue{}, nil
	}).container()
	_, err := c.Prepare(t.Context(), calling(t, runQueue), config0)
	require.ErrorIs(t, err, errRefused)
	require.Empty(t, c.Live())
	_, q := use[*queue](t, c)
	require.NotNil(t, q)
	require.Equal(t, 2, calls)
}

func TestLive_isInConstructionOrder(t *testing.T) {
	c := shop(t).value(&queue{}).container()
	require.Empty(t, c.Live())
	use[*server](t, c)
	use[*queue](t, c)
	use[*cache](t, c)
	require.Equal(t, []int{3, 2, 1, 4, 0}, c.Live())
}

// The database was made by a call before the roots were: that is the order.
func TestGraph_numbersWhatABuildSharesAsItWasConstructed(t *testing.T) {
	l := listing(t).provide(newServer).provide(func() *database { return &database{} }).provide(func() *queue { return nil }).
		invoke(func(*queue, *server) error { return errRefused })
	c := l.container()
	numbers := func(g *graph.Graph) []int {
		var seq []int
		for _, n := range g.Nodes {
			seq = append(seq, n.Seq)
		}
		return seq
	}
	require.Equal(t, []int{3, 2, 1, 4}, numbers(c.Graph(nil)))
	use[*database](t, c)
	b, err := c.Build(t.Context(), callbacks{begin: func(b *container.Build) {
		require.Equal(t, []int{3, 1, 2, 4}, numbers(c.Graph(b)), "the missing nodes come last")
	}}.config())
	require.ErrorIs(t, err, errRefused)
	require.Equal(t, []int{3, 1, 2, 4}, numbers(c.Graph(b)))
	require.Equal(t, []int{3, 2, 1, 4}, numbers(c.Graph(nil)), "what a build would do")
}

// A live instance is shared with everything that it received; its dependencies are not visited again.
func TestPrepare_doesNotVisitTheDependenciesOfAnInstance(t *testing.T) {
	c := shop(t).container()
	use[*server](t, c)
	c.Evict([]int{3})
	b, _ := use[*server](t, c)
	require.Equal(t, []int{2, 1}, b.Nodes())
	require.Equal(t, []int{2, 1}, c.Live(), "the server has its config")
}

func TestPrepare_leavesTheContainerAsItIs(t *testing.T) {
	c := shop(t).invoke(runServer).container()
	before := c.Graph(nil)
	_, err := c.Prepare(context.Background(), calling(t, func(*mailer) {}), config0)
	require.Error(t, err)
	require.Equal(t, before, c.Graph(nil))
	require.NoError(t, c.Validate())
	require.Equal(t, 5, c.Size())
}
