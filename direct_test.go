// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

// executors are the two ways in which an app constructs.
var executors = map[string]facet.Option{"dig": facet.Options(), "direct": facet.Direct()}

func TestDirect_constructsWithoutDig(t *testing.T) {
	for name, executor := range executors {
		var stack string
		tower := facet.Options(
			facet.Provide(func() *low { stack = string(debug.Stack()); return nil }),
			facet.Provide(func(*low) *mid { return nil }),
			facet.Provide(func(*mid) *high { return nil }))
		use := func(app *facet.App) {
			require.NoError(t, app.Build(t.Context()))
			require.NoError(t, app.Stop(t.Context()))
		}
		for what, live := range map[string]func(){
			"build": func() { use(quiet(tower, facet.Invoke(func(*high) {}), executor)) },
			"module": func() {
				use(quiet(tower, facet.Invoke(func(*high) {}), facet.Module("m", executor)))
			},
			"call": func() { require.NoError(t, quiet(tower, executor).Do(t.Context(), func(*high) {})) },
		} {
			live()
			require.NotEmpty(t, stack, what)
			// dig calls low while it makes mid, that while it makes high, and that for the root.
			calls := map[string]int{"dig": 4, "direct": 0}[name]
			require.Equal(t, calls, strings.Count(stack, "dig.(*constructorNode).Call("), "%s, %s:\n%s", name, what, stack)
			stack = ""
		}
	}
}

func TestDirect_listedTwiceSaysTheSame(t *testing.T) {
	app := quiet(facet.Direct(), facet.Module("m", facet.Direct()))
	require.NoError(t, app.Err())
	require.Equal(t, "Direct()", facet.Direct().String())
}

// The same life, whatever constructs.
func TestDirect_changesNothingInALife(t *testing.T) {
	goexit := func(*facet.Lifecycle) error { runtime.Goexit(); return nil }
	for what, life := range map[string]struct {
		onHigh func(*facet.Lifecycle) error
		want   []string
		err    string
	}{
		"starts and stops":   {nil, joined(towerBuilt, towerStarted, towerStopped), ""},
		"constructor fails":  {func(*facet.Lifecycle) error { return errBoom }, joined(towerBuilt, []string{"cleanup high", "cleanup mid", "cleanup low"}), "boom"},
		"constructor panics": {func(*facet.Lifecycle) error { panic(errBoom) }, joined(towerBuilt, []string{"cleanup high", "cleanup mid", "cleanup low"}), "panic: boom"},
		"constructor exits":  {goexit, joined(towerBuilt, []string{"cleanup high", "cleanup mid", "cleanup low"}), "Goexit"},
		"start hook fails": {
			func(lc *facet.Lifecycle) error { lc.OnStart(fail); return nil },
			joined(towerBuilt, towerStarted, towerStopped), "boom",
		},
	} {
		for name, executor := range executors {
			t.Run(what+", "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var tr trace
					app := quiet(tr.Tower(nil, nil, life.onHigh), executor)
					err := app.Start(t.Context())
					if life.err != "" {
						require.ErrorContains(t, err, life.err)
						require.NotContains(t, strings.Split(err.Error(), "stack")[0], "dig")
					} else {
						require.NoError(t, err)
						require.NoError(t, app.Stop(t.Context()))
					}
					require.Equal(t, life.want, tr.Take())
				})
			})
		}
	}
}

func TestDirect_aConstructorThatHangsIsAbandoned(t *testing.T) {
	for name, executor := range executors {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(*facet.Lifecycle) error { time.Sleep(time.Hour); return nil }, nil),
					facet.BuildTimeout(time.Minute), executor)
				began := time.Now()
				err := app.Start(t.Context())
				require.Equal(t, time.Minute+time.Second, time.Since(began), "and Grace")
				var failed *facet.ConstructError
				require.ErrorAs(t, err, &failed)
				require.True(t, failed.Abandoned)
				require.ErrorIs(t, err, context.DeadlineExceeded)
				require.Equal(t, []string{"build low", "build mid", "cleanup low"}, tr.Take())
				time.Sleep(2 * time.Hour) // it returns, and nothing more is called
				require.NotContains(t, tr.Take(), "build high")
			})
		})
	}
}

func TestDirect_stopDuringABuildEndsIt(t *testing.T) {
	for name, executor := range executors {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var tr trace
				app := quiet(tr.Tower(nil, func(lc *facet.Lifecycle) error { <-lc.Context().Done(); return nil }, nil), executor)
				started := make(chan error)
				go func() { started <- app.Start(t.Context()) }()
				synctest.Wait()
				require.NoError(t, app.Stop(t.Context()))
				require.Error(t, <-started)
				require.Equal(t, []string{"build low", "build mid", "cleanup mid", "cleanup low"}, tr.Take())
			})
		})
	}
}

func TestDirect_callsShareInstances(t *testing.T) {
	for name, executor := range executors {
		t.Run(name, func(t *testing.T) {
			var tr trace
			app := quiet(tr.Tower(nil, nil, nil), executor)
			errCall := errors.New("of the call")
			require.NoError(t, app.Start(t.Context()))
			tr.Take()
			require.ErrorIs(t, app.Do(t.Context(), func(*high) error { tr.Add("called"); return errCall }), errCall)
			require.Equal(t, []string{"called"}, tr.Take())
			require.NoError(t, app.Stop(t.Context()))
			require.Equal(t, towerStopped, tr.Take())
			require.NoError(t, app.Do(t.Context(), func(*mid) { tr.Add("called") }))
			require.Equal(t, []string{
				"build low", "build mid", "start low", "start mid", "called", "stop mid", "stop low", "cleanup mid", "cleanup low",
			}, tr.Take())
		})
	}
}

// The same app, constructed without dig.
func ExampleDirect() {
	app := facet.New(
		facet.Direct(),
		facet.Supply(Config{DSN: "orders.db"}),
		facet.Provide(NewDB),
		facet.Provide(NewAPI),
		facet.Invoke(func(*API) {}),
	)
	fmt.Println(app.Build(context.Background()), app.State())
	fmt.Println(app.Stop(context.Background()), app.State())
	// Output:
	// <nil> built
	// close orders.db
	// <nil> stopped
}
