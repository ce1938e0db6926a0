// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
)

var errInterrupt = errors.New("interrupt")

func TestBuild_callsNothingIfTheContextHasEnded(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errInterrupt)
	b, err := listing(t).value(&queue{}).provide(func(*queue) config { t.Error("called"); return config{} }).
		invoke(func(config) {}).container().Build(ctx, callbacks{before: func(int) { t.Error("called") }}.config())
	failure := constructError(t, err)
	require.Equal(t, "build-cancelled", failure.Slug())
	require.ErrorIs(t, err, errInterrupt)
	require.False(t, failure.Called)
	require.Empty(t, failure.Stack)
	require.Equal(t, []int{0}, b.Nodes())
}

func TestBuild_looksAtTheContextBetweenFunctions(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	c := listing(t).provide(func() config { cancel(errInterrupt); return config{} }).
		provide(func(config) *queue { t.Error("called"); return nil }).
		invoke(func(*queue) {}).container()
	b, err := c.Build(ctx, config0)
	require.ErrorIs(t, err, errInterrupt)
	require.Equal(t, c.ID(1), constructError(t, err).Component)
	require.Equal(t, []int{0}, b.Nodes())
	require.Equal(t, graph.StateDeclared, c.Graph(b).Nodes[1].State, "it was not called")
}

// The last function returns although the context has ended: nothing is undone.
func TestBuild_succeedsIfNothingIsLeftWhenTheContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := listing(t).invoke(func() { cancel() }).container().Build(ctx, config0)
	require.NoError(t, err)
}

func TestBuild_awaitsAFunctionForGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		c := listing(t).provide(func() config { time.Sleep(1999 * time.Millisecond); return config{} }).
			invoke(func(config) { t.Error("called") }).container()
		b, err := c.Build(ctx, container.Config{Grace: time.Second})
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.False(t, constructError(t, err).Abandoned)
		require.Equal(t, []int{0}, b.Nodes())
		require.Equal(t, 1999*time.Millisecond, time.Since(began))
		require.Equal(t, 1999*time.Millisecond, c.Graph(b).Nodes[0].Timing.Construct)
	})
}

// A constructor that returns because the context has ended says so itself; the
// cause of the end is added.
func TestBuild_addsTheCauseToAnErrorOfTheContext(t *testing.T) {
	for _, wrapped := range []bool{false, true} {
		ctx, cancel := context.WithCancelCause(t.Context())
		_, err := listing(t).invoke(func() error {
			cancel(errInterrupt)
			if wrapped {
				return fmt.Errorf("dial: %w", ctx.Err())
			}
			return context.Cause(ctx)
		}).container().Build(ctx, config0)
		require.ErrorIs(t, err, errInterrupt)
		require.Equal(t, wrapped, errors.Is(err, context.Canceled))
		require.Equal(t, "invoke-failed", constructError(t, err).Slug())
	}
}

// lateCall is one call of LateReturn.
type lateCall struct {
	node int
	err  error
}

// hang builds with a constructor that hangs beyond Grace, lets it end, and
// returns the error of the build and the calls of Late.
func hang(t *testing.T, end func() (config, error)) (*container.ConstructError, []lateCall) {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	release := make(chan struct{})
	l := listing(t).value(&queue{}).
		provide(func() (config, error) { hangsHere(release); return end() }).
		provide(func(config) *database { t.Error("called after the build was abandoned"); return nil }).
		invoke(func(*queue, *database) { t.Error("called after the build was abandoned") })
	c := l.container()
	var late []lateCall
	time.AfterFunc(time.Second, func() { cancel(errInterrupt) })
	began := time.Now()
	cfg := callbacks{
		after: func(int, time.Duration, error) { t.Error("AfterCall of an abandoned function") },
		late:  func(node int, err error) { late = append(late, lateCall{node, err}) },
	}.config()
	cfg.Grace = time.Second
	b, err := c.Build(ctx, cfg)
	require.Equal(t, 2*time.Second, time.Since(began))
	require.Empty(t, late)
	require.Equal(t, 1, b.Running())
	require.Equal(t, graph.StateFailed, c.Graph(b).Nodes[1].State)
	close(release)
	synctest.Wait()
	require.Equal(t, -1, b.Running())
	require.Equal(t, []int{0}, b.Nodes(), "what returned late is not kept")
	require.Equal(t, graph.StateFailed, c.Graph(b).Nodes[1].State)
	return constructError(t, err), late
}

func hangsHere(release <-chan struct{}) { <-release }

func TestBuild_abandonsAndNamesAFunctionThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		failure, late := hang(t, func() (config, error) { return config{}, nil })
		require.Equal(t, "constructor-hung", failure.Slug())
		require.True(t, failure.Abandoned)
		require.True(t, failure.Called)
		require.ErrorIs(t, failure, errInterrupt)
		require.Contains(t, failure.Stack, "container_test.hangsHere")
		require.Equal(t, 2*time.Second, failure.Elapsed)
		require.Equal(t, []lateCall{{1, nil}}, late)
	})
}

func TestBuild_reportsHowAnAbandonedFunctionEnded(t *testing.T) {
	for _, end := range ends {
		synctest.Test(t, func(t *testing.T) {
			_, late := hang(t, end.fn)
			require.Len(t, late, 1)
			require.Equal(t, 1, late[0].node)
			require.ErrorContains(t, late[0].err, end.text)
		})
	}
}

// The context and Grace end while BeforeCall runs: the function must not be called,
// because nothing would wait for it.
func TestBuild_callsNothingAfterGraceHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errInterrupt)
		defer cancel()
		var events log
		_, err := listing(t).invoke(func() { t.Error("called") }).container().Build(ctx, callbacks{
			before: func(int) { time.Sleep(time.Minute); events.add("before") },
			after:  func(_ int, _ time.Duration, err error) { events.add("after: " + slugOf(t, err)) },
		}.config())
		require.ErrorIs(t, err, errInterrupt)
		require.Equal(t, log{"before", "after: build-cancelled"}, events)
	})
}

func TestBuild_abandonsAnInvokedFunctionToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		release := make(chan struct{})
		_, err := listing(t).invoke(func() { <-release; runtime.Goexit() }).container().Build(ctx, container.Config{})
		require.Equal(t, "invoke-hung", slugOf(t, err))
		close(release)
	})
}

func constructError(t *testing.T, err error) *container.ConstructError {
	t.Helper()
	var failure *container.ConstructError
	require.ErrorAs(t, err, &failure)
	return failure
}

func slugOf(t *testing.T, err error) string {
	t.Helper()
	return constructError(t, err).Slug()
}
