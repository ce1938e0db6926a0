// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// Three components that know nothing of each other, each a second in starting and
// in stopping, and a fourth that needs them.
type (
	left   struct{}
	middle struct{}
	right  struct{}
	above  struct{}
)

func second[T any](lc *facet.Lifecycle) *T {
	lc.Append(facet.Hook{OnStart: takes(time.Second), OnStop: takes(time.Second)})
	return new(T)
}

func newLeft(lc *facet.Lifecycle) *left     { return second[left](lc) }
func newMiddle(lc *facet.Lifecycle) *middle { return second[middle](lc) }

func newRight(lc *facet.Lifecycle) *right                               { return second[right](lc) }
func newAbove(lc *facet.Lifecycle, _ *left, _ *middle, _ *right) *above { return second[above](lc) }

// requireTook requires how long a start and a stop take.
func requireTook(t *testing.T, seconds int, opts ...facet.Option) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		app := quiet(opts...)
		took(t, time.Duration(seconds)*time.Second, func() { require.NoError(t, app.Start(t.Context())) })
		took(t, time.Duration(seconds)*time.Second, func() { require.NoError(t, app.Stop(t.Context())) })
	})
}

func TestParallel_byTheOptionOfTheConstructor(t *testing.T) {
	red := provide.Parallel("red")
	requireTook(t, 2, facet.Provide(newLeft, red), facet.Provide(newMiddle, red), facet.Provide(newRight, red),
		facet.Provide(newAbove), facet.Invoke(func(*above) {}))
}

func TestParallel_byTheTagOfTheConsumer(t *testing.T) {
	type in struct {
		facet.In
		Left  *left `parallel:"red"`
		Right *right
		Rest  *middle `parallel:"red"`
	}
	requireTook(t, 1, facet.Provide(newLeft), facet.Provide(newMiddle), facet.Provide(newRight, provide.Parallel("red")),
		facet.Invoke(func(in) {}))
	type groupIn struct {
		facet.In
		All []any `group:"all" parallel:"all of them"`
	}
	requireTook(t, 1,
		facet.Provide(func(lc *facet.Lifecycle) any { return newLeft(lc) }, provide.Group("all")),
		facet.Provide(func(lc *facet.Lifecycle) any { return newRight(lc) }, provide.Group("all")),
		facet.Invoke(func(groupIn) {}))
}

func TestParallel_byTheModule(t *testing.T) {
	three := facet.Options(facet.Provide(newLeft), facet.Provide(newMiddle), facet.Provide(newRight))
	roots := facet.Invoke(func(*left, *middle, *right) {})
	requireTook(t, 3, facet.Module("m", three), roots)
	requireTook(t, 1, facet.Module("m", facet.Parallel(), three), roots)
	requireTook(t, 1, facet.Module("m", facet.Module("inner", three), facet.Options(facet.Parallel())), roots)
	requireTook(t, 3, facet.Module("other", facet.Parallel()), facet.Module("m", three), roots)
}

func TestParallel_theNearestSays(t *testing.T) {
	type in struct {
		facet.In
		Left *left `parallel:"consumer"`
	}
	app := quiet(
		facet.Module("outer", facet.Parallel(),
			facet.Provide(newLeft),
			facet.Provide(newRight, provide.Parallel("own")),
			facet.Module("inner", facet.Parallel(), facet.Provide(newMiddle)),
			facet.Provide(newAbove),
		),
		facet.Invoke(func(in, *above) {}),
	)
	var groups []string
	for _, n := range app.Graph().Nodes {
		groups = append(groups, n.Parallel)
	}
	require.Equal(t, []string{"consumer", "own", "outer.inner", "outer", ""}, groups)
	require.NoError(t, app.Validate())
}

func TestParallel_twoConsumersThatDisagreeAreARegistrationError(t *testing.T) {
	type one struct {
		facet.In
		Left *left `parallel:"one"`
	}
	type two struct {
		facet.In
		Left *left `parallel:"two"`
	}
	err := quiet(facet.Provide(newLeft), facet.Invoke(func(one) {}, func(two) {})).Err()
	var problems *facet.Problems
	require.ErrorAs(t, err, &problems)
	require.Len(t, problems.List, 1)
	require.Equal(t, "conflicting-groups", problems.List[0].Slug)
	require.Len(t, problems.List[0].Path, 2, "both places")
	require.NoError(t, quiet(facet.Provide(newLeft, provide.Parallel("three")), facet.Invoke(func(one) {}, func(two) {})).Err())
}

func TestParallel_outsideAModuleIsARegistrationError(t *testing.T) {
	for _, bad := range []facet.Option{facet.Parallel(), facet.ConcurrentLimit(0)} {
		require.Error(t, quiet(bad).Err(), "%v", bad)
	}
}

func TestConcurrent_hasEachFollowItsOwnDependencies(t *testing.T) {
	all := facet.Options(facet.Provide(newLeft), facet.Provide(newMiddle), facet.Provide(newRight), facet.Provide(newAbove),
		facet.Invoke(func(*above) {}))
	requireTook(t, 4, all)
	requireTook(t, 2, all, facet.Concurrent())
	requireTook(t, 3, all, facet.ConcurrentLimit(2))
	requireTook(t, 4, all, facet.ConcurrentLimit(1))
	red := provide.Parallel("red")
	requireTook(t, 2, facet.Provide(newLeft, red), facet.Provide(newAbove, red), facet.Provide(newMiddle), facet.Provide(newRight),
		facet.Invoke(func(*above) {}), facet.Concurrent())
}

func TestAfterAndBefore_orderTheWholeLife(t *testing.T) {
	var tr trace
	component := func(name string) func(*facet.Lifecycle) {
		return func(lc *facet.Lifecycle) { tr.Add("build " + name); tr.All(lc, name) }
	}
	app := quiet(
		facet.Provide(func(lc *facet.Lifecycle) *left { component("left")(lc); return nil }, provide.After[*right]()),
		facet.Provide(func(lc *facet.Lifecycle) *middle { component("middle")(lc); return nil }),
		facet.Provide(func(lc *facet.Lifecycle) *right { component("right")(lc); return nil }, provide.Before[*middle]()),
		facet.Invoke(func(*left, *middle) {}),
		facet.Concurrent(),
	)
	require.NoError(t, app.Do(t.Context(), func(*left) {}), "it pulls nothing in")
	require.Equal(t, []string{"build left", "start left", "stop left", "cleanup left"}, tr.Take())
	require.NoError(t, app.Do(t.Context(), func(*left, *right) {}))
	require.Equal(t, []string{
		"build right", "build left", "start right", "start left",
		"stop left", "stop right", "cleanup left", "cleanup right",
	}, tr.Take())
	require.NoError(t, app.Do(t.Context(), func(*middle, *right) {}))
	require.Equal(t, []string{
		"build right", "build middle", "start right", "start middle",
		"stop middle", "stop right", "cleanup middle", "cleanup right",
	}, tr.Take())

	cycle := quiet(facet.Provide(newLeft, provide.After[*above]()), facet.Provide(newMiddle), facet.Provide(newRight), facet.Provide(newAbove))
	require.ErrorContains(t, cycle.Validate(), "must come after itself")
	unknown := quiet(facet.Provide(newLeft, provide.After[context.Context]()))
	require.ErrorContains(t, unknown.Validate(), "order-of-nothing")
}
