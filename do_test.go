// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

func TestDo_onAFreshAppStartsOnlyThePartThatIsNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		type key struct{}
		ctx := context.WithValue(t.Context(), key{}, "value")
		require.NoError(t, app.Do(ctx, func(ctx context.Context, _ *mid) error {
			requireState(t, app, facet.StateNew)
			require.Equal(t, "value", ctx.Value(key{}))
			tr.Add("do")
			return nil
		}))
		require.Equal(t, []string{
			"build low", "build mid", "start low", "start mid", "do", "stop mid", "stop low", "cleanup mid", "cleanup low",
		}, tr.Take())
		requireState(t, app, facet.StateNew)
		require.NoError(t, app.Start(t.Context()), "the app is as it was")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_makesNewInstancesEachTime(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	var ids []int
	for range 2 {
		require.NoError(t, app.Do(t.Context(), func(l *low) { ids = append(ids, l.ID) }))
	}
	require.Equal(t, []int{1, 2}, ids)
}

func TestDo_onARunningAppSharesItsComponents(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil), facet.Provide(func(lc *facet.Lifecycle, m *mid) *[]int {
		tr.All(lc, "extra")
		return &[]int{m.ID}
	}))
	require.NoError(t, app.Start(t.Context()))
	tr.Take()
	require.NoError(t, app.Do(t.Context(), func(extra *[]int, l *low) {
		require.Equal(t, []int{l.ID}, *extra)
		tr.Add("do")
	}))
	require.Equal(t, []string{"start extra", "do", "stop extra", "cleanup extra"}, tr.Take())
	requireState(t, app, facet.StateRunning)
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, towerStopped, tr.Take())
}

func TestDo_onABuiltAppStartsItsPartForTheAppToo(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, towerBuilt, tr.Take())
	require.NoError(t, app.Do(t.Context(), func(*mid) { tr.Add("do") }))
	require.Equal(t, []string{"start low", "start mid", "do"}, tr.Take())
	requireState(t, app, facet.StateBuilt)
	require.NoError(t, app.Start(t.Context()))
	require.Equal(t, []string{"start high"}, tr.Take())
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, towerStopped, tr.Take())
}

func TestDo_thatIsCancelledLeavesABuiltAppAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStart(takes(2 * time.Second))
			return nil
		}, nil, nil))
		require.NoError(t, app.Build(t.Context()))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, app.Do(ctx, func(ctx context.Context, _ *low) error { return ctx.Err() }), context.DeadlineExceeded)
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestDo_whoseStartFailsOnABuiltAppFailsThatToo(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil }, nil))
	require.NoError(t, app.Build(t.Context()))
	require.ErrorIs(t, app.Do(t.Context(), func(*mid) {}), errBoom)
	require.ErrorIs(t, app.Start(t.Context()), errBoom, "what the app needs can start only once")
	requireState(t, app, facet.StateFailed)
	require.Equal(t, joined(towerBuilt, []string{"start low", "start mid", "stop mid", "stop low", "cleanup high", "cleanup mid", "cleanup low"}), tr.Take())
}

func TestDo_callsShareAndTheLastOneStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		results := make(chan error)
		for i, d := range []time.Duration{3 * time.Second, 5 * time.Second, 4 * time.Second} {
			go func() {
				time.Sleep(time.Duration(i) * time.Second)
				results <- app.Do(t.Context(), func(ctx context.Context, _ *low) error { return takes(d)(ctx) })
			}()
		}
		for range 3 {
			require.NoError(t, <-results)
		}
		require.Equal(t, []string{"build low", "start low", "stop low", "cleanup low"}, tr.Take())
	})
}

func TestDo_returnsTheErrorUnchanged(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	require.Same(t, errBoom, app.Do(t.Context(), func(*low) error { return errBoom }))
	require.Equal(t, "cleanup low", tr.Take()[3])
}

func TestDo_joinsWhatGoesWrongLater(t *testing.T) {
	app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
		lc.OnStop(fail)
		return &low{}
	}))
	other := errors.New("other")
	err := app.Do(t.Context(), func(*low) error { return other })
	var failure *facet.Failure
	require.ErrorAs(t, err, &failure)
	require.Same(t, other, failure.Cause)
	require.ErrorIs(t, err, errBoom)
}

func TestDo_aPanicIsAnError(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	var panicked *facet.PanicError
	require.ErrorAs(t, app.Do(t.Context(), func(*low) { panic("ouch") }), &panicked)
	require.Equal(t, "ouch", panicked.Value)
	require.Contains(t, panicked.Stack, "do_test.go")
	require.Equal(t, []string{"build low", "start low", "stop low", "cleanup low"}, tr.Take())
}

func TestDo_aGoexitStopsWhatWasStarted(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = app.Do(t.Context(), func(*low) { runtime.Goexit() })
	}()
	<-ended
	require.Equal(t, []string{"build low", "start low", "stop low", "cleanup low"}, tr.Take())
}

func TestDo_aFailingStartIsRolledBack(t *testing.T) {
	var tr trace
	called := false
	app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil }, nil))
	require.ErrorIs(t, app.Do(t.Context(), func(*high) { called = true }), errBoom)
	require.False(t, called)
	require.Equal(t, joined(towerBuilt, []string{"start low", "start mid", "stop mid", "stop low", "cleanup high", "cleanup mid", "cleanup low"}), tr.Take())
}

func TestDo_aFailingConstructorIsCleanedUp(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, func(*facet.Lifecycle) error { return errBoom }, nil))
	err := app.Do(t.Context(), func(*high) {})
	var construct *facet.ConstructError
	require.ErrorAs(t, err, &construct)
	require.ErrorIs(t, err, errBoom)
	require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take())
}

func TestDo_runsNothingThatItDoesNotNeed(t *testing.T) {
	app := quiet(facet.Invoke(func() { t.Error("an Invoke ran") }), facet.Supply(7))
	var got int
	require.NoError(t, app.Do(t.Context(), func(n int) { got = n }))
	require.Equal(t, 7, got)
}

func TestDo_badFunctionsSayWhatToChange(t *testing.T) {
	app := quiet(facet.Supply(7))
	for slug, fn := range map[string]any{
		"not-a-function":     "text",
		"nil-function":       nil,
		"bad-call-result":    func() int { return 0 },
		"no-lifecycle":       func(*facet.Lifecycle) {},
		"missing-dependency": func(*low) {},
	} {
		err := app.Do(t.Context(), fn)
		var problems *facet.Problems
		require.ErrorAs(t, err, &problems, slug)
		require.Equal(t, slug, problems.List[0].Slug)
		require.Contains(t, err.Error(), "cannot call", slug)
	}
	require.Error(t, quiet(facet.Provide(7)).Do(t.Context(), func() {}), "registration problems come first")
}

func TestDo_asksForNamesThatAreKnownAtRunTime(t *testing.T) {
	app := quiet(
		facet.Value("one", provide.Name("first")), facet.Value("two", provide.Name("second")),
	)
	for name, want := range map[string]string{"first": "one", "second": "two"} {
		require.NoError(t, app.Do(t.Context(), func(_ context.Context, got string) { require.Equal(t, want, got) },
			provide.Params("", fmt.Sprintf("name:%q", name))))
	}
	err := app.Do(t.Context(), func(string) {}, provide.Params(`name:"frist"`))
	require.ErrorContains(t, err, `nothing provides string[name="frist"]`)
	err = app.Do(t.Context(), func() {}, provide.Name("x"), provide.Eager())
	require.ErrorContains(t, err, `Name("x") and Eager() do not apply to a function given to Do, of which only Params says something; leave them out`)
	require.Equal(t, "bad-option", slugOf(err))
}
