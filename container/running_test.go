// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"runtime/pprof"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
)

// labelling gives the goroutine of a build the label of each constructor, as the
// root package does for those with a lifecycle.
func labelling(c *container.Container) container.Config {
	cfg := callbacks{before: func(node int) {
		pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("facet", c.ID(node))))
	}}.config()
	cfg.Grace = time.Second
	return cfg
}

// inspect returns the one function that the builds run now, nil for none.
func inspect(t *testing.T, builds ...*container.Build) *container.Running {
	t.Helper()
	var found *container.Running
	for _, r := range container.Inspect(builds...) {
		if r != nil {
			require.Nil(t, found)
			found = r
		}
	}
	return found
}

func slowConfig(release chan struct{}) func() config {
	return func() config {
		go hangsHere(release)
		<-release
		return config{}
	}
}

func TestInspect_hasTheFunctionThatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		c := listing(t).provide(slowConfig(release)).invoke(func(config) { <-release }).container()
		begun := make(chan *container.Build, 1)
		cfg := labelling(c)
		labels, _ := cfg.Listener.(*callbacks)
		labels.begin = func(b *container.Build) { begun <- b }
		ended := make(chan error, 1)
		go func() {
			_, err := c.Build(t.Context(), cfg)
			ended <- err
		}()
		time.Sleep(time.Second)
		b := <-begun
		r := inspect(t, nil, b)
		require.Equal(t, c.ID(0), r.Component)
		require.Equal(t, graph.KindConstructor, r.Kind)
		require.Equal(t, time.Second, r.Elapsed)
		require.Contains(t, r.Place.String(), "container/running_test.go:")
		require.Contains(t, r.Stack, "slowConfig")
		require.Contains(t, r.Goroutines, "1 goroutine\n  github.com/facet-go/facet/container_test.hangsHere(...)\n")
		require.NotContains(t, r.Goroutines, "slowConfig")
		require.False(t, r.Call || r.Abandoned)
		close(release)
		require.NoError(t, <-ended)
		require.Nil(t, inspect(t, b))
	})
}

func TestInspect_hasTheFunctionThatIsCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := listing(t).value(config{}).container()
		release := make(chan struct{})
		function, problems := registration.Call(func(config) { hangsHere(release) }, graph.Caller(0))
		require.Empty(t, problems)
		b, err := c.Prepare(t.Context(), function, container.Config{})
		require.NoError(t, err)
		require.Nil(t, inspect(t, b))
		time.Sleep(time.Second) // which does not count
		ended := make(chan error, 1)
		go func() { ended <- b.Call(t.Context()) }()
		time.Sleep(time.Second)
		r := inspect(t, b)
		require.True(t, r.Call)
		require.Equal(t, function.ID(), r.Component)
		require.Equal(t, time.Second, r.Elapsed)
		require.Contains(t, r.Stack, "hangsHere")
		close(release)
		require.NoError(t, <-ended)
		require.Nil(t, inspect(t, b))
	})
}

func TestBuild_anAbandonedFunctionIsNamedWithTheGoroutinesThatItStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		c := listing(t).provide(slowConfig(release)).invoke(func(config) {}).container()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		b, err := c.Build(ctx, labelling(c))
		e := constructError(t, err)
		require.Contains(t, e.Goroutines, "1 goroutine\n  github.com/facet-go/facet/container_test.hangsHere(...)\n")
		require.ErrorContains(t, e, " started\n    1 goroutine\n      github.com/facet-go/facet/container_test.hangsHere(...)\n")
		require.True(t, inspect(t, b).Abandoned)
		close(release)
		synctest.Wait()
		require.Nil(t, inspect(t, b))
	})
}
