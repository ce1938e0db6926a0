// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

func TestStart_theFirstCauseComesFirstAndConsequencesAreFolded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		lcs := b.components("culprit", "obeys", "fails")
		lcs[0].OnStart(func(context.Context) error {
			time.Sleep(time.Second)
			return errBoom
		})
		lcs[1].OnStart(obeys, hooks.Name("obeys"))
		own := errors.New("own")
		lcs[2].OnStart(func(ctx context.Context) error {
			<-ctx.Done()
			return own
		}, hooks.Name("fails"))
		err := b.start(t.Context(), t)
		list := hookErrors(err)
		require.Len(t, list, 2)
		require.Same(t, errBoom, errors.Unwrap(list[0]))
		require.Equal(t, "fails", list[1].Hook)
		require.ErrorIs(t, list[1], own)
		require.ErrorIs(t, list[1], errBoom, "its context's cause is kept with it")
		require.NoError(t, b.stop(t))
	})
}

// A hook that hit its own timeout did not fail because of its sibling.
func TestStart_aTimeoutOfItsOwnIsNoConsequenceOfASiblingsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.mode.Concurrent = true
		lcs := b.components("slow", "fails")
		lcs[0].OnStart(func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(grace / 2)
			return ctx.Err()
		}, hooks.Timeout(time.Second), hooks.Name("slow"))
		lcs[1].OnStart(func(context.Context) error {
			time.Sleep(time.Second + grace/4)
			return errBoom
		}, hooks.Name("fails"))
		require.Equal(t, []string{"start-failed fails", "start-timeout slow"}, slugs(b.start(t.Context(), t)))
		require.NoError(t, b.stop(t))
	})
}

func TestStart_aPanicIsNotBlamedOnTheSiblingsThatItCutShort(t *testing.T) {
	own := errors.New("own")
	cases := map[string]func(){"start-panicked": func() { panic("x") }, "start-exited": runtime.Goexit}
	for slug, end := range cases {
		t.Run(slug, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.mode.Concurrent = true
				lcs := b.components("culprit", "sibling")
				lcs[0].OnStart(func(context.Context) error {
					time.Sleep(time.Second)
					end()
					return nil
				}, hooks.Name("culprit"))
				lcs[1].OnStart(func(ctx context.Context) error {
					<-ctx.Done()
					return own
				}, hooks.Name("sibling"))
				require.Equal(t, []string{slug + " culprit", "start-failed sibling"}, slugs(b.start(t.Context(), t)))
				require.NoError(t, b.stop(t))
			})
		})
	}
}

// Whether the hook or the supervisor sees the end of the context first must not
// show.
func TestStart_aCancelledStartReturnsTheCauseItself(t *testing.T) {
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			b := newFixture()
			b.component("a").OnStart(obeys)
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(errBoom) })
			require.Same(t, errBoom, b.start(ctx, t))
			require.NoError(t, b.stop(t))
		})
	}
}

func TestStart_anEndedContextBeginsNothing(t *testing.T) {
	b := newFixture()
	lc := b.component("a")
	lc.Append(b.pair("a"))
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errBoom)
	require.Same(t, errBoom, b.start(ctx, t))
	require.Same(t, errBoom, context.Cause(lc.Context()))
	require.NoError(t, b.stop(t))
	require.Empty(t, b.took())
}

func TestHookError_anErrorJoinedWithTheContextsIsNotLost(t *testing.T) {
	returned := map[string]func(context.Context) error{
		"joined":     func(ctx context.Context) error { return errors.Join(ctx.Err(), errBoom) },
		"two verbs":  func(ctx context.Context) error { return fmt.Errorf("%w while: %w", errBoom, ctx.Err()) },
		"underneath": func(ctx context.Context) error { return fmt.Errorf("closing: %w", errors.Join(errBoom, ctx.Err())) },
	}
	for name, f := range returned {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").OnStart(func(ctx context.Context) error {
					<-ctx.Done()
					return f(ctx)
				}, hooks.Timeout(time.Second))
				err := b.start(t.Context(), t)
				require.ErrorIs(t, err, errBoom)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				require.NoError(t, b.stop(t))
			})
		})
	}
}

func TestHookError_anErrorThatOnlySaysThatTheContextEndedGivesWayToItsCause(t *testing.T) {
	returned := map[string]func(context.Context) error{
		"the context's": context.Context.Err,
		"wrapped":       func(ctx context.Context) error { return fmt.Errorf("pinging: %w", ctx.Err()) },
		"joined":        func(ctx context.Context) error { return errors.Join(ctx.Err(), context.Cause(ctx)) },
		"the cause":     context.Cause,
	}
	for name, f := range returned {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newFixture()
				b.component("a").OnStart(func(ctx context.Context) error {
					<-ctx.Done()
					return f(ctx)
				}, hooks.Timeout(time.Second))
				err := b.start(t.Context(), t)
				require.EqualError(t, errors.Unwrap(err), "the hook's own timeout of 1s was exceeded; hooks.Timeout sets it")
				require.Equal(t, "start-timeout", kinds(err)[0])
				require.NoError(t, b.stop(t))
			})
		})
	}
}

func TestStart_aTimeoutNamesTheHookThatWasInFlight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newFixture()
		b.component("a").Append(b.pair("a"))
		b.component("b").OnStart(obeys, hooks.Name("slow"))
		var err error
		takes(t, 15*time.Second, func() { err = b.start(t.Context(), t) })
		require.Equal(t, []string{"start-timeout slow"}, slugs(err))
		require.ErrorContains(t, err, "the start timeout of 15s was exceeded; facet.StartTimeout sets it")
		require.Equal(t, 15*time.Second, hookErrors(err)[0].Elapsed)
		require.NoError(t, b.stop(t))
		require.Equal(t, []string{"+a", "-a"}, b.took())
	})
}

// The cause must be there although the hook's timer and the supervisor's fire
// at the same moment.
func TestHookError_hasACauseEvenWithoutGrace(t *testing.T) {
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			b := &fixture{}
			b.with(nil, 0)
			b.component("a").OnStart(ignores(time.Hour), hooks.Timeout(time.Second))
			require.ErrorIs(t, b.start(t.Context(), t), context.DeadlineExceeded)
			require.NoError(t, b.stop(t))
			time.Sleep(time.Hour)
		})
	}
}
