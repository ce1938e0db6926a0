// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// What goes wrong elsewhere, and does not here. Each test is named after the
// library, what happens there, and what happens here.
//
// Not yet: a decorator that fails (dig), which waits for decorators.

func TestPeers_doStopsInRounds_facetStopsEachWhenItsDependentsHaveStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var began time.Time
		stop := func(name string, d time.Duration) func(context.Context) error {
			return func(ctx context.Context) error {
				tr.Add(name + " " + time.Since(began).String())
				return takes(d)(ctx)
			}
		}
		app := quiet(
			facet.Concurrent(),
			facet.Provide(func(lc *facet.Lifecycle) *low { lc.OnStop(stop("below slow", 0)); return &low{} }),
			facet.Provide(func(lc *facet.Lifecycle) *red { lc.OnStop(stop("below fast", time.Second)); return &red{} }),
			facet.Invoke(
				func(lc *facet.Lifecycle, _ *low) { lc.OnStop(stop("slow", 5*time.Second)) },
				func(lc *facet.Lifecycle, _ *red) { lc.OnStop(stop("fast", time.Second)) },
			),
		)
		require.NoError(t, app.Start(t.Context()))
		began = time.Now()
		require.NoError(t, app.Stop(t.Context()))
		require.ElementsMatch(t, []string{"slow 0s", "fast 0s", "below fast 1s", "below slow 5s"}, tr.Take())
	})
}

func TestPeers_doDropsServicesAfterTheDeadline_facetCallsEveryStop(t *testing.T) {
	for name, mode := range map[string]facet.Option{"sequential": facet.Options(), "concurrent": facet.Concurrent()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(mode, tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
					lc.OnStop(deaf(time.Hour), hooks.Name("hangs"))
					return nil
				}), facet.StopTimeout(3*time.Second), facet.Grace(time.Second))
				require.NoError(t, app.Start(t.Context()))
				tr.Take()
				began := time.Now()
				err := app.Stop(t.Context())
				require.Equal(t, 4*time.Second, time.Since(began))
				require.Equal(t, towerStopped, tr.Take())
				list := hookErrors(t, err)
				require.Len(t, list, 1)
				require.Equal(t, "hangs", list[0].Hook)
				time.Sleep(time.Hour)
			})
		})
	}
}

func TestPeers_doCrashesOfAPanicInShutdown_facetStopsTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(facet.Concurrent(), tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(func(context.Context) error { panic(errBoom) })
			return nil
		}, nil))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		err := app.Stop(t.Context())
		require.Equal(t, towerStopped, tr.Take())
		require.ErrorIs(t, err, errBoom)
		var panicked *facet.PanicError
		require.ErrorAs(t, err, &panicked)
		require.Contains(t, panicked.Stack, "peers_test.go:")
	})
}

func TestPeers_doReportsACleanShutdownAsAnError_facetReturnsNil(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil))
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		require.NoError(t, app.Do(t.Context(), func(*high) {}))

		app = quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStop(fail, hooks.Name("flush"))
			return nil
		}))
		require.NoError(t, app.Start(t.Context()))
		list := hookErrors(t, app.Stop(t.Context()))
		require.Len(t, list, 1)
		require.Equal(t, "flush", list[0].Hook)
		require.Equal(t, hooks.PhaseStop, list[0].Phase)
		require.Same(t, errBoom, list[0].Err)
	})
}

// workers gives each component of a tower a task, which tells of its end and
// takes a second for it.
func workers(tr *trace) facet.Option {
	work := func(name string) func(*facet.Lifecycle) error {
		return func(lc *facet.Lifecycle) error {
			lc.Go("work", func(ctx context.Context) error {
				<-ctx.Done()
				tr.Add(name + " told to end")
				time.Sleep(time.Second)
				tr.Add(name + " ended")
				return nil
			})
			return nil
		}
	}
	return tr.Tower(work("low"), work("mid"), work("high"))
}

func TestPeers_oklogInterruptsInTheOrderAdded_facetDependentsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(workers(&tr))
		result := running(t.Context(), app)
		tr.Take()
		app.Shutdown(nil)
		require.NoError(t, <-result)
		require.Equal(t, joined(
			[]string{"high told to end", "high ended", "stop high"},
			[]string{"mid told to end", "mid ended", "stop mid"},
			[]string{"low told to end", "low ended", "stop low"},
			towerStopped[3:],
		), tr.Take())
	})
}

func TestPeers_oklogWaitsForEverForAnActor_facetReturnsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.Go("deaf", deaf(time.Hour))
			return nil
		}), facet.StopTimeout(3*time.Second), facet.Grace(2*time.Second))
		result := running(t.Context(), app)
		tr.Take()
		began := time.Now()
		app.Shutdown(nil)
		require.ErrorIs(t, <-result, context.DeadlineExceeded)
		require.Equal(t, 5*time.Second, time.Since(began))
		require.Equal(t, towerStopped, tr.Take())
		time.Sleep(time.Hour)
	})
}

func TestPeers_sutureStartsServicesInNoOrder_facetWaitsUntilWhatTheyNeedIsReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		serve := func(name string) func(*facet.Lifecycle) error {
			return func(lc *facet.Lifecycle) error {
				lc.Serve("serve", func(ctx context.Context, ready func()) error {
					time.Sleep(time.Second)
					tr.Add(name + " ready")
					ready()
					<-ctx.Done()
					tr.Add(name + " ended")
					return ctx.Err()
				})
				return nil
			}
		}
		app := quiet(facet.Concurrent(), tr.Tower(serve("low"), serve("mid"), serve("high")))
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, joined(towerBuilt,
			[]string{"start low", "low ready", "start mid", "mid ready", "start high", "high ready"}), tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, joined(
			[]string{"high ended", "stop high", "mid ended", "stop mid", "low ended", "stop low"}, towerStopped[3:]), tr.Take())
	})
}

func TestPeers_dskitDependenciesAreNamesByHand_facetReadsThemOffConstructors(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	nodes := app.Graph().Nodes // as listed: invoke, high, mid, low
	require.Equal(t, []graph.Edge{
		{From: nodes[0].ID, To: nodes[1].ID, Key: nodes[1].Gives[0]},
		{From: nodes[1].ID, To: nodes[2].ID, Key: nodes[2].Gives[0]},
		{From: nodes[2].ID, To: nodes[3].ID, Key: nodes[3].Gives[0]},
	}, app.Graph().Edges)
}

func TestPeers_dskitStopHasNoDeadline_facetHasOneByDefault(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { lc.OnStop(untilCancelled); return nil }, nil))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		began := time.Now()
		require.ErrorIs(t, app.Stop(t.Context()), context.DeadlineExceeded)
		require.Equal(t, 10*time.Second, time.Since(began))
		require.Equal(t, towerStopped, tr.Take())
	})
}

func TestPeers_controllerRuntimeStuckRunnableIsAnonymous_facetNamesItAndShowsItsStack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.Go("reconcile", stuckForAnHour)
			return nil
		}, nil))
		require.NoError(t, app.Start(t.Context()))
		list := hookErrors(t, app.Stop(t.Context()))
		require.Len(t, list, 1)
		require.Equal(t, "reconcile", list[0].Hook)
		require.Equal(t, app.Graph().Nodes[2].ID, list[0].Component)
		require.Contains(t, list[0].Place.String(), "peers_test.go:")
		require.Contains(t, list[0].Stack, "StuckForAnHour")
		require.True(t, list[0].Abandoned)
		time.Sleep(time.Hour)
	})
}

func TestPeers_hiveDeadlocksOnAppendInAHook_facetHoldsNoLock(t *testing.T) {
	for name, mode := range map[string]facet.Option{"sequential": facet.Options(), "concurrent": facet.Concurrent()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				var app *facet.App
				app = quiet(mode, tr.Tower(nil, func(lc *facet.Lifecycle) error {
					everything := func(context.Context) error {
						_, _, _, _ = app.State(), app.Graph(), app.Plan(), lc.Context()
						lc.Go("task", func(context.Context) error { return nil })
						lc.OnDrain(tr.Hook("never"))
						lc.Append(facet.Hook{OnStart: tr.Hook("never"), OnStop: tr.Hook("never")})
						app.Shutdown(nil)
						return nil
					}
					lc.Append(facet.Hook{OnStart: everything, OnStop: everything})
					return nil
				}, nil))
				var refused *facet.Problem
				require.ErrorAs(t, app.Start(t.Context()), &refused)
				require.Equal(t, "late-registration", refused.Slug)
				require.Equal(t, joined(towerBuilt, towerStarted[:2], towerStopped[1:]), tr.Take())
			})
		})
	}
}
