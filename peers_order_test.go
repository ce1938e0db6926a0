// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

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
					tr.tower(slowly, slowly, slowly),
					// Ahead of the tower by a type, not by an integer.
					facet.Provide(func(lc *facet.Lifecycle) *blue {
						tr.all(lc, "blue")
						lc.Append(second)
						return &blue{}
					}, provide.Eager(), provide.Before[*low]()),
				))
				began := time.Now()
				require.NoError(t, app.Start(t.Context()))
				require.Equal(t, 4*time.Second, time.Since(began))
				require.Equal(t, joined(towerBuilt, []string{"start blue"}, towerStarted), tr.take())
				require.NoError(t, app.Stop(t.Context()))
				require.Equal(t, 8*time.Second, time.Since(began))
				require.Equal(t, joined(towerStopped[:3], []string{"stop blue"}, towerStopped[3:], []string{"cleanup blue"}), tr.take())
			})
		})
	}
}

// cycles are graphs that have one, with what is part of it.
func (tr *trace) cycles() map[string]facet.Option {
	register := func(lc *facet.Lifecycle, name string) { tr.all(lc, name) }
	return map[string]facet.Option{
		"of values": facet.Options(
			facet.Provide(func(*high) *low { tr.add("low"); return &low{} }),
			facet.Provide(func(*low) *mid { tr.add("mid"); return &mid{} }),
			facet.Provide(func(*mid) *high { tr.add("high"); return &high{} }),
			facet.Invoke(func(*high) {}),
		),
		"of an order without a value": facet.Options(
			palette(register),
			facet.Provide(func(*red) *low { tr.add("low"); return &low{} }, provide.Before[*red]()),
			facet.Invoke(func(*low) {}),
		),
		"through a value group": facet.Options(
			facet.Provide(func(struct {
				facet.In
				All []*low `group:"lows"`
			},
			) *mid {
				tr.add("mid")
				return &mid{}
			}),
			facet.Provide(func(*mid) *low { tr.add("low"); return &low{} }, provide.Group("lows")),
			facet.Invoke(func(*mid) {}),
		),
	}
}

func TestPeers_systemdDropsAJobToBreakACycle_facetRefusesItBeforeAnythingRuns(t *testing.T) {
	var tr trace
	for name, opts := range tr.cycles() {
		t.Run(name, func(t *testing.T) {
			app := quiet(opts)
			for _, err := range []error{app.Validate(), app.Start(t.Context())} {
				var problem *facet.Problem
				require.ErrorAs(t, err, &problem)
				require.Equal(t, "dependency-cycle", problem.Slug)
				require.NotEmpty(t, problem.Path, "who is on it")
			}
			require.Empty(t, tr.take())
		})
	}
}

func TestPeers_pythonDeadlocksOnACycle_facetReturnsAnErrorToARunAndToADo(t *testing.T) {
	var tr trace
	for name, opts := range tr.cycles() {
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
				require.Empty(t, tr.take())
			})
		})
	}
}

func TestPeers_pythonStopErrorInAGroupCancelsTheOthers_facetStopsAll(t *testing.T) {
	for name, mode := range map[string]facet.Option{"stages": facet.Options(), "concurrent": facet.Concurrent()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				below := facet.Provide(func(lc *facet.Lifecycle) *low { tr.all(lc, "below"); return &low{} }, provide.Eager(),
					provide.Before[*red](), provide.Before[*green](), provide.Before[*blue]())
				app := quiet(mode, wholePalette, below, palette(func(lc *facet.Lifecycle, name string) {
					lc.OnStop(tr.hook("stopped "+name), hooks.Name("second"))
					if name == "green" {
						lc.OnStop(fail, hooks.Name("first"))
					} else {
						lc.OnStop(takes(time.Second), hooks.Name("first"))
					}
				}, provide.Parallel("group")))
				require.NoError(t, app.Start(t.Context()))
				tr.take()
				began := time.Now()
				list := hookErrors(t, app.Stop(t.Context()))
				require.Len(t, list, 1, "the others were not cancelled")
				require.Same(t, errBoom, list[0].Err)
				require.Equal(t, time.Second, time.Since(began))
				stopped := tr.take()
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
			facet.Provide(func(lc *facet.Lifecycle) *low { calls++; tr.all(lc, "one"); return &low{1} }, provide.Group("lows")),
			facet.Provide(func(lc *facet.Lifecycle) *low { calls++; tr.all(lc, "two"); return &low{2} }, provide.Group("lows")),
			facet.Invoke(func(in struct {
				facet.In
				Lifecycle *facet.Lifecycle
				All       []*low `group:"lows"`
			},
			) {
				tr.all(in.Lifecycle, "all")
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
		require.Equal(t, []string{"start one", "start two", "start all"}, tr.take())
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, []string{"stop all", "stop two", "stop one", "cleanup all", "cleanup two", "cleanup one"}, tr.take())
		require.Equal(t, 2, calls)
		require.Same(t, plan, app.Plan())
	})
}
