// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"runtime/pprof"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

func TestLifecycle_whatIsRegisteredWronglyIsReportedTogetherByPlace(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.OnStart(nil)
	lc.OnStop(hooks.Func[func()](nil))
	lc.OnStop(hooks.Func[func() error](nil))
	lc.OnDrain(hooks.Func[func(context.Context)](nil))
	lc.Append(hooks.Hook{})
	lc.Append(hooks.Hook{OnStart: obeys, StopTimeout: -1})
	lc.Cleanup(nil)
	lc.Go("", obeys)
	lc.Go("task", nil)
	lc.Serve("serve", nil)
	lc.OnStart(obeys, nil)
	lc.OnStart(obeys, hooks.Timeout(0))
	lc.OnStart(obeys, hooks.Significant())
	b.Plan(b.nodes, b.mode)
	var problems *graph.Problems
	require.ErrorAs(t, b.Problems(), &problems)
	require.Len(t, problems.List, 13)
	for _, p := range problems.List {
		require.Equal(t, "bad-hook", p.Slug)
		require.Equal(t, "hooks/lifecycle_test.go", p.Place.File())
	}
}

func TestLifecycle_lateRegistrationFailsAStartInProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStart(func(ctx context.Context) error {
			lc.OnStop(b.says("late"))
			return ctx.Err()
		})
		err := b.start(t.Context(), t)
		var p *graph.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, "late-registration", p.Slug)
		require.Equal(t, "hooks/lifecycle_test.go", p.Place.File())
		require.NoError(t, b.stop(t))
		require.Empty(t, b.took())
	})
}

func TestLifecycle_lateRegistrationIsReportedAndRegistersNothing(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	b.up(t)
	lc.OnStart(b.says("late"))
	lc.OnStop(b.says("late"))
	lc.OnDrain(b.says("late"))
	lc.Append(b.pair("late"))
	lc.Cleanup(b.cleanup("late"))
	lc.Go("", obeys)
	require.Len(t, b.reports(), 6)
	down := b.teardown(t)
	require.NoError(t, down.Drain(b.plan))
	require.NoError(t, down.Stop(b.plan))
	require.Empty(t, b.took())
	require.Equal(t, "warning   !", b.seen()[0])
}

func TestContext_endsWhenTheTurnToStopComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		a, c := b.component("a"), b.component("b", 0)
		ctx := a.Context()
		c.OnStop(func(context.Context) error { return ctx.Err() })
		a.OnStop(func(context.Context) error {
			b.note("%v", context.Cause(ctx))
			return nil
		})
		b.up(t)
		require.NoError(t, ctx.Err())
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"the component is stopping"}, b.took())
		require.Error(t, a.Context().Err())
		require.Error(t, c.Context().Err(), "also one that is made afterwards")
	})
}

func TestContext_ofWhatIsNotUpEndsWithAFailedStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lcs := b.components("up", "not", "unasked")
		up, not := lcs[0].Context(), lcs[1].Context()
		lcs[1].OnStart(func(ctx context.Context) error {
			<-not.Done() // at once, not when the start has returned
			return errBoom
		})
		ctx, cancel := context.WithCancelCause(t.Context())
		cause := context.Canceled
		time.AfterFunc(time.Second, func() { cancel(cause) })
		require.ErrorIs(t, b.start(ctx, t), cause)
		require.NoError(t, up.Err())
		require.Same(t, cause, context.Cause(lcs[2].Context()))
		require.NoError(t, b.stop(t))
		require.Error(t, up.Err())
	})
}

func TestContext_carriesTheValuesOfTheRunButNotItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		require.Nil(t, lc.Context().Value(key{}))
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "value"))
		b.Values(ctx)
		lc.Go("task", func(ctx context.Context) error {
			b.note("%v", ctx.Value(key{}))
			<-ctx.Done()
			return nil
		})
		b.up(t)
		cancel()
		synctest.Wait()
		require.NoError(t, lc.Context().Err())
		require.Equal(t, "value", lc.Context().Value(key{}))
		_, has := lc.Context().Deadline()
		require.False(t, has)
		require.Equal(t, []string{"value"}, b.took())
		require.NoError(t, b.stop(t))
	})
}

func TestCancel_endsTheContextsOfWhatIsNotUpWithTheFirstCause(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	ctx := lc.Context()
	b.Cancel(errBoom)
	b.Cancel(context.Canceled)
	require.Same(t, errBoom, context.Cause(ctx))
	require.Same(t, errBoom, context.Cause(b.component("b").Context()))
}

func TestLifecycle_withoutAConfigurationItsCallbacksAreSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		x := hooks.New(hooks.Config{Name: func(int) string { return "a" }})
		lc := x.NewHandleSet().Lifecycle(0, hooks.Timeouts{})
		lc.Shutdown(errBoom)
		plan := x.Plan([]hooks.Node{{Lifecycle: lc}, {}}, hooks.Mode{})
		require.NoError(t, x.Start(t.Context(), plan, 0))
		lc.Go("task", fails(errBoom))
		lc.OnStop(obeys)
		synctest.Wait()
		require.NoError(t, x.Teardown(t.Context(), hooks.Budget{}).Stop(plan))
	})
}

func TestLabel_marksWhatTheComponentStarts(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	label, ok := pprof.Label(lc.Context(), "facet")
	require.True(t, ok)
	require.Equal(t, "a", label)
	b.SetLabels(lc)
	b.SetLabels(nil)
}

func TestFill_completesANodeWithHooksStateAndTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStart(ignores(time.Second), hooks.Name("start"))
		lc.OnStop(hooks.Func(func() {}))
		lc.OnDrain(hooks.Func(func(context.Context) {}))
		lc.Cleanup(b.cleanup("a"))
		lc.Serve("serve", func(ctx context.Context, ready func()) error { ready(); return obeys(ctx) })
		began := time.Now()
		b.up(t)
		n := &graph.Node{}
		b.Annotate(lc, n)
		require.Equal(t, graph.StateRunning, n.State)
		require.Equal(t, time.Second, n.Timing.Up.Sub(n.Timing.Started))
		require.True(t, n.Timing.Started.Equal(began))
		var kinds, names []string
		for _, h := range n.Hooks {
			kinds, names = append(kinds, h.Kind), append(names, h.Name)
		}
		require.Equal(t, []string{"start", "stop", "serve", "drain", "cleanup"}, kinds)
		require.Equal(t, []string{"start", "OnStop", "serve", "OnDrain"}, names[:4])
		require.NoError(t, b.stop(t))
		n = &graph.Node{}
		b.Annotate(lc, n)
		require.Equal(t, graph.StateStopped, n.State)
	})
}

func TestOptions_printAsTheyAreWritten(t *testing.T) {
	require.Equal(t, `Name("x")`, hooks.Name("x").String())
	require.Equal(t, "Timeout(1s)", hooks.Timeout(time.Second).String())
	require.Equal(t, "Significant()", hooks.Significant().String())
}
