// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

func untilTheEnd(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestContexts_thatTheCallerEndsAreNamedAsThat(t *testing.T) {
	starts := facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStart(untilTheEnd) })
	stops := facet.Invoke(func(lc *facet.Lifecycle) { lc.OnStop(untilTheEnd) })
	errDeploy := errors.New("the deployment is taken back")
	for _, c := range []struct {
		name  string
		ctx   func(context.Context) (context.Context, context.CancelFunc)
		is    error
		start string
		stop  string
	}{
		{"canceled", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, context.Canceled, "the context given to Start was canceled", "the context given to Stop was canceled"},
		{"with a cause", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(ctx)
			time.AfterFunc(time.Second, func() { cancel(errDeploy) })
			return ctx, func() { cancel(nil) }
		}, errDeploy, errDeploy.Error(), errDeploy.Error()},
		{
			"with a deadline", func(ctx context.Context) (context.Context, context.CancelFunc) {
				return context.WithTimeout(ctx, time.Second)
			}, context.DeadlineExceeded,
			"start-timeout: facet_test.TestContexts_thatTheCallerEndsAreNamedAsThat.func1: facet_test.untilTheEnd: " +
				"the time of the context given to Start of 1s was exceeded; its caller sets the deadline",
			"stop-timeout: facet_test.TestContexts_thatTheCallerEndsAreNamedAsThat.func2: facet_test.untilTheEnd: " +
				"the time of the context given to Stop of 1s was exceeded; its caller sets the deadline",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := c.ctx(t.Context())
				defer cancel()
				err := quiet(starts).Start(ctx)
				require.ErrorIs(t, err, c.is)
				require.ErrorContains(t, err, c.start)

				app := quiet(stops)
				require.NoError(t, app.Start(t.Context()))
				ctx, cancel = c.ctx(t.Context())
				defer cancel()
				err = app.Stop(ctx)
				require.ErrorIs(t, err, c.is)
				require.ErrorContains(t, err, c.stop)

				ctx, cancel = c.ctx(t.Context())
				defer cancel()
				time.Sleep(2 * time.Second)
				err = quiet(starts).Build(ctx)
				require.ErrorIs(t, err, c.is)
			})
		})
	}
}

func TestContexts_ofACallThatHasEndedBeforeAreNamed(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.EqualError(t, quiet().Start(ctx), "the context given to Start was canceled")
	require.ErrorIs(t, quiet().Build(ctx), context.Canceled)
}
