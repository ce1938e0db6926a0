// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"context"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

func TestPeers_fxRunsIndependentHooksOneByOne_facetSideBySide(t *testing.T) {
	slow := func(lc *facet.Lifecycle, _ string) {
		lc.Append(facet.Hook{OnStart: takes(200 * time.Millisecond), OnStop: takes(200 * time.Millisecond)})
	}
	for name, opts := range map[string]facet.Option{
		"Concurrent":       facet.Options(palette(slow), wholePalette, facet.Concurrent()),
		"ConcurrentLimit":  facet.Options(palette(slow), wholePalette, facet.ConcurrentLimit(3)),
		"provide.Parallel": facet.Options(palette(slow, provide.Parallel("colours")), wholePalette),
		"facet.Parallel":   facet.Options(facet.Module("colours", facet.Parallel(), palette(slow)), wholePalette),
		"struct tag": facet.Options(palette(slow), facet.Invoke(func(struct {
			facet.In
			Red   *red   `parallel:"colours"`
			Green *green `parallel:"colours"`
			Blue  *blue  `parallel:"colours"`
		}) {
		})),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				app := quiet(opts)
				began := time.Now()
				require.NoError(t, app.Start(t.Context()))
				require.Equal(t, 200*time.Millisecond, time.Since(began))
				require.NoError(t, app.Stop(t.Context()))
				require.Equal(t, 400*time.Millisecond, time.Since(began))
			})
		})
	}
}

func TestPeers_fxStartTimeoutLeavesTheRollbackNoTime_facetGivesItABudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStop(tr.Hook("low takes its time", takes(2*time.Second)))
			return nil
		}, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(untilCancelled)
			return nil
		}), facet.StartTimeout(time.Second))
		began := time.Now()
		err := app.Start(t.Context())
		require.Equal(t, 3*time.Second, time.Since(began))
		require.Len(t, hookErrors(t, err), 1, "no stop failed")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped[:2], []string{"low takes its time"}, towerStopped[2:]), tr.Take())
		require.Same(t, err, app.Stop(t.Context()))
		require.Empty(t, tr.Take())
	})
}

func TestPeers_fxStartTimeoutNamesNoHook_facetTellsWhichWhereAndWhatItDoes(t *testing.T) {
	for name, hook := range map[string]func(context.Context) error{"listens": untilCancelled, "deaf": stuckForAnHour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
					lc.OnStart(hook, hooks.Name("connect"))
					return nil
				}, nil), facet.StartTimeout(3*time.Second), facet.Grace(time.Second))
				list := hookErrors(t, app.Start(t.Context()))
				require.Len(t, list, 1)
				culprit := list[0]
				require.Equal(t, "connect", culprit.Hook)
				require.Equal(t, app.Graph().Nodes[2].ID, culprit.Component)
				require.Contains(t, culprit.Place.String(), "fx_start_test.go:")
				require.ErrorIs(t, culprit, context.DeadlineExceeded)
				if name == "deaf" {
					require.Equal(t, 4*time.Second, culprit.Elapsed)
					require.Contains(t, culprit.Stack, "StuckForAnHour")
				} else {
					require.Equal(t, 3*time.Second, culprit.Elapsed)
				}
				time.Sleep(time.Hour)
			})
		})
	}
}

func TestPeers_fxDiesOfASignalDuringStart_facetRollsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		signals := make(chan os.Signal)
		app := facet.New(facet.SignalsFrom(signals), facet.Log(nil), tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(ctx context.Context) error {
				signals <- syscall.SIGTERM
				return untilCancelled(ctx)
			})
			return nil
		}, nil))
		require.NoError(t, app.Run(t.Context()))
		require.Equal(t, joined(towerBuilt, towerStarted[:2], towerStopped[1:]), tr.Take())
	})
}

func TestPeers_fxStopDuringStartStopsAHookTwice_facetCancelsTheStartAndStopsOnce(t *testing.T) {
	for name, mode := range map[string]facet.Option{"sequential": facet.Options(), "concurrent": facet.Concurrent()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(mode, tr.Tower(nil, func(lc *facet.Lifecycle) error {
					lc.OnStart(deaf(500 * time.Millisecond))
					return nil
				}, nil))
				started := make(chan error, 1)
				go func() { started <- app.Start(t.Context()) }()
				synctest.Wait()
				began := time.Now()
				require.NoError(t, app.Stop(t.Context()))
				require.Equal(t, 500*time.Millisecond, time.Since(began), "it waits for the hook in flight")
				once := joined(towerBuilt, towerStarted[:2], towerStopped[1:])
				require.Equal(t, once, tr.Take())
				require.Error(t, <-started)
				require.NoError(t, app.Stop(t.Context()))
				require.Empty(t, tr.Take(), "nothing starts afterwards, nothing stops twice")
			})
		})
	}
}

func TestPeers_fxNeverRunsWhatIsAppendedDuringStart_facetRefusesItAndNamesThePlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var line int
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(context.Context) error {
				_, _, line, _ = runtime.Caller(0)
				lc.Append(facet.Hook{OnStart: tr.Hook("never"), OnStop: tr.Hook("never")})
				return nil
			})
			return nil
		}, nil))
		var refused *facet.Problem
		require.ErrorAs(t, app.Start(t.Context()), &refused)
		require.Equal(t, "late-registration", refused.Slug)
		require.Equal(t, "internal/test/peers/fx_start_test.go", refused.Place.File())
		require.Equal(t, line+1, refused.Place.Line())
		require.Equal(t, joined(towerBuilt, towerStarted[:2], towerStopped[1:]), tr.Take())
	})
}

func TestPeers_fxRacesWhenSeveralAppendDuringStart_facetRunsOrRefusesEach(t *testing.T) {
	const many = 8
	var ran atomic.Int32
	together := func(lc *facet.Lifecycle) {
		var all sync.WaitGroup
		for range many {
			all.Go(func() {
				lc.OnStart(func(context.Context) error { ran.Add(1); return nil })
			})
		}
		all.Wait()
	}
	app := quiet(facet.Invoke(together))
	require.NoError(t, app.Start(t.Context()))
	require.EqualValues(t, many, ran.Swap(0))
	require.NoError(t, app.Stop(t.Context()))

	app = quiet(facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStart(func(context.Context) error { together(lc); return nil })
	}))
	var failure *facet.Failure
	require.ErrorAs(t, app.Start(t.Context()), &failure)
	require.Len(t, failure.Unwrap(), many)
	require.Zero(t, ran.Load())
}

func TestPeers_fxContextOfOnStartEndsWhatOutlivesIt_facetHasOneThatLivesAsLongAsTheComponent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		outlives := func(name string) func(context.Context) error {
			return func(ctx context.Context) error { <-ctx.Done(); tr.Add(name + " ended"); return nil }
		}
		app := quiet(tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(func(context.Context) error {
				lc.Go("task", outlives("task"))
				go func() { _ = outlives("context")(lc.Context()) }()
				return nil
			})
			return nil
		}), facet.StartTimeout(15*time.Second))
		require.NoError(t, app.Start(t.Context()))
		tr.Take()
		time.Sleep(time.Hour)
		synctest.Wait()
		require.Empty(t, tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		synctest.Wait()
		ended := tr.Take()
		require.ElementsMatch(t, joined([]string{"task ended", "context ended"}, towerStopped), ended)
		require.Less(t, slices.Index(ended, "task ended"), slices.Index(ended, "stop high"))
	})
}

func TestPeers_fxLeaksWhatWasBuiltWhenNewFails_facetReleasesIt(t *testing.T) {
	for name, last := range map[string]facet.Option{
		"constructor": facet.Options(
			facet.Provide(func(*high) (*red, error) { return nil, errBoom }),
			facet.Invoke(func(*red) {}),
		),
		"panic":  facet.Invoke(func(*high) { panic(errBoom) }),
		"invoke": facet.Invoke(func(*high) error { return errBoom }),
	} {
		t.Run(name, func(t *testing.T) {
			var tr trace
			app := quiet(tr.Tower(nil, nil, nil), last)
			require.ErrorIs(t, app.Build(t.Context()), errBoom)
			require.Equal(t, joined(towerBuilt, towerStopped[3:]), tr.Take())
			requireState(t, app, facet.StateFailed)
		})
	}
}

func TestPeers_fxTellsItsHookOfInvokeErrorsOnly_facetTellsObserversOfEveryFailure(t *testing.T) {
	way := func(register func(*facet.Lifecycle) error) facet.Option {
		return facet.Options(facet.Provide(func(lc *facet.Lifecycle) (*red, error) { return &red{}, register(lc) }), facet.Invoke(func(*red) {}))
	}
	for op, opts := range map[observe.Op]facet.Option{
		observe.OpConstructed: way(func(*facet.Lifecycle) error { return errBoom }),
		observe.OpStarted:     way(func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil }),
		observe.OpFinished:    way(func(lc *facet.Lifecycle) error { lc.Go("task", fail); return nil }),
		observe.OpDrained:     way(func(lc *facet.Lifecycle) error { lc.OnDrain(fail); return nil }),
		observe.OpStopped:     way(func(lc *facet.Lifecycle) error { lc.OnStop(fail); return nil }),
		observe.OpCleaned:     way(func(lc *facet.Lifecycle) error { lc.Cleanup(func() error { return errBoom }); return nil }),
	} {
		t.Run(op.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var told []observe.Op
				app := quiet(opts, facet.Observe(func(e observe.Event) {
					if e.Err != nil {
						told = append(told, e.Op)
					}
				}))
				result := running(t.Context(), app)
				app.Shutdown(nil)
				require.ErrorIs(t, <-result, errBoom)
				require.Equal(t, []observe.Op{op, observe.OpResult}, told)
			})
		})
	}
}
