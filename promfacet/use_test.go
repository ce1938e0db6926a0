// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet_test

import (
	"context"
	"errors"
	"math"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/promfacet"
	"github.com/facet-go/facet/provide"
)

type (
	db  struct{}
	api struct{}
)

var errBoom = errors.New("boom")

// newApp returns an app without a log whose metrics r has.
func newApp(r prometheus.Registerer, opts ...facet.Option) *facet.App {
	return facet.New(promfacet.Use(r, promfacet.Checks(time.Second)), facet.Log(nil), facet.Options(opts...))
}

func newDB(lc *facet.Lifecycle) *db {
	lc.OnCheck("ping", func(context.Context) error { return nil })
	lc.OnCheck("disk", func(context.Context) error { return errBoom })
	lc.Append(facet.Hook{
		OnStart: func(context.Context) error { time.Sleep(200 * time.Millisecond); return nil },
		OnStop:  func(context.Context) error { time.Sleep(time.Second); return errBoom },
	})
	return &db{}
}

func newAPI(*db) *api {
	time.Sleep(300 * time.Millisecond)
	return &api{}
}

func TestUse_aScrapeTellsTheStateAndTheTimesOfAllComponents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		app := newApp(r, facet.Provide(newDB), facet.Provide(newAPI), facet.Invoke(func(*api) {}))
		require.Empty(t, series(t, r, "facet_state"), "nothing is built")
		require.NoError(t, app.Start(t.Context()))
		require.Contains(t, series(t, r, "facet_state"), `facet_state{state="running"} 1`)
		require.Contains(t, series(t, r, "facet_state"), `facet_state{state="starting"} 0`)
		require.Equal(t, []string{"facet_start_duration_seconds 0.5"}, series(t, r, "facet_start_duration_seconds"))
		require.Empty(t, series(t, r, "facet_stop_duration_seconds"))
		up := series(t, r, "facet_component_up")
		require.Contains(t, up, `facet_component_up{component="newDB"} 1`)
		require.Contains(t, up, `facet_component_up{component="newAPI"} 1`)
		require.Contains(t, series(t, r, "facet_component_construct_duration_seconds"), `facet_component_construct_duration_seconds{component="newAPI"} 0.3`)
		require.Equal(t, []string{`facet_component_start_duration_seconds{component="newDB"} 0.2`}, series(t, r, "facet_component_start_duration_seconds"))
		require.Equal(t, []string{`facet_check_up{check="disk",component="newDB"} 0`, `facet_check_up{check="ping",component="newDB"} 1`},
			series(t, r, "facet_check_up"))
		require.Contains(t, series(t, r, "facet_call_duration_seconds_bucket"), `facet_call_duration_seconds_bucket{phase="start",le="0.25"} 1`)
		require.Contains(t, series(t, r, "facet_call_duration_seconds_bucket"), `facet_call_duration_seconds_bucket{phase="start",le="0.1"} 0`)
		require.ErrorIs(t, app.Stop(t.Context()), errBoom)
		require.Empty(t, scrape(t, r)[0], "the metrics are unregistered")
	})
}

func TestUse_aScrapeWhileTheAppHangsTellsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		hang := make(chan struct{})
		app := newApp(r, facet.Grace(time.Second), facet.StartTimeout(10*time.Second),
			facet.Provide(func(lc *facet.Lifecycle) *db {
				lc.OnStart(func(context.Context) error { <-hang; return nil })
				return &db{}
			}, provide.Name("hung")),
			facet.Invoke(func(lc *facet.Lifecycle) {
				lc.OnStop(func(context.Context) error {
					time.Sleep(time.Second)
					return nil
				})
			}),
			facet.Invoke(func(struct {
				facet.In
				DB *db `name:"hung"`
			}) {
			}))
		failed := make(chan error)
		go func() { failed <- app.Start(t.Context()) }()
		time.Sleep(9 * time.Second)
		require.Contains(t, series(t, r, "facet_components"), `facet_components{state="starting"} 1`)
		slow := series(t, r, "facet_slow_total")
		require.Len(t, slow, 1)
		require.Contains(t, slow[0], "} 3")
		time.Sleep(2500 * time.Millisecond) // while it rolls back
		require.Len(t, series(t, r, "facet_abandoned_total"), 1)
		require.Equal(t, []string{"facet_abandoned_calls 1"}, series(t, r, "facet_abandoned_calls"))
		close(hang)
		require.Error(t, <-failed)
	})
}

func TestUse_countsFailuresAndRestartsOfTasks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		calls := 0
		app := newApp(r, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.Go("poll", hooks.Restarting(hooks.Restart{}, func(ctx context.Context) error {
				if calls++; calls < 4 {
					return errBoom
				}
				<-ctx.Done()
				return nil
			}))
		}))
		require.NoError(t, app.Start(t.Context()))
		time.Sleep(time.Minute)
		restarts := series(t, r, "facet_restarts_total")
		require.Len(t, restarts, 1)
		require.Contains(t, restarts[0], "} 3")
		require.Empty(t, series(t, r, "facet_failures_total"), "a restart is no failure of the app")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestUse_countsFailuresByPhase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		app := newApp(r, facet.Provide(newDB), facet.Invoke(func(lc *facet.Lifecycle, _ *db) {
			lc.OnDrain(func(context.Context) error { return errBoom })
			lc.OnDrain(func(context.Context) error { time.Sleep(time.Second); return nil })
		}))
		require.NoError(t, app.Start(t.Context()))
		stopped := make(chan error)
		go func() { stopped <- app.Stop(t.Context()) }()
		time.Sleep(500 * time.Millisecond)
		failures := series(t, r, "facet_failures_total")
		require.Len(t, failures, 1)
		require.Contains(t, failures[0], `phase="drain"} 1`)
		require.Contains(t, series(t, r, "facet_state"), `facet_state{state="draining"} 1`)
		require.ErrorIs(t, <-stopped, errBoom)
	})
}

func TestUse_countersGoOnInAnotherRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		app := newApp(r, facet.Provide(newDB), facet.Invoke(func(*db) {}))
		for range 2 {
			require.NoError(t, app.Start(t.Context()))
			require.Error(t, app.Stop(t.Context()))
		}
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, []string{`facet_failures_total{component="newDB",phase="stop"} 2`}, series(t, r, "facet_failures_total"))
		require.Equal(t, []string{"facet_stop_duration_seconds 1"}, series(t, r, "facet_stop_duration_seconds"))
		require.Error(t, app.Stop(t.Context()))
	})
}

func TestUse_componentsWithTheSameShortNameHaveTheirIDs(t *testing.T) {
	r := prometheus.NewRegistry()
	app := newApp(r, facet.Provide(newDB), facet.Module("other", facet.Private(), facet.Provide(newDB), facet.Invoke(func(*db) {})),
		facet.Invoke(func(*api) {}), facet.Provide(newAPI))
	require.NoError(t, app.Build(t.Context()))
	t.Cleanup(func() { _ = app.Stop(context.WithoutCancel(t.Context())) })
	var names []string
	for _, n := range app.Graph().Nodes {
		names = append(names, n.Name)
	}
	require.Len(t, series(t, r, "facet_component_up"), len(names), "%q", names)
}

func TestUse_theMetricsAreWellNamed(t *testing.T) {
	r := prometheus.NewRegistry()
	app := newApp(r, facet.Provide(newDB), facet.Invoke(func(lc *facet.Lifecycle, _ *db) { lc.OnDrain(func(context.Context) error { return nil }) }))
	require.NoError(t, app.Build(t.Context()))
	problems, err := testutil.GatherAndLint(r)
	require.NoError(t, err)
	require.Empty(t, problems)
	require.NoError(t, app.Stop(t.Context()))
}

func TestUse_signalsAreCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		signals := make(chan os.Signal, 1)
		app := newApp(r, facet.SignalsFrom(signals), facet.DrainDelay(time.Second), facet.Invoke(func(lc *facet.Lifecycle) {}))
		ended := make(chan error)
		go func() { ended <- app.Run(t.Context()) }()
		synctest.Wait()
		signals <- syscall.SIGTERM
		synctest.Wait()
		require.Equal(t, []string{`facet_signals_total{signal="terminated"} 1`}, series(t, r, "facet_signals_total"))
		require.NoError(t, <-ended)
	})
}

func TestUse_badArgumentsAreErrorsOfTheApp(t *testing.T) {
	for want, use := range map[string]facet.Option{
		"the Registerer is nil; give it prometheus.DefaultRegisterer": promfacet.Use(nil),
		"the Registerer is nil; give it":                              promfacet.Use((*prometheus.Registry)(nil)),
		"Buckets must ascend: 1 is not greater than 2":                promfacet.Use(prometheus.NewRegistry(), promfacet.Buckets(2, 1)),
		"a bound of Buckets is not a number":                          promfacet.Use(prometheus.NewRegistry(), nil, promfacet.Buckets(1, math.NaN())),
	} {
		require.ErrorContains(t, facet.New(use, facet.Log(nil)).Err(), want)
		require.ErrorContains(t, facet.New(use, facet.Log(nil)).Err(), "use_test.go:")
	}
}

func TestUse_twoAppsNeedLabels(t *testing.T) {
	r := prometheus.NewRegistry()
	first, second := newApp(r), newApp(r)
	require.NoError(t, first.Build(t.Context()))
	require.ErrorContains(t, second.Build(t.Context()), "give each app labels of its own, with prometheus.WrapRegistererWith")
	require.NoError(t, first.Stop(t.Context()))
	require.NoError(t, second.Build(t.Context()), "the first has ended")
	require.NoError(t, second.Stop(t.Context()))

	r = prometheus.NewRegistry()
	first = newApp(prometheus.WrapRegistererWith(prometheus.Labels{"app": "first"}, r))
	second = newApp(prometheus.WrapRegistererWith(prometheus.Labels{"app": "second"}, r))
	require.NoError(t, first.Build(t.Context()))
	require.NoError(t, second.Build(t.Context()))
	require.Len(t, series(t, r, "facet_warnings_total"), 2)
	require.NoError(t, errors.Join(first.Stop(t.Context()), second.Stop(t.Context())))
}

// rogue is a registerer that panics.
type rogue struct{ prometheus.Registerer }

func TestUse_aRegistererThatPanicsFailsTheBuild(t *testing.T) {
	err := newApp(rogue{}).Build(t.Context())
	var panicked *facet.PanicError
	require.ErrorAs(t, err, &panicked)
}

func TestUse_namesThatAreNotUTF8AreReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		app := newApp(r, facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnCheck("bad \xff\n\"name\"", func(context.Context) error { return nil })
			lc.OnCheck("bad \xfe\n\"name\"", func(context.Context) error { return nil })
		}))
		require.NoError(t, app.Start(t.Context()))
		require.Len(t, series(t, r, "facet_check_up"), 1)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestUse_tasksAddNoSeries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := prometheus.NewRegistry()
		var lifecycle *facet.Lifecycle
		app := newApp(r, facet.Invoke(func(lc *facet.Lifecycle) { lifecycle = lc }))
		require.NoError(t, app.Start(t.Context()))
		before := len(scrape(t, r))
		for range 1000 {
			lifecycle.Go("task "+time.Now().String(), func(context.Context) error { return nil })
			time.Sleep(time.Millisecond)
		}
		require.Len(t, scrape(t, r), before)
		require.Contains(t, series(t, r, "facet_call_duration_seconds_count"), `facet_call_duration_seconds_count{phase="task"} 1000`)
		require.NoError(t, app.Stop(t.Context()))
	})
}
