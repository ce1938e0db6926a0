// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/provide"
)

// executors are the configurations by which something is constructed.
var executors = map[string]container.Config{"dig": config0, "direct": {Grace: config0.Grace, Direct: true}}

// eachExecutor runs a test with each of them.
func eachExecutor(t *testing.T, test func(t *testing.T, cfg container.Config)) {
	t.Helper()
	for name, cfg := range executors {
		t.Run(name, func(t *testing.T) { test(t, cfg) })
	}
}

// dig calls a constructor while it makes its consumer: it has found the order by itself.
func TestBuild_digFindsTheOrder(t *testing.T) {
	eachExecutor(t, func(t *testing.T, cfg container.Config) {
		t.Helper()
		var stack string
		c := listing(t).
			invoke(func(*server) {}).
			provide(func(*database) *server { return nil }).
			provide(func(*config) *database { return nil }).
			provide(func() *config { stack = string(debug.Stack()); return nil }).container()
		_, err := c.Build(t.Context(), cfg)
		require.NoError(t, err)
		require.Equal(t, cfg.Direct, !strings.Contains(stack, "go.uber.org/dig"))
		// For the root, the server, the database, and the config.
		require.Equal(t, map[bool]int{false: 4, true: 0}[cfg.Direct], strings.Count(stack, "dig.(*constructorNode).Call("), stack)
	})
}

// A value is not constructed, but what is ordered before it is there before what needs it.
func TestBuild_orderReachesThroughValues(t *testing.T) {
	eachExecutor(t, func(t *testing.T, cfg container.Config) {
		t.Helper()
		var calls log
		c := listing(t).
			value(config{}).
			provide(func(config) *database { calls.add("database"); return nil }).
			provide(func() *cache { calls.add("cache"); return nil }, provide.Before[config](), provide.Eager()).
			invoke(func(*database) { calls.add("root") }).container()
		b, err := c.Build(t.Context(), cfg)
		require.NoError(t, err)
		require.Equal(t, log{"cache", "database", "root"}, calls)
		require.Equal(t, []int{2, 0, 1, 3}, b.Nodes())

		c = listing(t).
			value(config{}).
			invoke(func(config) { calls.add("root") }).
			provide(func() *cache { calls.add("cache"); return nil }, provide.Before[config](), provide.Eager()).container()
		calls = nil
		b, err = c.Build(t.Context(), cfg)
		require.NoError(t, err)
		require.Equal(t, log{"cache", "root"}, calls)
		require.Equal(t, []int{2, 0, 1}, b.Nodes())
	})
}

// Nothing is called after a failure, and the error is the constructor's, however deep the
// graph is.
func TestBuild_ofALongChainThatFailsAtItsEnd(t *testing.T) {
	eachExecutor(t, func(t *testing.T, cfg container.Config) {
		t.Helper()
		l := listing(t)
		for i := many - 1; i > 0; i-- {
			l.add(chained(strconv.Itoa(i-1), strconv.Itoa(i)))
		}
		l.specs[0].Eager = true
		l.provide(func() (int, error) { return 0, errRefused }, provide.Name("0"))
		entered := 0
		cfg.Listener = &callbacks{before: func(int) { entered++ }}
		b, err := l.container().Build(t.Context(), cfg)
		var failure *container.ConstructError
		require.ErrorAs(t, err, &failure)
		require.Same(t, errRefused, failure.Err)
		require.Equal(t, 1, entered)
		require.Empty(t, b.Nodes())
	})
}

// A function of reflect has at most 128 parameters and results.
func TestBuild_ofMoreMembersThanAFunctionHasParameters(t *testing.T) {
	type in struct {
		provide.In
		Numbers []int `group:"numbers"`
	}
	eachExecutor(t, func(t *testing.T, cfg container.Config) {
		t.Helper()
		for _, n := range []int{99, 100, 101, 128, 129, 201, 10_101} {
			l := listing(t)
			want := make([]int, n)
			var calls []int
			for i := range n {
				want[i] = i
				l.provide(func() int { calls = append(calls, i); return i }, provide.Group("numbers"))
			}
			var got []int
			_, err := l.invoke(func(in in) { got = in.Numbers }).container().Build(t.Context(), cfg)
			require.NoError(t, err)
			require.True(t, reflect.DeepEqual(want, got), n)
			require.True(t, reflect.DeepEqual(want, calls), n)
		}
	})
}
