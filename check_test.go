// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"reflect"
	"runtime"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
)

// checked starts an app with one check and returns that.
func checked(t *testing.T, fn func(context.Context) error) (*facet.App, hooks.Check) {
	t.Helper()
	app := quiet(facet.Invoke(func(lc *facet.Lifecycle) { lc.OnCheck("ping", fn) }))
	require.NoError(t, app.Start(t.Context()))
	checks := app.Checks()
	require.Len(t, checks, 1)
	require.Equal(t, "ping", checks[0].Name())
	require.Contains(t, checks[0].Place().String(), "check_test.go")
	require.NotNil(t, app.Graph().Node(checks[0].Component()))
	return app, checks[0]
}

func TestCheck_isNoTaskInTheEvents(t *testing.T) {
	var seen []string
	app := facet.New(facet.Log(nil), facet.Signals(), facet.Observe(func(e observe.Event) {
		if e.Hook != "" {
			seen = append(seen, e.Hook)
		}
	}), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnCheck("ping", func(context.Context) error { return errBoom })
	}))
	require.NoError(t, app.Start(t.Context()))
	require.ErrorIs(t, app.Checks()[0].Run(t.Context()), errBoom)
	require.NoError(t, app.Stop(t.Context()))
	require.Empty(t, seen)
}

func TestCheck_whateverItReturnsEndsNothing(t *testing.T) {
	for name, fn := range map[string]func(context.Context) error{
		"error":  func(context.Context) error { return errBoom },
		"panic":  func(context.Context) error { panic(errBoom) },
		"goexit": func(context.Context) error { runtime.Goexit(); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			app, check := checked(t, fn)
			for range 3 {
				err := check.Run(t.Context())
				require.Error(t, err)
				if name != "goexit" {
					require.ErrorIs(t, err, errBoom)
				}
			}
			requireState(t, app, facet.StateRunning)
			require.NoError(t, app.Stop(t.Context()))
			require.ErrorIs(t, check.Run(t.Context()), facet.ErrStopping)
			require.Empty(t, app.Checks())
		})
	}
}

func TestCheck_isCalledOnceAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		app, check := checked(t, func(ctx context.Context) error { calls++; return takes(time.Second)(ctx) })
		results := make(chan error)
		for range 10 {
			go func() { results <- check.Run(t.Context()) }()
		}
		for range 10 {
			require.NoError(t, <-results)
		}
		require.Equal(t, 1, calls)
		require.NoError(t, check.Run(t.Context()))
		require.Equal(t, 2, calls)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestCheck_thatHangsIsNotCalledAgainAndIsNamedByTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		defer time.Sleep(2 * time.Hour) // until what was abandoned has returned
		var calls atomic.Int32
		app, check := checked(t, func(context.Context) error { calls.Add(1); return stuckForAnHour(t.Context()) })
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			took(t, time.Second, func() { require.ErrorIs(t, check.Run(ctx), context.DeadlineExceeded) })
			cancel()
		}
		require.EqualValues(t, 1, calls.Load())
		var err error
		took(t, 11*time.Second, func() { err = app.Stop(t.Context()) })
		var hung *facet.HookError
		require.ErrorAs(t, err, &hung)
		require.Equal(t, "check-hung", hung.Slug())
		require.Contains(t, hung.Stack, "StuckForAnHour")
	})
}

func TestCheck_endsWithTheDeadlineOfTheAskerAndWithTheComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app, check := checked(t, untilCancelled)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, check.Run(ctx), context.DeadlineExceeded)
		synctest.Wait()
		result := make(chan error)
		go func() { result <- check.Run(t.Context()) }()
		synctest.Wait()
		require.NoError(t, app.Stop(t.Context()))
		require.ErrorIs(t, <-result, facet.ErrStopping)
	})
}

func TestCheck_badRegistrationsSayWhatToChange(t *testing.T) {
	app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnCheck("", untilCancelled)
		lc.OnCheck("nil", nil)
	}))
	err := app.Start(t.Context())
	require.ErrorContains(t, err, "OnCheck needs a name")
	require.ErrorContains(t, err, "OnCheck is given a nil function")
}

// deadlineSeam is a context whose Deadline calls a function, once.
type deadlineSeam struct {
	context.Context
	called *atomic.Bool
	then   func()
}

func (c deadlineSeam) Deadline() (time.Time, bool) {
	if c.called.CompareAndSwap(false, true) {
		c.then()
	}
	return c.Context.Deadline()
}

func TestCheck_isNotCalledAfterTheCleanupOfItsComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cleaned := false
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnCheck("ping", func(context.Context) error { require.False(t, cleaned); return nil })
			lc.Cleanup(func() error { cleaned = true; return nil })
		}))
		require.NoError(t, app.Start(t.Context()))
		check := app.Checks()[0]
		// The asker's context is asked when it was decided that the check is called.
		ctx := deadlineSeam{t.Context(), &atomic.Bool{}, func() { require.NoError(t, app.Stop(t.Context())) }}
		require.ErrorIs(t, check.Run(ctx), facet.ErrStopping)
		require.True(t, cleaned)
	})
}

func TestCheck_theTextOfAnErrorIsReadOnceAndNoCallerWaitsForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for kind, err := range hostile.Errors(t) {
			app, check := checked(t, func(context.Context) error { return err })
			ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
			began := time.Now()
			r := check.Ask(ctx)
			require.LessOrEqual(t, time.Since(began), time.Second/2, kind)
			require.True(t, r.Err != nil, kind) //nolint:testifylint // a typed nil is one
			require.NotEmpty(t, r.Text, kind)
			require.Less(t, len(r.Text), 20<<10, kind)
			if kind == "blocking" || kind == "typed nil" || kind == "panicking" {
				require.Contains(t, r.Text, reflect.TypeOf(err).String())
			}
			cancel()
			time.Sleep(time.Minute)
			require.NoError(t, app.Stop(t.Context()), kind)
		}
	})
}
