// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

const (
	refused = "bad-option" // at registration
	badHook = "bad-hook"   // by the build
	fine    = ""           // a start and a stop without an error
)

// values says what an option does, as the slug of the first cause.
type values struct{ negative, zero, tiny, longest string }

// worker is a component of which everything takes a second, or ends with its
// context.
type worker struct{ opts []hooks.Option }

func (w worker) new(h facet.Hook) func(lc *facet.Lifecycle) (*worker, error) {
	return func(lc *facet.Lifecycle) (*worker, error) {
		h.OnStop = aSecond
		h.OnStart = func(ctx context.Context) error {
			lc.Go("late", func(ctx context.Context) error {
				<-ctx.Done()
				return aSecond(context.WithoutCancel(ctx))
			}, w.opts...)
			return aSecond(ctx)
		}
		lc.Append(h, w.opts...)
		lc.OnDrain(aSecond, w.opts...)
		lc.Serve("serve", func(ctx context.Context, ready func()) error {
			if err := aSecond(ctx); err != nil {
				return err
			}
			ready()
			<-ctx.Done()
			return aSecond(context.WithoutCancel(ctx))
		}, w.opts...)
		return &w, aSecond(lc.Context())
	}
}

// live starts and stops an app of one component, and returns the slug of the first
// cause.
func live(t *testing.T, w worker, h facet.Hook, opts []facet.Option, of ...provide.Option) (slug string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		app := quiet(append(opts, facet.Provide(w.new(h), of), facet.Invoke(func(*worker) {}))...)
		began := time.Now()
		err := app.Start(t.Context())
		if err == nil {
			require.Equal(t, 3*time.Second, time.Since(began), "constructor, hook and task")
			began = time.Now()
			if err = app.Stop(t.Context()); err == nil {
				require.Equal(t, 4*time.Second, time.Since(began), "drain hook, hook and two tasks")
			}
		}
		slug = slugOf(err)
		time.Sleep(time.Minute) // what was abandoned returns
	})
	return slug
}

// each tries a duration option with every kind of value.
func (v values) each(t *testing.T, name string, try func(t *testing.T, d time.Duration) string) {
	t.Helper()
	got := values{try(t, -1), try(t, 0), try(t, 1), try(t, math.MaxInt64)}
	require.Equal(t, v, got, name)
	require.Equal(t, v.negative, try(t, math.MinInt64), name)
}

// Each option says the same in its documentation.
func TestDurations_zeroNegativeAndTheLongestHaveOneMeaningEach(t *testing.T) {
	for name, c := range map[string]struct {
		option func(time.Duration) facet.Option
		values values
	}{
		"BuildTimeout": {facet.BuildTimeout, values{refused, fine, "build-timeout", fine}},
		"StartTimeout": {facet.StartTimeout, values{refused, refused, "start-timeout", fine}},
		"StopTimeout":  {facet.StopTimeout, values{refused, refused, "drain-timeout", fine}},
		"Grace":        {facet.Grace, values{refused, refused, fine, fine}},
	} {
		c.values.each(t, "facet."+name, func(t *testing.T, d time.Duration) string {
			t.Helper()
			w := worker{[]hooks.Option{hooks.Timeout(time.Hour)}}
			return live(t, w, facet.Hook{}, []facet.Option{c.option(d)})
		})
	}
	for name, c := range map[string]struct {
		option func(time.Duration) provide.Option
		values values
	}{
		"StartTimeout": {provide.StartTimeout, values{refused, refused, "start-timeout", fine}},
		"StopTimeout":  {provide.StopTimeout, values{refused, refused, "drain-timeout", fine}},
	} {
		c.values.each(t, "provide."+name, func(t *testing.T, d time.Duration) string {
			t.Helper()
			return live(t, worker{}, facet.Hook{}, nil, c.option(d))
		})
	}
	timeout := values{badHook, badHook, "start-timeout", fine}
	timeout.each(t, "hooks.Timeout", func(t *testing.T, d time.Duration) string {
		t.Helper()
		return live(t, worker{[]hooks.Option{hooks.Timeout(d)}}, facet.Hook{}, nil)
	})
	start := values{badHook, fine, "start-timeout", fine}
	start.each(t, "Hook.StartTimeout", func(t *testing.T, d time.Duration) string {
		t.Helper()
		return live(t, worker{}, facet.Hook{StartTimeout: d}, nil)
	})
	stop := values{badHook, fine, "stop-timeout", fine}
	stop.each(t, "Hook.StopTimeout", func(t *testing.T, d time.Duration) string {
		t.Helper()
		return live(t, worker{}, facet.Hook{StopTimeout: d}, nil)
	})
}

// All at once: their sums are longer than the longest duration.
func TestDurations_theLongestOfAllTogetherNeverEnd(t *testing.T) {
	const longest = math.MaxInt64
	opts := []facet.Option{
		facet.BuildTimeout(longest), facet.StartTimeout(longest), facet.StopTimeout(longest), facet.Grace(longest),
	}
	w := worker{[]hooks.Option{hooks.Timeout(longest)}}
	require.Equal(t, fine, live(t, w, facet.Hook{}, opts, provide.StartTimeout(longest), provide.StopTimeout(longest)))
}

func TestDrainDelay_zeroNegativeAndTheLongestHaveOneMeaningEach(t *testing.T) {
	for d, want := range map[time.Duration]time.Duration{0: 0, 1: 1, time.Hour: time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			app := quiet(facet.DrainDelay(d), facet.StopTimeout(math.MaxInt64))
			require.NoError(t, app.Start(t.Context()))
			began := time.Now()
			require.NoError(t, app.Stop(t.Context()))
			require.Equal(t, want, time.Since(began))
		})
	}
	require.Equal(t, refused, slugOf(quiet(facet.DrainDelay(-1)).Err()))
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.DrainDelay(math.MaxInt64), facet.StopTimeout(math.MaxInt64))
		require.NoError(t, app.Start(t.Context()))
		ctx, cancel := context.WithTimeout(t.Context(), 1000*time.Hour)
		defer cancel()
		began := time.Now()
		_ = app.Stop(ctx)
		require.Equal(t, 1000*time.Hour, time.Since(began), "it drains until the end of Stop's context")
	})
}
