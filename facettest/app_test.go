// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/observe"
)

type key struct{}

func fails(context.Context) error { return errBoom }

func TestNew_startsNowAndStopsWhenTheTestEnds(t *testing.T) {
	var log []string
	says := func(line string) func(context.Context) error {
		return func(context.Context) error { log = append(log, line); return nil }
	}
	got := failing(func(tb *fake) {
		app := facettest.New(tb, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Append(facet.Hook{OnStart: says("start"), OnStop: says("stop")})
		}))
		require.True(t, app.Running())
		log = append(log, "test")
	})
	require.Empty(t, got.failures)
	require.Equal(t, []string{"start", "test", "stop"}, log)
}

func TestNew_aFailureOfTheAppIsOneOfTheTest(t *testing.T) {
	for name, invoke := range map[string]func(*facet.Lifecycle) error{
		"build": func(*facet.Lifecycle) error { return errBoom },
		"start": func(lc *facet.Lifecycle) error { lc.OnStart(fails); return nil },
		"stop":  func(lc *facet.Lifecycle) error { lc.OnStop(fails); return nil },
		"run":   func(lc *facet.Lifecycle) error { lc.Go("task", fails); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			got := failing(func(tb *fake) { facettest.New(tb, facet.Invoke(invoke)) })
			require.Len(t, got.failures, 1)
			require.Contains(t, got.text(), "boom")
			require.Contains(t, got.out.String(), "failed", "the log")
		})
	}
}

func TestNew_theTestOutputIsTheLogUnlessThereIsAnother(t *testing.T) {
	var events atomic.Int32
	got := failing(func(tb *fake) {
		facettest.New(tb, facet.Log(func(observe.Event) { events.Add(1) }), facet.Invoke(func() {}))
	})
	require.Empty(t, got.failures)
	require.Empty(t, got.out.String())
	require.NotZero(t, events.Load())
	got = failing(func(tb *fake) { facettest.New(tb, facet.Invoke(func() {})) })
	require.Contains(t, got.out.String(), "facet: app started")
}

func TestNew_hooksHaveTheContextOfTheTest(t *testing.T) {
	got := failing(func(tb *fake) {
		tb.ctx = context.WithValue(tb.Context(), key{}, "value")
		facettest.New(tb, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(ctx context.Context) error { require.Equal(t, "value", ctx.Value(key{})); return nil })
			lc.OnStop(func(ctx context.Context) error { require.NoError(t, ctx.Err()); return nil })
		}))
	})
	require.Empty(t, got.failures)
}

func TestNew_inABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := facettest.New(t, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStart(func(context.Context) error { time.Sleep(10 * time.Second); return nil })
			lc.Go("task", func(ctx context.Context) error { <-ctx.Done(); return nil })
		}))
		synctest.Wait()
		require.True(t, app.Running())
	})
}

// strays holds goroutines until it is closed.
type strays chan struct{}

func newLeaking(lc *facet.Lifecycle, hold strays) int {
	lc.OnStart(func(context.Context) error { go hold.wait(); return nil })
	lc.Go("task", func(context.Context) error { go func() { go hold.wait() }(); return nil })
	go hold.wait()
	return 1
}

func (s strays) wait() { <-s }

func TestNew_namesTheGoroutinesThatAreLeft(t *testing.T) {
	hold := make(strays)
	got := failing(func(tb *fake) {
		go hold.wait() // a goroutine of the test itself does not count
		facettest.New(tb, facet.Supply(hold), facet.Provide(newLeaking), facet.Invoke(func(int) {}))
	})
	close(hold)
	require.Len(t, got.failures, 3)
	require.Contains(t, got.text(), "a goroutine is leaked, of facettest_test.newLeaking: start OnStart at facettest/app_test.go:")
	require.Contains(t, got.text(), "a goroutine is leaked, of facettest_test.newLeaking: task task at facettest/app_test.go:")
	require.Contains(t, got.text(), "a goroutine is leaked, of facettest_test.newLeaking: constructor at facettest/app_test.go:")
	require.Contains(t, got.text(), "facettest_test.strays.wait\n        ")
}

func TestNew_aFailedStartMayLeaveNoneEither(t *testing.T) {
	hold := make(strays)
	got := failing(func(tb *fake) {
		facettest.New(tb, facet.Supply(hold), facet.Provide(newLeaking), facet.Invoke(func(lc *facet.Lifecycle, _ int) { lc.OnStart(fails) }))
	})
	close(hold)
	require.Len(t, got.failures, 4)
	require.Contains(t, got.failures[3], "the app did not start")
}

func TestNew_goroutinesMayTakeAMomentToEnd(t *testing.T) {
	got := failing(func(tb *fake) {
		facettest.New(tb, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(context.Context) error {
				go time.Sleep(100 * time.Millisecond)
				return nil
			})
		}))
	})
	require.Empty(t, got.failures)
}

func TestNew_goroutinesOfAnotherTestDoNotCount(t *testing.T) {
	app := func(tb testing.TB) {
		tb.Helper()
		runs := make(chan struct{})
		facettest.New(tb, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("task", func(ctx context.Context) error { close(runs); <-ctx.Done(); return nil })
		}))
		<-runs
	}
	app(t)
	require.Empty(t, failing(func(tb *fake) { app(tb) }).failures)
}

func TestValidate_failsWithTheProblems(t *testing.T) {
	got := failing(func(tb *fake) { facettest.Validate(tb, facet.Provide(func(string) int { return 1 })) })
	require.Len(t, got.failures, 1)
	require.Contains(t, got.text(), "missing-dependency: nothing provides string")
	facettest.Validate(t, facet.Supply("text"), facet.Provide(func(string) int { panic("never called") }), facet.Invoke(func(int) {}))
}
