// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package carryover_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// What the Python library facet promises holds here as well, one test for each
// sentence.

func TestCarryover_dependenciesStartFirstAndStopLast(t *testing.T) {
	for name, mode := range map[string]facet.Option{
		"sequential": facet.Options(),
		"concurrent": facet.Concurrent(),
		"limited":    facet.ConcurrentLimit(1),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(mode, tr.Tower(nil, nil, nil))
				require.NoError(t, app.Start(t.Context()))
				require.Equal(t, joined(towerBuilt, towerStarted), tr.Take())
				require.NoError(t, app.Stop(t.Context()))
				require.Equal(t, towerStopped, tr.Take())
			})
		})
	}
}

// groups returns two groups, one after the other, of two components each, which record
// when they begin and end; each takes a second more than the one before.
func groups(tr *trace) facet.Option {
	began := time.Now()
	member := func(lc *facet.Lifecycle, name string, d time.Duration) {
		tell := func(what string) func(context.Context) error {
			return func(context.Context) error { tr.Add(time.Since(began).String() + " " + what + " " + name); return nil }
		}
		lc.Append(facet.Hook{OnStart: tell("starting"), OnStop: tell("stopped")})
		lc.Append(facet.Hook{OnStart: takes(d), OnStop: takes(d)})
		lc.Append(facet.Hook{OnStart: tell("started"), OnStop: tell("stopping")})
	}
	return facet.Options(
		facet.Provide(func(lc *facet.Lifecycle) *low { member(lc, "1a", time.Second); return &low{} }, provide.Parallel("1")),
		facet.Provide(func(lc *facet.Lifecycle) *mid { member(lc, "1b", 2*time.Second); return &mid{} }, provide.Parallel("1")),
		facet.Provide(func(lc *facet.Lifecycle) *high { member(lc, "2a", 3*time.Second); return &high{} }, provide.Parallel("2")),
		facet.Provide(func(lc *facet.Lifecycle) *red { member(lc, "2b", 4*time.Second); return &red{} }, provide.Parallel("2")),
		facet.Invoke(func(*low, *mid, *high, *red) {}),
	)
}

func TestCarryover_groupsAreSequentialAndTheirMembersParallelAndStopIsTheMirror(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(groups(&tr))
		require.NoError(t, app.Start(t.Context()))
		lines := tr.Take()
		require.ElementsMatch(t, []string{"0s starting 1a", "0s starting 1b"}, lines[:2])
		require.Equal(t, []string{"1s started 1a", "2s started 1b"}, lines[2:4])
		require.ElementsMatch(t, []string{"2s starting 2a", "2s starting 2b"}, lines[4:6])
		require.Equal(t, []string{"5s started 2a", "6s started 2b"}, lines[6:])

		require.NoError(t, app.Stop(t.Context()))
		lines = tr.Take()
		require.ElementsMatch(t, []string{"6s stopping 2a", "6s stopping 2b"}, lines[:2])
		require.Equal(t, []string{"9s stopped 2a", "10s stopped 2b"}, lines[2:4])
		require.ElementsMatch(t, []string{"10s stopping 1a", "10s stopping 1b"}, lines[4:6])
		require.Equal(t, []string{"11s stopped 1a", "12s stopped 1b"}, lines[6:])
	})
}

func TestCarryover_aStartFailureStopsWhatHadStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, nil, nil), facet.Invoke(
			func(lc *facet.Lifecycle, _ *high) { lc.OnStart(fail) },
			func(lc *facet.Lifecycle) { tr.All(lc, "later") },
		))
		require.Error(t, app.Start(t.Context()))
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped[:3], []string{"cleanup later"}, towerStopped[3:]), tr.Take())
		requireState(t, app, facet.StateFailed)
	})
}

func TestCarryover_aStartFailureIsRaisedUnchanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			lc.OnStart(fail)
			return nil
		}, nil))
		err := app.Start(t.Context())
		require.ErrorIs(t, err, errBoom)
		list := hookErrors(t, err)
		require.Len(t, list, 1)
		require.Same(t, errBoom, list[0].Err, "the cause itself")
		require.Same(t, err, app.Wait())
		require.ErrorIs(t, app.Run(t.Context()), errBoom)
		require.ErrorIs(t, app.Do(t.Context(), func(*mid) {}), errBoom)
	})
}

func TestCarryover_theStopOfAServiceThatFailedToStartIsNotCalled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(facet.Concurrent(), tr.Tower(nil, nil, func(lc *facet.Lifecycle) error {
			lc.Append(facet.Hook{OnStart: fail, OnStop: tr.Hook("never")})
			return nil
		}))
		require.Error(t, app.Start(t.Context()))
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestCarryover_siblingsInFlightAreCancelledAndAwaited(t *testing.T) {
	var tr trace
	register := func(lc *facet.Lifecycle, name string) {
		switch name {
		case "red":
			lc.OnStart(func(context.Context) error { time.Sleep(time.Second); return errBoom })
		case "green": // returns late
			lc.Append(facet.Hook{OnStart: func(ctx context.Context) error {
				<-ctx.Done()
				tr.Add("green told")
				time.Sleep(500 * time.Millisecond)
				tr.Add("green returned late")
				return ctx.Err()
			}, OnStop: tr.Hook("never")})
		case "blue": // comes up before it notices
			lc.Append(facet.Hook{OnStart: tr.Hook("blue begins", deaf(1200*time.Millisecond)), OnStop: tr.Hook("stop blue")})
		}
	}
	for name, opts := range map[string]facet.Option{
		"group":      palette(register, provide.Parallel("colours")),
		"concurrent": facet.Options(palette(register), facet.Concurrent()),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				app := quiet(wholePalette, opts)
				began := time.Now()
				err := app.Start(t.Context())
				require.Equal(t, 1500*time.Millisecond, time.Since(began))
				require.Len(t, hookErrors(t, err), 1, "what follows is folded")
				require.ErrorIs(t, err, errBoom)
				require.Equal(t, []string{"blue begins", "green told", "green returned late", "stop blue"}, tr.Take())
			})
		})
	}
}
