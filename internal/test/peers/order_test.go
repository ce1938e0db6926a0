// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package peers_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

func TestPeers_springLosesTheOrderInsideAConcurrentPhase_facetKeepsIt(t *testing.T) {
	for name, mode := range map[string]facet.Option{
		"stages":     facet.Options(),
		"concurrent": facet.Concurrent(),
		"limited":    facet.ConcurrentLimit(2),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				second := facet.Hook{OnStart: takes(time.Second), OnStop: takes(time.Second)}
				slowly := func(lc *facet.Lifecycle) error { lc.Append(second); return nil }
				app := quiet(mode, facet.Module("phase", facet.Parallel(),
					tr.Tower(slowly, slowly, slowly),
					// Ahead of the tower by a type, not by an integer.
					facet.Provide(func(lc *facet.Lifecycle) *blue {
						tr.All(lc, "blue")
						lc.Append(second)
						return &blue{}
					}, provide.Eager(), provide.Before[*low]()),
				))
				began := time.Now()
				require.NoError(t, app.Start(t.Context()))
				require.Equal(t, 4*time.Second, time.Since(began))
				require.Equal(t, joined(towerBuilt, []string{"start blue"}, towerStarted), tr.Take())
				require.NoError(t, app.Stop(t.Context()))
				require.Equal(t, 8*time.Second, time.Since(began))
				require.Equal(t, joined(towerStopped[:3], []string{"stop blue"}, towerStopped[3:], []string{"cleanup blue"}), tr.Take())
			})
		})
	}
}

// cycles are graphs that have one, with what is part of it.
func cycles(tr *trace) map[string]facet.Option {
	register := func(lc *facet.Lifecycle, name string) { tr.All(lc, name) }
	return map[string]facet.Option{
		"of values": facet.Options(
			facet.Provide(func(*high) *low { tr.Add("low"); return &low{} }),
			facet.Provide(func(*low) *mid { tr.Add("mid"); return &mid{} }),
			facet.Provide(func(*mid) *high { tr.Add("high"); return &high{} }),
			facet.Invoke(func(*high) {}),
		),
		"of an order without a value": facet.Options(
			palette(register),
			facet.Provide(func(*red) *low { tr.Add("low"); return &low{} }, provide.Before[*red]()),
			facet.Invoke(func(*low) {}),
		),
		"through a value group": facet.Options(
			facet.Provide(func(struct {
				facet.In
				All []*low `group:"lows"`
			},
			) *mid {
				tr.Add("mid")
				return &mid{}
			}),
			facet.Provide(func(*mid) *low { tr.Add("low"); return &low{} }, provide.Group("lows")),
			facet.Invoke(func(*mid) {}),
		),
	}
}

func TestPeers_systemdDropsAJobToBreakACycle_facetRefusesItBeforeAnythingRuns(t *testing.T) {
	var tr trace
	for name, opts := range cycles(&tr) {
		t.Run(name, func(t *testing.T) {
			app := quiet(opts)
			for _, err := range []error{app.Validate(), app.Start(t.Context())} {
				var problem *facet.Problem
				require.ErrorAs(t, err, &problem)
				require.Equal(t, "dependency-cycle", problem.Slug)
				require.NotEmpty(t, problem.Path, "who is on it")
			}
			require.Empty(t, tr.Take())
		})
	}
}

func TestPeers_pythonDeadlocksOnACycle_facetReturnsAnErrorToARunAndToADo(t *testing.T) {
	var tr trace
	for name, opts := range cycles(&tr) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // a deadlock fails the test
				app := quiet(opts)
				var problems *facet.Problems
				require.ErrorAs(t, app.Run(t.Context()), &problems)
				require.ErrorAs(t, app.Stop(t.Context()), &problems)
				err := app.Do(t.Context(), func(struct {
					facet.In
					Low  *low   `optional:"true"`
					Lows []*low `group:"lows"`
				}) {
				})
				require.ErrorAs(t, err, &problems)
				require.Equal(t, "dependency-cycle", problems.List[0].Slug)
				require.Empty(t, tr.Take())
			})
		})
	}
}

func TestPeers_pythonStopErrorInAGroupCancelsTheOthers_facetStopsAll(t *testing.T) {
	for name, mode := range map[string]facet.Option{"stages": facet.Options(), "concurrent": facet.Concurrent()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				below := facet.Provide(func(lc *facet.Lifecycle) *low { tr.All(lc, "below"); return &low{} }, provide.Eager(),
					provide.Before[*red](), provide.Before[*green](), provide.Before[*blue]())
				app := quiet(mode, wholePalette, below, palette(func(lc *facet.Lifecycle, name string) {
					lc.OnStop(tr.Hook("stopped "+name), hooks.Name("second"))
					if name == "green" {
						lc.OnStop(fail, hooks.Name("first"))
					} else {
						lc.OnStop(takes(time.Second), hooks.Name("first"))
					}
				}, provide.Parallel("group")))
				require.NoError(t, app.Start(t.Context()))
				tr.Take()
				began := time.Now()
				list := hookErrors(t, app.Stop(t.Context()))
				require.Len(t, list, 1, "the others were not cancelled")
				require.Same(t, errBoom, list[0].Err)
				require.Equal(t, time.Second, time.Since(began))
				stopped := tr.Take()
				require.ElementsMatch(t, []string{"stopped red", "stopped green", "stopped blue"}, stopped[:3])
				require.Equal(t, []string{"stop below", "cleanup below"}, stopped[3:], "and what they depend on")
			})
		})
	}
}

func TestPeers_pythonEvaluatesDependenciesAgainAtStop_facetFixesThemAtBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		calls := 0
		app := quiet(
			facet.Provide(func(lc *facet.Lifecycle) *low { calls++; tr.All(lc, "one"); return &low{ID: 1} }, provide.Group("lows")),
			facet.Provide(func(lc *facet.Lifecycle) *low { calls++; tr.All(lc, "two"); return &low{ID: 2} }, provide.Group("lows")),
			facet.Invoke(func(in struct {
				facet.In
				Lifecycle *facet.Lifecycle
				All       []*low `group:"lows"`
			},
			) {
				tr.All(in.Lifecycle, "all")
				in.Lifecycle.OnStart(func(context.Context) error {
					slices.Reverse(in.All)
					in.All[0] = nil
					in.All = nil
					return nil
				})
			}),
		)
		require.NoError(t, app.Start(t.Context()))
		plan := app.Plan()
		require.Equal(t, []string{"start one", "start two", "start all"}, tr.Take())
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, []string{"stop all", "stop two", "stop one", "cleanup all", "cleanup two", "cleanup one"}, tr.Take())
		require.Equal(t, 2, calls)
		require.Same(t, plan, app.Plan())
	})
}
