// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/provide"
)

func TestCheck_allIsWell(t *testing.T) {
	app := started(t, newWorld().app())
	r := health.Check(t.Context(), app)
	require.NoError(t, r.Err())
	require.True(t, r.Ready)
	require.Equal(t, facet.StateRunning, r.State)
	var names []string
	for _, c := range r.Components {
		require.True(t, c.Ready, c.Name)
		require.Empty(t, c.Chain)
		for _, check := range c.Checks {
			names = append(names, c.Name+"/"+check.Name)
			require.Equal(t, health.Passed, check.Status)
			require.Contains(t, check.Place.String(), "main_test.go")
		}
	}
	require.Equal(t, []string{
		"health_test.newDatabase/ping", "health_test.newCache/ping", "health_test.newAPI/self", "health_test.newAPI/disk",
	}, names)
}

func TestCheck_aFailureIsFollowedToItsRootCause(t *testing.T) {
	w := newWorld()
	w.database = fails(errRefused)
	r := health.Check(t.Context(), started(t, w.app()))
	require.False(t, r.Ready)
	require.EqualError(t, r.Err(), "health_test.newAPI is not ready: health_test.newStore is not ready: "+
		"health_test.newDatabase is not ready: dial tcp 10.0.0.7:6379: connect: connection refused")
	require.ErrorIs(t, r.Err(), errRefused)
	require.Len(t, r.Component("health_test.newAPI").Chain, 3)
	require.Equal(t, graph.StateBuilt, r.Component("health_test.newStore").State)
	require.False(t, r.Component("health_test.newStore").Ready)
	require.True(t, r.Component("health_test.newCache").Ready)
}

func TestCheck_independentCausesAreAllToldAndConsequencesFolded(t *testing.T) {
	w := newWorld()
	w.database, w.cache, w.api = fails(errors.New("no database")), fails(errRefused), fails(errors.New("cannot serve"))
	r := health.Check(t.Context(), started(t, w.app()))
	require.EqualError(t, r.Err(), "health_test.newStore is not ready: health_test.newDatabase is not ready: no database; "+
		"health_test.newAPI is not ready: health_test.newCache is not ready: "+errRefused.Error())
	var e *health.NotReadyError
	require.ErrorAs(t, r.Err(), &e)
	require.Len(t, e.Causes, 2)
	require.Equal(t, health.Failed, r.Component("health_test.newAPI").Checks[0].Status)
	require.Equal(t, "cannot serve", r.Component("health_test.newAPI").Checks[0].Error)
}

func TestCheck_takesTheTimeoutAtMostAndNamesWhatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release := make(chan struct{})
		w.database = func(context.Context) error { <-release; return nil }
		w.cache = func(ctx context.Context) error { <-ctx.Done(); return errRefused }
		w.api = func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		app := started(t, w.app())
		defer close(release)
		began := time.Now()
		r := health.Check(t.Context(), app)
		require.Equal(t, time.Second, time.Since(began))
		db := r.Component("health_test.newDatabase").Checks[0]
		require.Equal(t, time.Second, db.Took)
		require.True(t, db.TimedOut)
		require.ErrorContains(t, r.Err(), "health_test.newDatabase is not ready: ping: it has not returned after 1s")
		require.ErrorIs(t, r.Err(), context.DeadlineExceeded)
		// Checks that observe their context have a moment to return their reason.
		require.Equal(t, 900*time.Millisecond, r.Component("health_test.newCache").Checks[0].Took)
		require.ErrorContains(t, r.Err(), errRefused.Error())
		require.Equal(t, "it was not done after 900ms: context deadline exceeded", r.Component("health_test.newAPI").Checks[0].Error)

		began = time.Now()
		require.Error(t, health.Check(t.Context(), app, health.Timeout(10*time.Second)).Err())
		require.Equal(t, 10*time.Second, time.Since(began))
	})
}

func TestCheck_whateverChecksDoIsTold(t *testing.T) {
	w := newWorld()
	w.database = func(context.Context) error { panic(errRefused) }
	w.cache = func(context.Context) error { runtime.Goexit(); return nil }
	r := health.Check(t.Context(), started(t, w.app()))
	require.Equal(t, "panic: "+errRefused.Error(), r.Component("health_test.newDatabase").Checks[0].Error)
	require.Equal(t, "runtime.Goexit was called", r.Component("health_test.newCache").Checks[0].Error)
	require.ErrorIs(t, r.Err(), errRefused)
	var panicked *facet.PanicError
	require.ErrorAs(t, r.Err(), &panicked)
	require.NotEmpty(t, panicked.Stack)
}

func TestCheck_endsWithTheContextOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release := make(chan struct{})
		w.cache = func(context.Context) error { <-release; return nil }
		app := started(t, w.app())
		defer close(release)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		began := time.Now()
		r := health.Check(ctx, app)
		require.Equal(t, time.Millisecond, time.Since(began))
		require.ErrorContains(t, r.Err(), "ping: it has not returned after 1ms")
		require.False(t, health.Check(ctx, app).Ready, "nor with one that has ended")
	})
}

func TestCheck_oneHangingCheckIsOneGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release := make(chan struct{})
		var calls atomic.Int32
		w.cache = func(context.Context) error { calls.Add(1); <-release; return nil }
		app := started(t, w.app())
		defer close(release)
		for i := range 5 {
			require.ErrorContains(t, health.Check(t.Context(), app).Err(), fmt.Sprintf("it has not returned after %ds", i+1))
		}
		require.EqualValues(t, 1, calls.Load())
	})
}

func TestCheck_aDrainThatBeginsMeanwhileCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		var app *facet.App
		w.database = func(context.Context) error { app.Shutdown(nil); return nil }
		app = w.app(facet.DrainDelay(time.Minute))
		require.NoError(t, app.Start(t.Context()))
		r := health.Check(t.Context(), app)
		require.Equal(t, facet.StateDraining, r.State)
		require.EqualError(t, r.Err(), "the app is draining")
		for _, c := range r.Components {
			require.True(t, c.Ready, "they still serve")
		}
		require.NoError(t, app.Wait())
	})
}

func TestCheck_aComponentWhoseTurnToStopComesMeanwhileIsNotReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		var app *facet.App
		w.cache = func(ctx context.Context) error { app.Shutdown(nil); <-ctx.Done(); return ctx.Err() }
		app = w.app()
		require.NoError(t, app.Start(t.Context()))
		r := health.Check(t.Context(), app)
		c := r.Component("health_test.newCache")
		require.Equal(t, health.NotCalled, c.Checks[0].Status)
		require.ErrorContains(t, r.Err(), "the app is ")
		require.False(t, c.Ready)
		require.NoError(t, app.Wait())
	})
}

func TestCheck_whatOnlyADoHasStartedDoesNotCount(t *testing.T) {
	w := newWorld()
	w.cache = fails(errRefused)
	app := started(t, quiet(
		facet.Supply(w), facet.Provide(newDatabase), facet.Provide(newCache), facet.Invoke(func(*database) {}),
	))
	require.NoError(t, app.Do(t.Context(), func(*cache) {
		require.NoError(t, health.Check(t.Context(), app).Err())
	}))
}

func TestCheck_anOrderIsNoDependency(t *testing.T) {
	w := newWorld()
	w.database = fails(errRefused)
	r := health.Check(t.Context(), started(t, quiet(
		facet.Supply(w), facet.Provide(newDatabase), facet.Provide(newCache, provide.After[*database]()),
		facet.Invoke(func(*cache, *database) {}),
	)))
	require.True(t, r.Component("health_test.newCache").Ready)
	require.False(t, r.Ready)
}

func TestCheck_excludes(t *testing.T) {
	w := newWorld()
	calls := 0
	w.database = func(context.Context) error { calls++; return errRefused }
	w.api = fails(errors.New("cannot serve"))
	app := started(t, w.app())
	id := health.Check(t.Context(), app).Component("health_test.newDatabase").ID
	require.NotEqual(t, "health_test.newDatabase", id)
	require.Equal(t, 1, calls)
	for _, name := range []string{id, id + "/ping", "health_test.newDatabase", "health_test.newDatabase/ping"} {
		r := health.Check(t.Context(), app, health.Exclude(name))
		require.EqualError(t, r.Err(), "health_test.newAPI is not ready: self: cannot serve")
		require.Equal(t, health.Excluded, r.Component(id).Checks[0].Status)
		require.NoError(t, r.Component(id).Checks[0].Err())
	}
	require.NoError(t, health.Check(t.Context(), app, health.Exclude(id), health.Exclude("health_test.newAPI/self")).Err())
	require.Equal(t, 1, calls)
}

func TestCheck_whatIsExcludedCountsAsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		release := make(chan struct{})
		w.starts = func(context.Context) error { <-release; return nil }
		app := quiet(facet.Supply(w), facet.Provide(newCache), facet.Invoke(func(*cache) {}))
		result := make(chan error)
		go func() { result <- app.Start(t.Context()) }()
		synctest.Wait()
		require.EqualError(t, health.Check(t.Context(), app).Err(), "the app is starting: health_test.newCache is starting")
		r := health.Check(t.Context(), app, health.Exclude("health_test.newCache"))
		require.EqualError(t, r.Err(), "the app is starting")
		require.True(t, r.Component("health_test.newCache").Ready)
		close(release)
		require.NoError(t, <-result)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestCheck_whatFailsWhileTheAppDrainsIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.database = fails(errRefused)
		app := w.app(facet.DrainDelay(time.Minute))
		require.NoError(t, app.Start(t.Context()))
		app.Shutdown(nil)
		err := health.Check(t.Context(), app).Err()
		require.ErrorContains(t, err, "the app is draining: health_test.newAPI is not ready: ")
		require.ErrorIs(t, err, errRefused)
		require.NoError(t, app.Wait())
	})
}

func TestCheck_aTimeoutOfNothingIsTheDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		w.cache = func(ctx context.Context) error { <-ctx.Done(); return errRefused }
		app := started(t, w.app())
		for _, d := range []time.Duration{0, -1} {
			require.Equal(t, 900*time.Millisecond, health.Check(t.Context(), app, health.Timeout(d)).Component("health_test.newCache").Checks[0].Took)
		}
	})
}

func TestCheck_mayBeCalledAtAnyTime(t *testing.T) {
	w := newWorld()
	w.database = fails(errRefused)
	app := w.app(facet.Concurrent())
	done := make(chan struct{})
	var askers sync.WaitGroup
	for range 4 {
		askers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					r := health.Check(context.Background(), app)
					assert.False(t, r.Ready)
					assert.Error(t, r.Err())
				}
			}
		})
	}
	for range 50 {
		require.NoError(t, app.Start(t.Context()))
		health.Check(t.Context(), app)
		require.NoError(t, app.Stop(t.Context()))
	}
	close(done)
	askers.Wait()
}

func TestCheck_ofNoAppIsThatOfANewOne(t *testing.T) {
	require.EqualError(t, health.Check(t.Context(), nil, nil, health.Timeout(-1)).Err(), "the app is new")
}

func TestReport_isPlainData(t *testing.T) {
	w := newWorld()
	w.cache = func(ctx context.Context) error { <-ctx.Done(); return errRefused }
	w.database = fails(errRefused)
	r := health.Check(t.Context(), started(t, w.app()), health.Timeout(10*time.Millisecond))
	read := requireRoundTrip(t, r)
	require.EqualError(t, read.Component("health_test.newDatabase").Checks[0].Err(), errRefused.Error())
	require.NoError(t, read.Component("health_test.newAPI").Checks[0].Err())
	require.Nil(t, r.Component("nothing"))
}

func TestOption_printsAsItIsWritten(t *testing.T) {
	require.Equal(t, "[Timeout(2s) Exclude(a, b) WithholdReasons() OnListen]", fmt.Sprint([]health.ServerOption{
		health.Timeout(2 * time.Second), health.Exclude("a", "b"), health.WithholdReasons(), health.OnListen(nil),
	}))
}

// A soft group holds the members constructed earlier; the graph has edges to all members.
func TestCheck_aSoftMemberThatCameLaterIsNoDependency(t *testing.T) {
	type asker struct{}
	type member struct{ name string }
	fail := errors.New("cannot serve")
	r := health.Check(t.Context(), started(t, quiet(
		facet.Provide(func(lc *facet.Lifecycle) member { lc.OnCheck("early", passes); return member{"early"} }, provide.Group("g"), provide.Eager()),
		facet.Provide(func(struct {
			facet.In
			Members []member `group:"g,soft"`
		},
		) *asker {
			return &asker{}
		}),
		facet.Invoke(func(*asker) {}),
		facet.Provide(func(lc *facet.Lifecycle) member { lc.OnCheck("late", fails(fail)); return member{"late"} }, provide.Group("g"), provide.Eager()),
	)))
	require.ErrorIs(t, r.Err(), fail)
	var notReady []string
	for _, c := range r.Components {
		if !c.Ready {
			require.NotEmpty(t, c.Checks, "a root cause has a failed check of its own")
			notReady = append(notReady, c.Checks[0].Name)
		}
	}
	require.Equal(t, []string{"late"}, notReady)
}
