// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
)

type (
	base struct{}
	top  struct{}
)

// newBase and newTop have hooks of every kind, and tolerate every fault.
func newBase(lc *facet.Lifecycle) *base {
	lc.Cleanup(func() error { return nil })
	lc.Append(facet.Hook{Name: "pool", OnStart: nothing, OnStop: nothing})
	lc.Go("loop", func(ctx context.Context) error { <-ctx.Done(); return nil })
	return &base{}
}

func newTop(lc *facet.Lifecycle, _ *base) *top {
	lc.OnDrain(nothing)
	lc.Serve("listen", func(ctx context.Context, ready func()) error {
		ready()
		<-ctx.Done()
		return nil
	})
	lc.OnStop(func(context.Context) error { time.Sleep(10 * time.Millisecond); return nil })
	return &top{}
}

func nothing(context.Context) error { return nil }

func sound() facet.Option {
	return facet.Options(facet.Provide(newBase), facet.Provide(newTop), facet.Invoke(func(*top) {}))
}

func TestFaults_aSoundAppSurvivesAll(t *testing.T) {
	facettest.Faults(t, sound())
	facettest.Faults(t, sound(), facet.Concurrent(), facet.StopTimeout(time.Hour), facet.DrainDelay(time.Minute))
}

func TestFaults_anEmptyApp(t *testing.T) { facettest.Faults(t) }

func TestFaultsInRealTime_aSoundAppSurvivesAll(t *testing.T) {
	facettest.FaultsInRealTime(t, sound(), facet.StopTimeout(250*time.Millisecond), facet.StartTimeout(250*time.Millisecond))
}

// unsound are faulty apps, with the texts of Faults about them.
var unsound = map[string]struct {
	invoke func(*facet.Lifecycle, *base)
	says   string
}{
	"fails without a fault": {
		func(lc *facet.Lifecycle, _ *base) { lc.OnStart(func(context.Context) error { return errBoom }) },
		`the app does not run cleanly without a fault:\n\s+this failed as well: start-failed: .*boom`,
	},
	"panics when its own start has not run": {
		func(lc *facet.Lifecycle, _ *base) {
			var listener *struct{ open bool }
			lc.OnStop(func(context.Context) error { listener.open = false; return nil })
			lc.OnStart(func(context.Context) error { listener = &struct{ open bool }{}; return nil })
		},
		`when this panics: .*: start OnStart at .*\n\s+this failed as well: stop-panicked: .*: OnStop: panic: runtime error: invalid memory address`,
	},
	"leaves a goroutine when another hook fails": {
		func(lc *facet.Lifecycle, _ *base) {
			stop := make(chan struct{})
			lc.OnStart(func(context.Context) error { go func() { <-stop }(); return nil })
			lc.OnStart(func(context.Context) error { return nil })
			lc.OnStop(func(context.Context) error { close(stop); return nil })
		},
		`when this fails: .*: start OnStart at .*\n\s+a goroutine is leaked, of .*: start OnStart at facettest/faults_test.go:`,
	},
	"reports an error of its own in a rollback": {
		func(lc *facet.Lifecycle, _ *base) {
			up := false
			lc.Cleanup(func() error {
				if !up {
					return errors.New("never opened")
				}
				return nil
			})
			lc.OnStart(func(context.Context) error { up = true; return nil })
		},
		`when this waits: .*: start OnStart at .*\n\s+this failed as well: cleanup-failed: .*never opened`,
	},
	"swallows the failure of its task": {
		func(lc *facet.Lifecycle, _ *base) {
			lc.OnStart(func(context.Context) error { lc.Shutdown(nil); return nil })
		},
		``, // sound: it ends by itself
	},
	"hangs when its neighbour fails": {
		func(lc *facet.Lifecycle, _ *base) {
			started := make(chan struct{})
			lc.OnStop(func(context.Context) error { <-started; return nil })
			lc.OnStart(func(context.Context) error { close(started); return nil })
		},
		`when this fails: .*: start OnStart at .*\n\s+this failed as well: stop-hung: `,
	},
	"is stuck for good": {
		func(lc *facet.Lifecycle, _ *base) {
			lc.OnStart(func(context.Context) error { go func() { select {} }(); return nil })
		},
		`the app does not run cleanly without a fault:\n\s+a goroutine is leaked`,
	},
}

// TestFaultsOf fails. The test below runs it in another process.
func TestFaultsOf(t *testing.T) {
	app, ok := unsound[os.Getenv("FACETTEST_UNSOUND")]
	if !ok {
		t.Skip("run by TestFaults_findWhatIsWrong")
	}
	facettest.Faults(t, facet.Provide(newBase), facet.Invoke(app.invoke))
}

func TestFaults_findWhatIsWrong(t *testing.T) {
	for name, app := range unsound {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFaultsOf$", "-test.timeout=60s")
			cmd.Env = append(os.Environ(), "FACETTEST_UNSOUND="+name)
			out, err := cmd.CombinedOutput()
			if app.says == "" {
				require.NoError(t, err, string(out))
				return
			}
			require.Error(t, err)
			require.Regexp(t, app.says, string(out))
			require.NotContains(t, string(out), "goroutine 1 [", "the process has crashed")
		})
	}
}
