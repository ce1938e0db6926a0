// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

// Tasks that are added while their component stops.

// last adds a task that takes a second and uses what its component depends on.
func (b *fixture) last(lc *hooks.Lifecycle, name string) {
	lc.Go(name, func(context.Context) error {
		time.Sleep(time.Second)
		b.note("%s used the db", name)
		return nil
	})
}

var dispatch = map[string]hooks.Mode{"sequence": {}, "concurrent": {Concurrent: true}}

func TestGo_addedByARegisteredTaskInItsTurnEndsBeforeWhatItNeeds(t *testing.T) {
	for name, mode := range dispatch {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.mode = mode
				b.component("db").OnStop(b.says("-db"))
				lc := b.component("a", 0)
				lc.OnStop(b.says("-earlier"))
				lc.Go("task", func(ctx context.Context) error {
					<-ctx.Done()
					b.last(lc, "last")
					return nil
				})
				b.up(t)
				require.NoError(t, b.stop(t))
				require.Equal(t, []string{"last used the db", "-earlier", "-db"}, b.took())
			})
		})
	}
}

func TestGo_addedByAStopHookEndsBeforeWhatItNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		lc := b.component("a", 0)
		lc.OnStart(b.says("+first")) // nothing to stop in its place
		lc.OnStop(b.says("-earlier"))
		lc.OnStop(func(context.Context) error { b.last(lc, "one"); return nil })
		lc.OnStop(func(context.Context) error { b.last(lc, "two"); runtime.Goexit(); return nil })
		lc.OnStop(func(context.Context) error { b.last(lc, "three"); panic(errBoom) })
		b.up(t)
		b.took()
		require.Equal(t, []string{"stop-panicked OnStop", "stop-exited OnStop"}, slugs(b.stop(t)))
		require.Equal(t, []string{"three used the db", "two used the db", "one used the db", "-earlier", "-db"}, b.took())
	})
}

func TestGo_addedFromOutsideInTheTurnEndsBeforeWhatItNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		lc := b.component("a", 0)
		lc.OnStart(b.says("+a"))
		lc.OnStop(func(context.Context) error { time.Sleep(2 * time.Second); return nil })
		b.up(t)
		time.AfterFunc(time.Second, func() { b.last(lc, "outside") })
		b.took()
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"outside used the db", "-db"}, b.took())
	})
}

func TestGo_addedInARollbackEndsBeforeWhatItNeeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		lc := b.component("a", 0)
		lc.Go("task", func(ctx context.Context) error {
			<-ctx.Done()
			b.last(lc, "last")
			return nil
		})
		lc.OnStart(fails(errBoom))
		require.ErrorIs(t, b.start(t.Context(), t), errBoom)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"last used the db", "-db"}, b.took())
	})
}

func TestGo_anAcceptLoopHandsOverWhatItAccepts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		lc := b.component("a", 0)
		lc.Serve("accept", func(ctx context.Context, ready func()) error {
			ready()
			<-ctx.Done()
			for range 3 { // accepted since the turn of the component
				b.last(lc, "connection")
			}
			return ctx.Err()
		})
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"connection used the db", "connection used the db", "connection used the db", "-db"}, b.took())
	})
}

func TestGo_aFailureOfATaskThatAStopHookAddsIsPartOfTheResult(t *testing.T) {
	ends := map[string]func(context.Context) error{
		"task-failed": fails(errBoom), "task-panicked": func(context.Context) error { panic(errBoom) },
	}
	for slug, end := range ends {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				lc := b.component("a")
				lc.OnStop(func(context.Context) error {
					lc.Go("outer", func(context.Context) error {
						lc.Go("inner", end)
						return end(context.Background())
					})
					time.Sleep(time.Second) // both have ended before the executor looks
					return nil
				})
				lc.Cleanup(func() error {
					lc.Go("cleaning", end)
					time.Sleep(time.Second)
					return nil
				})
				b.up(t)
				require.ElementsMatch(t, []string{slug + " outer", slug + " inner", slug + " cleaning"}, slugs(b.stop(t)))
			})
		})
	}
}

func TestGo_aFailureBetweenTheTurnAndTheEndOfTheStopIsPartOfTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(ignores(time.Second))
		lc := b.component("a", 0)
		lc.OnStop(b.says("-a"))
		b.up(t)
		time.AfterFunc(time.Second/2, func() { lc.Go("late", fails(errBoom)) })
		require.Equal(t, []string{"task-failed late"}, slugs(b.stop(t)))
		for range 100 {
			lc.Go("after the stop", fails(errBoom))
		}
		synctest.Wait()
		require.NoError(t, b.stop(t), "they belong to no stop")
	})
}

func TestGo_theTimeoutOfAStopHookDoesNotBoundTheTasksThatItAdds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(func(context.Context) error {
			lc.Go("flush", ignores(5*time.Second))
			return nil
		}, hooks.Timeout(time.Second))
		b.up(t)
		takes(t, 5*time.Second, func() { require.NoError(t, b.stop(t)) })
	})
}

func TestGo_anAddedTaskThatOverstaysIsAbandonedAndNotTheHookThatAddedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("db").OnStop(b.says("-db"))
		lc := b.component("a", 0)
		lc.OnStop(func(context.Context) error {
			for range 2 {
				lc.Go("stuck", ignores(time.Hour))
			}
			return nil
		})
		b.up(t)
		var err error
		takes(t, stopTimeout+grace, func() { err = b.stop(t) })
		require.Equal(t, []string{"task-hung stuck", "task-hung stuck"}, slugs(err))
		require.Equal(t, []string{"-db"}, b.took())
		time.Sleep(2 * time.Hour)
	})
}
