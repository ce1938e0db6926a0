// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/provide"
)

func TestBuild_runsEachConstructorOnce(t *testing.T) {
	var calls log
	l := listing(t).
		provide(func() config { calls.add("config"); return config{} }).
		provide(func(config, config) *database { calls.add("database"); return nil }).
		invoke(func(*database, config, *database) { calls.add("first") }).
		invoke(func(config) { calls.add("second") })
	b, err := l.build()
	require.NoError(t, err)
	require.Equal(t, log{"config", "database", "first", "second"}, calls)
	require.Equal(t, []int{0, 1, 2, 3}, b.Nodes())
}

func TestBuild_runsAFailedConstructorOnce(t *testing.T) {
	calls := 0
	l := listing(t).
		provide(func() (config, error) { calls++; return config{}, errors.New("no file") }).
		invoke(func(config) {}).
		invoke(func(config) {})
	_, failure := l.construct()
	require.EqualError(t, failure.Err, "no file")
	require.Equal(t, 1, calls)
}

func TestBuild_makesNewInstancesOfWhatWasForgotten(t *testing.T) {
	calls := 0
	c := listing(t).provide(func() *config { calls++; return &config{} }).invoke(func(*config) {}).container()
	first, err := c.Build(t.Context(), container.Config{})
	require.NoError(t, err)
	old := lookup[*config](t, first)
	c.Evict(first.Release())
	second, err := c.Build(t.Context(), container.Config{})
	require.NoError(t, err)
	require.Equal(t, 2, calls)
	require.NotSame(t, old, lookup[*config](t, second))
}

func TestBuild_constructsOnlyWhatARootNeeds(t *testing.T) {
	var calls log
	l := listing(t).
		provide(func() config { calls.add("config"); return config{} }).
		provide(func(config) *server { calls.add("server"); return nil }).
		value(&queue{}).
		invoke(func(config) { calls.add("invoke") })
	b, err := l.build()
	require.NoError(t, err)
	require.Equal(t, log{"config", "invoke"}, calls)
	require.Equal(t, []int{0, 3}, b.Nodes())
}

func TestBuild_withoutRootsConstructsNothing(t *testing.T) {
	b, err := listing(t).provide(func() config { panic("called") }).build()
	require.NoError(t, err)
	require.Empty(t, b.Nodes())
}

func TestBuild_constructsParametersLeftToRightAndRootsInListingOrder(t *testing.T) {
	var calls log
	l := listing(t).
		invoke(func(*server, *cache) { calls.add("first") }).
		provide(func() *database { calls.add("database"); return nil }).
		provide(func(*database) *cache { calls.add("cache"); return nil }).
		provide(func() *server { calls.add("server"); return nil }).
		provide(func() *queue { calls.add("eager"); return nil }, provide.Eager()).
		invoke(func() { calls.add("last") })
	_, err := l.build()
	require.NoError(t, err)
	require.Equal(t, log{"server", "database", "cache", "first", "eager", "last"}, calls)
}

// The members are constructed in registration order although the first needs
// something that a later member gives.
func TestBuild_constructsMembersInRegistrationOrder(t *testing.T) {
	type both struct {
		provide.Out
		Config config
		Route  route `group:"routes"`
	}
	var calls log
	c := listing(t).
		provide(func(*queue, config) route { calls.add("first"); return route{} }, provide.Group("routes")).
		provide(func() both { calls.add("second"); return both{} }).
		provide(func() *queue { calls.add("queue"); return nil }).
		invoke(func(routesIn) {}).container()
	b, err := c.Build(t.Context(), container.Config{})
	require.NoError(t, err)
	require.Equal(t, log{"queue", "second", "first"}, calls)
	var predicted []int
	for seq := range c.Size() {
		for i, n := range c.Graph(nil).Nodes {
			if n.Seq == seq+1 {
				predicted = append(predicted, i)
			}
		}
	}
	require.Equal(t, predicted, b.Nodes())
}

func TestBuild_passesWhatWasProvidedThroughVariadicsAndStructs(t *testing.T) {
	type inner struct {
		provide.In
		DB *database `name:"main"`
	}
	type outer struct {
		provide.In `ignore-unexported:"true"`
		Inner      inner
		Config     config
		hidden     int
	}
	var got outer
	l := listing(t).
		value(config{dsn: "file:x"}).
		provide(newDatabase, provide.Name("main")).
		provide(func(o outer, extra ...any) *cache { require.Empty(t, extra); return &cache{o.Inner.DB} }).
		invoke(func(o outer, c *cache) { require.Same(t, o.Inner.DB, c.db); got = o })
	_, err := l.build()
	require.NoError(t, err)
	require.Equal(t, "file:x", got.Inner.DB.config.dsn)
	require.Equal(t, "file:x", got.Config.dsn)
	require.Zero(t, got.hidden)
}

func TestBuild_callsTheListenerBeforeAndAfterEveryFunction(t *testing.T) {
	began := time.Now()
	var events log
	c := listing(t).
		value(config{}).
		provide(newDatabase).
		provide(func(*database) (*cache, error) { events.add("cache runs"); return nil, errors.New("full") }).
		invoke(func(*cache) {}).container()
	_, err := c.Build(t.Context(), callbacks{
		begin: func(b *container.Build) {
			require.Equal(t, -1, b.Running())
			events.add("begin")
		},
		before: func(node int) { events.add("before " + c.Spec(node).Name()) },
		after: func(node int, took time.Duration, err error) {
			require.Less(t, took, time.Since(began))
			events.add("after " + c.Spec(node).Name())
			if err != nil {
				var failure *container.ConstructError
				require.ErrorAs(t, err, &failure)
				events.add(failure.Err.Error())
			}
		},
		late: func(int, error) { events.add("late") },
	}.config())
	require.Error(t, err)
	require.Equal(t, log{
		"begin", "before container_test.newDatabase", "after container_test.newDatabase",
		"before " + c.Spec(2).Name(), "cache runs", "after " + c.Spec(2).Name(), "full",
	}, events)
}

func TestDependsOn_listsWhatANodeReceivedInConstructionOrder(t *testing.T) {
	c := listing(t).
		provide(newCache).
		provide(newDatabase).
		value(config{}).
		invoke(func(*cache, *database, config, *cache) {}).
		provide(newServer).container()
	_, err := c.Build(context.Background(), container.Config{})
	require.NoError(t, err)
	require.Equal(t, []int{2, 1, 0}, c.DependsOn(3))
	require.Equal(t, []int{1}, c.DependsOn(0))
	require.Empty(t, c.DependsOn(2))
	require.Empty(t, c.DependsOn(4), "not constructed, so it received nothing")
}
