// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func TestServe_dependentsWaitUntilItIsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(ctx context.Context, ready func()) error {
			time.Sleep(time.Second)
			b.note("ready")
			ready()
			ready()
			<-ctx.Done()
			b.note("ended")
			return nil
		})
		b.component("b", 0).Append(b.pair("b"))
		b.up(t)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"ready", "+b", "-b", "ended"}, b.took())
	})
}

func TestServe_anEndBeforeItIsReadyFailsTheStart(t *testing.T) {
	ends := map[string]func() error{
		"start-failed":   func() error { return errBoom },
		"start-panicked": func() error { panic(errBoom) },
		"start-exited":   func() error { runtime.Goexit(); return nil },
	}
	for slug, end := range ends {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").Serve("serve", func(context.Context, func()) error { return end() })
				require.Equal(t, []string{slug + " serve"}, slugs(b.start(t.Context(), t)))
				require.NoError(t, b.stop(t))
				require.Empty(t, b.requests())
			})
		})
	}
	t.Run("nil", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := newFixture()
			b.component("a").Serve("serve", func(context.Context, func()) error { return nil }, hooks.Significant())
			require.ErrorContains(t, b.start(t.Context(), t), "returned before it called ready")
			require.NoError(t, b.stop(t))
			require.Empty(t, b.requests())
		})
	})
}

func TestServe_aFailureAfterItWasReadyAsksForTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(_ context.Context, ready func()) error {
			ready()
			time.Sleep(time.Second)
			return errBoom
		})
		b.up(t)
		time.Sleep(time.Minute)
		require.Len(t, b.requests(), 1)
		require.NoError(t, b.stop(t))
	})
}

// The usual shape: ready is called by another goroutine, and the server fails
// at that moment. The failure must be reported.
func TestServe_aFailureWithALateReadyIsNotLost(t *testing.T) {
	for round := range 3000 {
		b := &fixture{}
		b.with(nil, grace)
		var others sync.WaitGroup
		b.component("a").Serve("serve", func(_ context.Context, ready func()) error {
			for i := range 8 {
				others.Go(func() {
					for range i * round % 50 {
						runtime.Gosched()
					}
					ready()
				})
			}
			return errBoom
		})
		b.seal(t)
		err := b.Start(t.Context(), b.plan, 0)
		stopErr := b.stop(t)
		others.Wait()
		heard := len(b.requests())
		for _, e := range []error{err, stopErr} {
			if e != nil {
				heard++
			}
		}
		require.Equal(t, 1, heard, "start: %v, stop: %v, asked: %v", err, stopErr, b.requests())
	}
}

func TestServe_isCancelledWithTheStartAndAwaited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(ctx context.Context, _ func()) error {
			<-ctx.Done()
			b.note("%v", context.Cause(ctx))
			return ctx.Err()
		})
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(errBoom) })
		require.Same(t, errBoom, b.start(ctx, t))
		require.Equal(t, []string{"boom"}, b.took())
		require.NoError(t, b.stop(t))
	})
}

// Its context has ended, so it will end: the start must not continue without it.
func TestServe_thatIsReadyOnlyAfterItWasCancelledHasNotStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(ctx context.Context, ready func()) error {
			<-ctx.Done()
			ready()
			return nil
		}, hooks.Timeout(time.Second))
		b.component("b", 0).Append(b.pair("b"))
		require.Equal(t, []string{"start-timeout serve"}, slugs(b.start(t.Context(), t)))
		require.NoError(t, b.stop(t))
		require.Empty(t, b.took())
	})
}

func TestServe_aFailureAfterItWasCancelledIsThatOfTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(ctx context.Context, ready func()) error {
			<-ctx.Done()
			ready()
			return errBoom
		}, hooks.Timeout(time.Second))
		err := b.start(t.Context(), t)
		require.ErrorIs(t, err, errBoom)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 1, strings.Count(err.Error(), "registered at"), "it is reported once")
		require.NoError(t, b.stop(t))
	})
}

func TestServe_thatWasReadyWhenTheStartIsCutShortIsStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.Serve("serve", func(ctx context.Context, ready func()) error {
			ready()
			<-ctx.Done()
			return errBoom
		})
		lc.OnStart(obeys)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		require.Same(t, context.Canceled, b.start(ctx, t))
		require.Equal(t, []string{"task-failed serve"}, slugs(b.stop(t)))
	})
}

func TestServe_thatIsNeverReadyIsAbandonedAndNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Serve("serve", func(ctx context.Context, _ func()) error { return overstays(ctx) }, hooks.Timeout(time.Second))
		var err error
		takes(t, time.Second+grace, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"start-hung serve"}, slugs(err))
		require.Contains(t, hookErrors(err)[0].Stack, "overstays")
		require.Empty(t, ours(), "only the abandoned task is left")
		require.NoError(t, b.stop(t))
		time.Sleep(2 * time.Hour)
		require.Equal(t, []string{"abandoned a serve !", "returned a serve"}, b.seen(observe.OpAbandoned, observe.OpReturned))
	})
}

func TestServe_whileRunningIsATaskLikeAnyOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		lc := b.component("a")
		lc.OnStop(b.says("-a"))
		b.up(t)
		lc.Serve("added", func(ctx context.Context, ready func()) error {
			ready()
			return b.until("added")(ctx)
		})
		synctest.Wait()
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"+added", "-added", "-a"}, b.took())
	})
}
