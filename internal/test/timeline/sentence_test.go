// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package timeline_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

type (
	redis  struct{}
	orders struct{}
	mailer struct{}
	server struct{}
)

// takes is a start hook that takes a time, or returns when its context ends.
func takes(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func newRedis(lc *facet.Lifecycle, d time.Duration) *redis {
	lc.OnStart(takes(d))
	return &redis{}
}

func newOrders(lc *facet.Lifecycle, _ *redis) *orders {
	lc.OnStart(takes(100 * time.Millisecond))
	return &orders{}
}

func newMailer(lc *facet.Lifecycle, _ *orders) *mailer {
	lc.OnStart(takes(50 * time.Millisecond))
	return &mailer{}
}

func newServer(lc *facet.Lifecycle, _ *orders, _ *mailer) *server {
	lc.Serve("listen", func(ctx context.Context, ready func()) error {
		ready()
		<-ctx.Done()
		return nil
	})
	lc.OnStop(func(context.Context) error { time.Sleep(300 * time.Millisecond); return nil })
	return &server{}
}

// shop returns an app whose redis takes d to start, and its timeline.
func shop(d time.Duration, opts ...facet.Option) (*facet.App, *observe.Timeline) {
	var timeline observe.Timeline
	opts = append(opts, facet.Log(func(observe.Event) {}), facet.Observe(timeline.Observe), facet.Supply(d),
		facet.Provide(newRedis), facet.Provide(newOrders), facet.Provide(newMailer), facet.Provide(newServer), facet.Invoke(func(*server) {}))
	return facet.New(opts...), &timeline
}

func TestTimeline_sentencesOfARealLife(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app, timeline := shop(400 * time.Millisecond)
		require.Equal(t, "Nothing has started yet.", timeline.Times(app.Plan()).Sentence())
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, "Up in 550 ms; 550 ms of it is timeline_test.newRedis, timeline_test.newOrders, timeline_test.newMailer.",
			timeline.Times(app.Plan()).Sentence())
		time.Sleep(time.Hour)
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, "Stopped in 300 ms; 300 ms of it is timeline_test.newServer. It was up for 1 h.", timeline.Times(app.Plan()).Sentence())
	})
}

func TestTimeline_sentencesOfAStartThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app, timeline := shop(time.Hour, facet.StartTimeout(15*time.Second))
		failed := make(chan error)
		go func() { failed <- app.Start(context.Background()) }()
		time.Sleep(12 * time.Second)
		require.Equal(t, "Not up after 12 s: timeline_test.newRedis is in OnStart for 12 s; timeline_test.newOrders and 2 more wait for it.",
			timeline.Times(app.Plan()).Sentence())
		require.Error(t, <-failed)
		require.Regexp(t, `^Not started: start-timeout: .*\. It failed after 15 s and was stopped in 0 s\.$`, timeline.Times(app.Plan()).Sentence())
	})
}

func TestTimeline_sentencesOfARunThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := make(chan struct{})
		app, timeline := shop(0, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(context.Context) error { <-hangs; return nil })
			lc.Go("watch", func(ctx context.Context) error { time.Sleep(time.Minute); return errors.New("lost the cluster") })
		}), facet.StopTimeout(2*time.Second))
		require.NoError(t, app.Start(context.Background()))
		time.Sleep(61 * time.Second)
		require.Regexp(t, `^Not stopped 1\.1 s after a failure \(task-failed: .*: watch: lost the cluster after 1m0s\): .* is in OnStop for 850 ms\.$`, timeline.Times(app.Plan()).Sentence())
		require.Error(t, app.Stop(context.Background()))
		require.Regexp(t, `^Failed: .*lost the cluster after 1m0s\. It was up for 59\.9 s, and was stopped in .* of it is .*\. Not returned yet: .*: OnStop\.$`,
			timeline.Times(app.Plan()).Sentence())
		close(hangs)
		synctest.Wait()
		require.NotContains(t, timeline.Times(app.Plan()).Sentence(), "Not returned yet")
	})
}

func TestTimeline_callsOfDoAreTotalsWhileTheAppRunsAndNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app, timeline := shop(10 * time.Millisecond)
		require.NoError(t, app.Do(t.Context(), func(context.Context, *orders) error { return nil }))
		require.Nil(t, timeline.Times(app.Plan()).Start)
		require.Equal(t, observe.Total{Count: 2, Took: 110 * time.Millisecond}, timeline.Times(app.Plan()).Totals.Started)
		require.NoError(t, app.Start(t.Context()))
		require.Len(t, timeline.Times(app.Plan()).Start.Blame, 5)
		require.NoError(t, app.Stop(t.Context()))
	})
}
