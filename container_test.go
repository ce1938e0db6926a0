// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

func TestNew_collectsEveryProblemAndPanicsAtNone(t *testing.T) {
	var m facet.Option
	app := quiet(
		facet.Provide(nil),
		facet.Provide(42),
		facet.Provide(func() error { return nil }),
		facet.Provide(func() {}),
		facet.Provide(func() (*low, *low) { return nil, nil }),
		facet.Provide(func() *facet.Lifecycle { return nil }),
		facet.Provide(func() *facet.App { return nil }),
		facet.Supply(nil),
		facet.Invoke("no function"),
		facet.Module(""),
		facet.Observe(nil),
		facet.StartTimeout(0), facet.StopTimeout(-1), facet.Grace(0), facet.DrainDelay(-1),
		facet.SignalsFrom(make(chan os.Signal)), facet.SignalsFrom(make(chan os.Signal)),
		facet.Error(nil, errBoom),
		facet.Options(m),
	)
	var problems *facet.Problems
	require.ErrorAs(t, app.Err(), &problems)
	slugs := []string{}
	for _, p := range problems.List {
		slugs = append(slugs, p.Slug)
		require.Contains(t, p.Place.String(), "container_test.go:", p.Text)
	}
	require.Equal(t, []string{
		"nil-function", "not-a-function", "only-error", "no-result", "conflicting-keys", "nil-value", "not-a-function",
		"bad-option", "bad-option", "bad-option", "bad-option", "bad-option", "bad-option", "conflicting-options",
		"option-error", "bad-option", "reserved-type", "reserved-type",
	}, slugs)
	require.ErrorIs(t, app.Err(), errBoom)
	for _, err := range []error{app.Validate(), app.Build(t.Context()), app.Start(t.Context()), app.Run(t.Context())} {
		require.ErrorIs(t, err, errBoom)
		require.ErrorAs(t, err, &problems)
		require.Len(t, problems.List, len(slugs))
	}
	requireState(t, app, facet.StateFailed)
}

func TestBuild_reportsRegistrationAndGraphTogetherAndFoldsConsequences(t *testing.T) {
	app := quiet(
		facet.Provide(func(struct {
			facet.In
			Name string `optional:"perhaps"`
		},
		) *low {
			return nil
		}),
		facet.Provide(func() (error, fmt.Stringer) { return nil, nil }), //nolint:staticcheck // on purpose
		facet.Provide(&high{}),
		facet.Invoke(func(*low, *mid, fmt.Stringer, *high) {}),
	)
	for _, err := range []error{app.Validate(), app.Build(t.Context())} {
		var problems *facet.Problems
		require.ErrorAs(t, err, &problems)
		slugs := []string{}
		for _, p := range problems.List {
			slugs = append(slugs, p.Slug)
		}
		require.Equal(t, []string{"bad-tag", "error-not-last", "not-a-function", "missing-dependency"}, slugs, "%v", err)
		require.Contains(t, problems.List[3].Text, "*lifetest.Mid")
	}
}

func TestBuild_problemsOfTheGraphStopItWhereARootNeedsThem(t *testing.T) {
	var warnings []error
	warn := facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpWarning {
			warnings = append(warnings, e.Err)
		}
	})
	unreached := facet.Provide(func(*high) fmt.Stringer { return nil })
	app := quiet(warn, facet.Provide(func() *low { return nil }), facet.Invoke(func(*low) {}), unreached)
	require.NoError(t, app.Err())
	require.ErrorContains(t, app.Validate(), "cannot build all that is provided")
	require.NoError(t, app.ValidateNeeded())
	require.NoError(t, app.Build(t.Context()))
	require.Empty(t, warnings)
	require.NoError(t, app.Stop(t.Context()))

	called := false
	app = quiet(warn, facet.Provide(func() *low { called = true; return nil }), facet.Invoke(func(*low, fmt.Stringer) {}), unreached)
	var problems *facet.Problems
	require.ErrorAs(t, app.ValidateNeeded(), &problems)
	require.EqualError(t, app.Build(t.Context()), problems.Error())
	require.Equal(t, "missing-dependency", problems.List[0].Slug)
	require.False(t, called)

	require.Empty(t, warnings)
	requireState(t, app, facet.StateFailed)

	app = quiet(unreached)
	require.EqualError(t, app.ValidateNeeded(), app.Validate().Error(), "without a root everything is checked")
}

func TestBuild_warnsIfNothingAsksForAnything(t *testing.T) {
	var warning error
	app := quiet(facet.Provide(newLow), facet.Observe(func(e observe.Event) {
		if e.Op == observe.OpWarning {
			warning = e.Err
		}
	}))
	require.NoError(t, app.Validate())
	require.NoError(t, app.Build(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	var problem *facet.Problem
	require.ErrorAs(t, warning, &problem)
	require.Equal(t, "nothing-to-run", problem.Slug)
	require.Contains(t, problem.Text, "facet.Invoke")
}

func TestBuild_saysHowToAskForWhatIsMadeForEachConstructor(t *testing.T) {
	// In source code vet would find this mistake first.
	byValue := reflect.FuncOf([]reflect.Type{reflect.TypeFor[facet.Lifecycle]()}, nil, false)
	err := quiet(facet.Invoke(reflect.Zero(byValue).Interface(), func(context.Context) {})).Validate()
	require.ErrorContains(t, err, "nil func")
	mistake := reflect.MakeFunc(byValue, func([]reflect.Value) []reflect.Value { return nil })
	err = quiet(facet.Invoke(mistake.Interface(), func(context.Context) {})).Validate()
	require.ErrorContains(t, err, "ask for *facet.Lifecycle")
	require.ErrorContains(t, err, "its Context method")
}

func TestBuild_aFailureRunsTheCleanupsOfWhatWasBuilt(t *testing.T) {
	ways := map[string]func(*facet.Lifecycle) error{
		"error":  func(*facet.Lifecycle) error { return errBoom },
		"panic":  func(*facet.Lifecycle) error { panic(errBoom) },
		"Goexit": func(*facet.Lifecycle) error { runtime.Goexit(); return nil },
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			var tr trace
			app := quiet(tr.Tower(nil, way, nil))
			err := app.Start(t.Context())
			var construct *facet.ConstructError
			require.ErrorAs(t, err, &construct)
			require.Contains(t, construct.Component, "Tower")
			if name != "Goexit" {
				require.ErrorIs(t, err, errBoom)
			}
			require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take(), "the failed constructor's own too")
			require.Same(t, err, app.Wait())
			requireState(t, app, facet.StateFailed)
		})
	}
}

func TestBuild_theEndOfItsContextEndsWhatConstructorsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			<-lc.Context().Done()
			return lc.Context().Err()
		}, nil))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		require.ErrorIs(t, app.Build(ctx), context.Canceled)
		require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take())
	})
}

func TestBuild_abandonsAConstructorThatDoesNotReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error {
			time.Sleep(time.Hour)
			lc.Cleanup(tr.Cleanup("registered late"))
			return nil
		}, nil), facet.Grace(2*time.Second))
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		err := app.Build(ctx)
		require.Equal(t, 62*time.Second, time.Since(began))
		var construct *facet.ConstructError
		require.ErrorAs(t, err, &construct)
		require.True(t, construct.Abandoned)
		require.Contains(t, construct.Stack, "time.Sleep")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, []string{"build low", "build mid", "cleanup low"}, tr.Take())

		time.Sleep(time.Hour)
		synctest.Wait()
		require.Equal(t, []string{"registered late", "cleanup mid"}, tr.Take(), "what it acquired is released when it returns")
	})
}

func TestStop_ofABuiltAppRunsTheCleanups(t *testing.T) {
	var tr trace
	app := quiet(tr.Tower(nil, nil, nil))
	require.NoError(t, app.Build(t.Context()))
	require.NoError(t, app.Build(t.Context()), "built already")
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, joined(towerBuilt, towerStopped[3:]), tr.Take())
}

func TestLookup_findsWhatIsBuiltAndConstructsNothing(t *testing.T) {
	app := quiet(
		facet.Value[fmt.Stringer](time.Second, provide.Name("pause")),
		facet.Value[error2](nil),
		facet.Supply(7),
		facet.Provide(func() *low { return &low{} }),
		facet.Invoke(func(struct {
			facet.In
			Pause fmt.Stringer `name:"pause"`
			None  error2
		}) {
		}),
	)
	_, err := facet.Lookup[int](app)
	var state *facet.StateError
	require.ErrorAs(t, err, &state)
	require.NoError(t, app.Build(t.Context()))

	pause, err := facet.Lookup[fmt.Stringer](app, "pause")
	require.NoError(t, err)
	require.Equal(t, time.Second, pause)
	none, err := facet.Lookup[error2](app)
	require.NoError(t, err)
	require.Nil(t, none)
	var problem *facet.Problem
	_, err = facet.Lookup[*low](app)
	require.ErrorAs(t, err, &problem, "provided, but nothing needs it")
	require.Equal(t, "not-built", problem.Slug)
	require.Contains(t, problem.Place.String(), "container_test.go:")

	require.NoError(t, app.Stop(t.Context()))
	_, err = facet.Lookup[fmt.Stringer](app, "pause")
	require.ErrorAs(t, err, &state)
}

type error2 interface{ Err() string }

func TestGraph_showsModulesHooksStatesAndTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		storage := facet.Module("storage", facet.Module("low", tr.Tower(func(lc *facet.Lifecycle) error {
			lc.OnStart(takes(time.Second))
			lc.OnDrain(takes(0))
			lc.Go("task", untilCancelled)
			return nil
		}, nil, nil)))
		unused := facet.Provide(func() fmt.Stringer { return nil })
		app := quiet(storage, storage, facet.If(true, unused), facet.If(false, unused))

		declared := app.Graph()
		require.Len(t, declared.Nodes, 5, "a module listed twice counts once")
		require.Equal(t, "storage.low", declared.Nodes[0].Module)
		require.Len(t, declared.Unused(), 1)
		require.Equal(t, graph.StateDeclared, declared.Nodes[3].State)

		require.NoError(t, app.Start(t.Context()))
		low := app.Graph().Nodes[3]
		require.Equal(t, graph.StateRunning, low.State)
		require.Equal(t, 1, low.Seq)
		require.Equal(t, time.Second, low.Timing.Up.Sub(low.Timing.Started))
		kinds := []string{}
		for _, h := range low.Hooks {
			kinds = append(kinds, h.Kind)
			require.Contains(t, h.Place.String(), ".go:")
		}
		require.Equal(t, []string{"start+stop", "start", "task", "drain", "cleanup"}, kinds)
		stages := app.Plan().Stages()
		require.Len(t, stages, 3)
		require.Len(t, stages[0].Members[0].Steps, 3)
		require.EqualValues(t, "dependency", stages[1].Members[0].Waits[0].Reason)

		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, graph.StateStopped, app.Graph().Nodes[3].State, "the last run's")
		require.NotNil(t, app.Plan())
	})
}

func TestGraph_canBeReadAtAnyTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := slowly()
		quit := make(chan struct{})
		var readers sync.WaitGroup
		for range 2 {
			readers.Go(func() {
				for {
					select {
					case <-quit:
						return
					case <-time.After(10 * time.Second):
						_, _, _ = app.Graph().Text(), app.State(), app.Plan().String()
					}
				}
			})
		}
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
		close(quit)
		readers.Wait()
	})
}

func TestObserver_seesEverythingInOrderAndMayAsk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		var app *facet.App
		var events []observe.Event
		app = quiet(tr.Tower(func(lc *facet.Lifecycle) error { lc.Go("task", untilCancelled); return nil }, nil, nil),
			facet.Observe(func(e observe.Event) {
				events = append(events, e)
				_, _ = app.Graph(), app.State()
				if e.Op == observe.OpState && e.State == facet.StateRunning {
					app.Shutdown(nil)
				}
			}))
		require.NoError(t, app.Run(t.Context()))
		count := map[observe.Op]int{}
		for i, e := range events {
			require.EqualValues(t, i+1, e.Seq)
			count[e.Op]++
		}
		require.Equal(t, map[observe.Op]int{
			observe.OpState: 7, observe.OpConstructing: 4, observe.OpConstructed: 4, observe.OpStarting: 4, observe.OpStarted: 4,
			observe.OpLaunched: 1, observe.OpFinished: 1, observe.OpStopping: 4, observe.OpStopped: 4,
			observe.OpCleaning: 3, observe.OpCleaned: 3, observe.OpResult: 1,
		}, count)
	})
}

func TestObserver_aPanicDropsItAndIsPartOfTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var tr trace
		calls := 0
		app := quiet(tr.Tower(nil, nil, nil), facet.Observe(func(observe.Event) { calls++; panic("in observer") }))
		require.NoError(t, app.Start(t.Context()))
		err := app.Stop(t.Context())
		require.ErrorContains(t, err, "in observer")
		require.Equal(t, 1, calls)
		require.Equal(t, joined(towerBuilt, towerStarted, towerStopped), tr.Take())
	})
}

func TestConstructors_getAHandleOfTheirOwnAndTheApp(t *testing.T) {
	var first, second *facet.Lifecycle
	var got *facet.App
	app := quiet(
		facet.Provide(func(lc *facet.Lifecycle, a *facet.App) *low { first, got = lc, a; return &low{} }),
		facet.Invoke(func(in struct {
			facet.In
			One *facet.Lifecycle
			Two *facet.Lifecycle
			Low *low
		},
		) {
			require.Same(t, in.One, in.Two)
			second = in.One
		}),
	)
	require.NoError(t, app.Build(t.Context()))
	require.NotSame(t, first, second)
	require.Same(t, app, got)
	require.NoError(t, app.Stop(t.Context()))
}

func TestProvide_ownTimeoutsBoundEachHook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		app := quiet(facet.Provide(func(lc *facet.Lifecycle) *low {
			lc.Append(facet.Hook{OnStart: takes(time.Second), OnStop: untilCancelled})
			return &low{}
		}, provide.StartTimeout(2*time.Second), provide.StopTimeout(3*time.Second)), facet.Invoke(func(*low) {}))
		require.NoError(t, app.Start(t.Context()))
		began := time.Now()
		require.ErrorIs(t, app.Stop(t.Context()), context.DeadlineExceeded)
		require.Equal(t, 3*time.Second, time.Since(began))
	})
}

func TestOption_printsAsItIsWritten(t *testing.T) {
	for want, o := range map[string]facet.Option{
		"Provide(lifetest.NewLow)": facet.Provide(newLow),
		"Provide(int)":             facet.Provide(1),
		"Supply(2 values)":         facet.Supply(1, "a"),
		"Value[fmt.Stringer]":      facet.Value[fmt.Stringer](nil),
		"Invoke(lifetest.NewLow)":  facet.Invoke(newLow),
		`Module("a")`:              facet.Module("a"),
		"Options(0)":               facet.Options(),
		"If(true)":                 facet.If(true),
		"Error(1)":                 facet.Error(errors.New("x")),
		"StopTimeout(2s)":          facet.StopTimeout(2 * time.Second),
		"Signals([])":              facet.Signals(),
		"Log":                      facet.Log(nil),
		"Observe":                  facet.Observe(nil),
	} {
		require.Equal(t, want, o.String())
	}
}
