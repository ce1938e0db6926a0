// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fromfx_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest"
	"go.uber.org/zap/zaptest/observer"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/zaplog"
)

func Example_running() {
	ctx := context.Background()
	options := facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Go("job", func(context.Context) error { return facet.Exit(3) })
	})

	app := facet.New(options, facet.Log(nil))
	err := app.Run(ctx) // a signal, Shutdown, a task, or the end of ctx ends it
	fmt.Println(facet.ExitCode(err), app.State())
	// Output: 3 failed
}

func Example_startAndStop() {
	ctx := context.Background()
	app := facet.New(facet.Invoke(func() { fmt.Println("invoked") }))

	if err := app.Start(ctx); err != nil { // builds first; New has called nothing
		fmt.Println(err)
	}
	app.Shutdown(nil)       // from anywhere; returns at once
	<-app.Done()            // all is stopped
	fmt.Println(app.Wait()) // the result of the run: a cause, or nil
	// Output:
	// invoked
	// <nil>
}

func Example_shutdown() {
	app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle, self *facet.App) {
		lc.OnStart(func(context.Context) error {
			fmt.Println(self.State())
			lc.Shutdown(facet.Exit(4)) // or self.Shutdown: the cause, here with an exit code
			return nil
		})
	}))

	fmt.Println(facet.ExitCode(app.Run(context.Background())))
	// Output:
	// starting
	// 4
}

const mainEnv = "FROMFX_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(mainEnv) != "" {
		facet.Main(facet.Log(nil), facet.Invoke(func() error { return facet.Exit(5) }))
	}
	os.Exit(m.Run())
}

func TestMain_exitsWithTheCode(t *testing.T) {
	program := exec.CommandContext(t.Context(), os.Args[0])
	program.Env = append(os.Environ(), mainEnv+"=1")
	var exit *exec.ExitError
	require.ErrorAs(t, program.Run(), &exit)
	require.Equal(t, 5, exit.ExitCode())
}

func Example_budgets() {
	app := facet.New(
		facet.BuildTimeout(time.Minute), // all constructors; default: no limit
		facet.StartTimeout(time.Minute), // all start hooks; default 15 s, constructors not included
		facet.StopTimeout(time.Minute),  // all stop hooks and cleanups; default 10 s
		facet.Grace(2*time.Second),      // how long a hook may ignore the end of its context
		facet.Signals(os.Interrupt),     // default: SIGINT and SIGTERM
		facet.Provide(NewDB, provide.StartTimeout(time.Second)),
		facet.Supply(Config{}),
	)
	fmt.Println(app.Validate())
	// Output: <nil>
}

func TestLog_comesFromTheContainer(t *testing.T) {
	core, logs := observer.New(zap.InfoLevel)
	logger := zap.New(core)
	type Config struct{ StopTimeout time.Duration }
	app := facet.New(
		facet.Supply(Config{time.Minute}),
		facet.Provide(func() *zap.Logger { return logger }), // a constructor makes the logger
		facet.LogFrom(zaplog.Observer),                      // as WithLogger: earlier events are kept for it
		facet.Configure(func(cfg Config) facet.Settings { return facet.Settings{StopTimeout: cfg.StopTimeout} }),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, 1, logs.FilterMessage("app started").Len())
	require.Contains(t, logs.FilterMessage("app stopping").All()[0].ContextMap(), "budget")
}

func TestLog_goesThroughZap(t *testing.T) {
	logger := zaptest.NewLogger(t)
	app := facet.New(
		zaplog.Use(logger), // provides the *zap.Logger, too
		facet.Observe(func(e observe.Event) { t.Log(e.Op, e.Node, e.Hook, e.Took, e.Err) }),
		facet.Provide(NewDB), facet.Supply(Config{}), facet.Invoke(func(*DB) {}),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
}

func TestEvents_tellWhatHappened(t *testing.T) {
	var ops []observe.Op
	app := facet.New(
		facet.Provide(NewDB), facet.Supply(Config{}), facet.Invoke(func(*DB) {}),
		facet.Observe(func(e observe.Event) { ops = append(ops, e.Op) }),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	for _, op := range []observe.Op{
		observe.OpConstructing, observe.OpConstructed, observe.OpStarting, observe.OpStarted,
		observe.OpStopping, observe.OpStopped, observe.OpState, observe.OpResult,
	} {
		require.Contains(t, ops, op)
	}
	require.NotContains(t, ops, observe.OpSignal)
	require.NotContains(t, ops, observe.OpWarning)
	require.Equal(t, facet.StateStopped, observe.StateStopped)
	require.NotEqual(t, observe.StateRunning, observe.StateStopping)
	require.NotEqual(t, observe.StateFailed, observe.StateStopped)
	_ = observe.Slog // facet's own log, unless facet.Log says otherwise
}

func Example_graph() {
	app := facet.New(facet.Provide(NewDB), facet.Invoke(func(*DB) {}))

	var problems *facet.Problems
	if errors.As(app.Validate(), &problems) { // everything that is listed; constructs nothing
		for _, p := range problems.List {
			fmt.Println(p.Slug+":", p.Text)
		}
	}
	dot := app.Graph().DOT() // for Graphviz; Text() for a terminal, JSON by encoding/json
	plan := app.Plan()       // after a build: what starts after what, and why
	fmt.Println(dot != "")
	fmt.Println(plan)
	// Output:
	// missing-dependency: nothing provides fromfx_test.Config
	// true
	// plan: none before the build
}

func Example_errors() {
	app := facet.New(facet.Log(nil), facet.Invoke(func(lc *facet.Lifecycle) {
		lc.OnStart(func(context.Context) error { panic("no disk") }, hooks.Name("open"))
	}))

	err := app.Run(context.Background())
	var hook *facet.HookError // or *facet.ConstructError
	var panicked *facet.PanicError
	if errors.As(err, &hook) && errors.As(err, &panicked) {
		fmt.Println(hook.Hook, hook.Phase, panicked.Value)
	}
	// Output: open start no disk
}

func TestGraph_hasNeedsAndResults(t *testing.T) {
	app := facet.New(facet.Provide(NewDB), facet.Supply(Config{}), facet.Invoke(func(*DB) {}), facet.Error(nil))
	require.NoError(t, app.Err())
	require.NoError(t, app.Build(t.Context()))
	node := app.Graph().Node("fromfx_test.NewDB")
	require.IsType(t, &graph.Node{}, node)
	require.Len(t, node.Gives, 1)
	require.NotEmpty(t, node.Needs)
	require.True(t, node.Reached)
	require.Empty(t, node.Module)
	require.NotZero(t, node.Place)
	require.NotNil(t, app.Plan())
	require.NoError(t, app.Stop(t.Context()))
}

func Example_around() {
	app := facet.New(
		facet.Provide(NewDB), facet.Supply(Config{}), facet.Invoke(func(*DB) {}),
		facet.Around(func(ctx context.Context, c hooks.Call, next func(context.Context) error) error {
			err := next(ctx)
			if c.Phase == hooks.PhaseConstruct && c.Kind == "constructor" {
				fmt.Println("after", c.Component, err)
			}
			return err
		}),
	)

	fmt.Println(app.Build(context.Background()))
	// Output:
	// after github.com/facet-go/facet/docs/fromfx_test.NewDB <nil>
	// <nil>
}
