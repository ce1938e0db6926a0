// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

// builds are the ways in which an app comes to construct something.
var builds = map[string]func(ctx context.Context, app *facet.App) error{
	"Build": func(ctx context.Context, app *facet.App) error { return app.Build(ctx) },
	"Start": func(ctx context.Context, app *facet.App) error { return app.Start(ctx) },
	"Run":   func(ctx context.Context, app *facet.App) error { return app.Run(ctx) },
	"Do":    func(ctx context.Context, app *facet.App) error { return app.Do(ctx, func(*high) {}) },
}

// eachBuild runs a test in a bubble for each of them.
func eachBuild(t *testing.T, test func(t *testing.T, build func(context.Context, *facet.App) error)) {
	t.Helper()
	for name, build := range builds {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, build) })
		})
	}
}

// aSecond is a function that takes a second, or less if its context ends.
func aSecond(ctx context.Context) error {
	select {
	case <-time.After(time.Second):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// slugOf returns the slug of the first cause, "" for no error.
func slugOf(err error) string {
	var problems *facet.Problems
	var construct *facet.ConstructError
	var hook *facet.HookError
	switch {
	case errors.As(err, &problems):
		return problems.List[0].Slug
	case errors.As(err, &construct):
		return construct.Slug()
	case errors.As(err, &hook):
		return hook.Slug()
	case err != nil:
		return err.Error()
	default:
		return ""
	}
}

// timedOut requires that err blames newMid, and returns its error.
func timedOut(t *testing.T, err error) *facet.ConstructError {
	t.Helper()
	var construct *facet.ConstructError
	require.ErrorAs(t, err, &construct)
	require.Equal(t, "build-timeout", construct.Slug())
	require.Contains(t, construct.Component, "Tower.func4", "newMid")
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "the build timeout of 3s was exceeded; facet.BuildTimeout sets it")
	require.True(t, construct.Called)
	return construct
}

func TestBuildTimeout_aConstructorThatDoesNotReturnIsAbandonedAndNamed(t *testing.T) {
	eachBuild(t, func(t *testing.T, build func(context.Context, *facet.App) error) {
		t.Helper()
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.Cleanup(tr.Cleanup("acquired"))
			return stuckForAnHour(lc.Context())
		}, nil), facet.BuildTimeout(3*time.Second), facet.Grace(2*time.Second))
		var err error
		took(t, 5*time.Second, func() { err = build(t.Context(), app) })
		construct := timedOut(t, err)
		require.True(t, construct.Abandoned)
		require.Equal(t, 5*time.Second, construct.Elapsed)
		require.Contains(t, construct.Stack, "StuckForAnHour", construct.NoStack)
		require.True(t, strings.HasPrefix(err.Error(), "build-timeout: "), err)
		require.Equal(t, []string{"build low", "build mid", "cleanup low"}, tr.Take())
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []string{"acquired", "cleanup mid"}, tr.Take(), "what it acquired is released when it returns")
	})
}

// It would have been the next one's turn.
func TestBuildTimeout_aConstructorThatReturnsTooLateIsNamed(t *testing.T) {
	for _, own := range []error{nil, context.Canceled, context.DeadlineExceeded, io.EOF, fmt.Errorf("dial: %w", context.Canceled)} {
		eachBuild(t, func(t *testing.T, build func(context.Context, *facet.App) error) {
			t.Helper()
			var tr trace
			app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
				<-lc.Context().Done()
				require.True(t, os.IsTimeout(context.Cause(lc.Context())))
				time.Sleep(time.Second)
				return own
			}, nil), facet.BuildTimeout(3*time.Second), facet.Grace(2*time.Second))
			var err error
			took(t, 4*time.Second, func() { err = build(t.Context(), app) })
			construct := timedOut(t, err)
			require.False(t, construct.Abandoned)
			require.Equal(t, 4*time.Second, construct.Elapsed)
			if own != nil && !errors.Is(own, context.Canceled) {
				require.ErrorIs(t, err, own)
			}
			require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take())
		})
	}
}

func TestBuildTimeout_theErrorSaysItOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error {
			<-lc.Context().Done()
			return fmt.Errorf("dial: %w", context.Cause(lc.Context()))
		}), facet.BuildTimeout(3*time.Second))
		err := app.Build(t.Context())
		require.Equal(t, "build-timeout", slugOf(err))
		require.Equal(t, 1, strings.Count(err.Error(), "the build timeout of 3s was exceeded"), err)
		require.ErrorContains(t, err, ": dial: the build timeout")
	})
}

// The last one of the build is no exception.
func TestBuildTimeout_anInvokedFunctionIsNamedAsAConstructorIs(t *testing.T) {
	for name, build := range builds {
		if name == "Do" { // which runs none
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			app := quiet(facet.Invoke(func(*facet.Lifecycle) { time.Sleep(4 * time.Second) }), facet.BuildTimeout(3*time.Second), facet.Grace(2*time.Second))
			var construct *facet.ConstructError
			require.ErrorAs(t, build(t.Context(), app), &construct)
			require.Equal(t, "build-timeout", construct.Slug())
			require.Equal(t, "invoke", construct.Kind.String())
		})
	}
}

func TestBuildTimeout_boundsAllConstructorsTogether(t *testing.T) {
	eachBuild(t, func(t *testing.T, build func(context.Context, *facet.App) error) {
		t.Helper()
		var tr trace
		slow := func(lc *facet.Lifecycle) error { return aSecond(lc.Context()) }
		app := quiet(tr.Tower(slow, slow, slow), facet.BuildTimeout(1500*time.Millisecond))
		var construct *facet.ConstructError
		took(t, 1500*time.Millisecond, func() { require.ErrorAs(t, build(t.Context(), app), &construct) })
		require.Equal(t, "build-timeout", construct.Slug())
		require.Equal(t, 500*time.Millisecond, construct.Elapsed)
		require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take())
	})
}

func TestBuildTimeout_aPanicAfterItIsAPanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func() { time.Sleep(4 * time.Second); panic(errBoom) }), facet.BuildTimeout(3*time.Second), facet.Grace(2*time.Second))
		err := app.Build(t.Context())
		var construct *facet.ConstructError
		require.ErrorAs(t, err, &construct)
		require.Equal(t, "invoke-panicked", construct.Slug())
		require.Contains(t, construct.Stack, "build_timeout_test.go")
		require.ErrorIs(t, err, errBoom)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

// The start has all of its own budget, and the stop.
func TestBuildTimeout_isOverWithTheBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			time.Sleep(2 * time.Second)
			lc.OnStart(takes(14 * time.Second))
			lc.OnStop(takes(9 * time.Second))
			lc.OnStart(func(context.Context) error { return lc.Context().Err() })
		}), facet.BuildTimeout(3*time.Second), facet.StartTimeout(15*time.Second))
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(time.Hour)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestBuildTimeout_theCleanupsHaveTheStopTimeout(t *testing.T) {
	eachBuild(t, func(t *testing.T, build func(context.Context, *facet.App) error) {
		t.Helper()
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.Cleanup(func() error { time.Sleep(9 * time.Second); return nil })
			return nil
		}, func(lc *facet.Lifecycle) error { return untilCancelled(lc.Context()) }, nil), facet.BuildTimeout(3*time.Second))
		var err error
		took(t, 12*time.Second, func() { err = build(t.Context(), app) })
		require.Equal(t, error(timedOut(t, err)), err, "and nothing else is wrong")
	})
}

func TestBuildTimeout_aContextThatEndsEarlierIsTheCause(t *testing.T) {
	errLeft := errors.New("left")
	for name, build := range builds {
		synctest.Test(t, func(t *testing.T) {
			var tr trace
			app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { return untilCancelled(lc.Context()) }, nil), facet.BuildTimeout(3*time.Second))
			ctx, cancel := context.WithTimeoutCause(t.Context(), time.Second, errLeft)
			defer cancel()
			var err error
			took(t, time.Second, func() { err = build(ctx, app) })
			require.NotErrorIs(t, err, context.DeadlineExceeded, name)
			require.ErrorIs(t, err, errLeft, name)
			require.NotContains(t, err.Error(), "build timeout")
		})
	}
}

// One call constructs for ten seconds, while another waits.
func TestBuildTimeout_doesNotCountTheWaitForAnotherTransition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(
			facet.Provide(func() *low { time.Sleep(2 * time.Second); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle, l *low) *mid {
				lc.OnStart(takes(10 * time.Second))
				return newMid(l)
			}),
			facet.Provide(func(l *low) *high { return newHigh(newMid(l)) }),
			facet.BuildTimeout(3*time.Second),
		)
		first := spawn(app, t.Context(), func(*mid) {})
		time.Sleep(time.Second)
		require.NoError(t, app.Do(t.Context(), func(*high) {}))
		require.NoError(t, <-first)
	})
}

func TestBuildTimeout_isWrittenAsInCode(t *testing.T) {
	require.Equal(t, "BuildTimeout(3s)", facet.BuildTimeout(3*time.Second).String())
}

// An error of another app that a constructor returns is that of the constructor.
func TestBuildTimeout_ofAnAppWithinAConstructorIsNotThatOfTheBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inner := quiet(facet.Invoke(func(lc *facet.Lifecycle) error { return untilCancelled(lc.Context()) }), facet.BuildTimeout(time.Second))
		outer := quiet(facet.Invoke(func() error { return inner.Build(context.Background()) }), facet.BuildTimeout(time.Minute))
		require.Equal(t, "invoke-failed", slugOf(outer.Build(t.Context())))
	})
}

func TestReport_ofABuildSaysHowLongThatMayTake(t *testing.T) {
	eachBuild(t, func(t *testing.T, build func(context.Context, *facet.App) error) {
		t.Helper()
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) (*high, error) {
			return nil, untilCancelled(lc.Context())
		}), facet.Invoke(func(*high) {}), facet.BuildTimeout(3*time.Second))
		built := meanwhile(time.Second, func() error { return build(t.Context(), app) })
		var b strings.Builder
		app.Report(&b)
		if state := app.State(); state != facet.StateNew { // as for Do
			require.True(t, strings.HasPrefix(b.String(), fmt.Sprintf("facet: %v for 1s (facet.BuildTimeout 3s)\n", state)), b.String())
		}
		require.Error(t, <-built)
	})
}
