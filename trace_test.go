// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
)

func TestMain(m *testing.M) {
	mainAsProcess()
	goleak.VerifyTestMain(m)
}

// trace records what happens, in order.
type trace struct {
	mu    sync.Mutex
	lines []string
}

func (tr *trace) add(line string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.lines = append(tr.lines, line)
}

// take returns what was recorded since the last call.
func (tr *trace) take() []string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	lines := tr.lines
	tr.lines = nil
	return lines
}

// hook records its name, then does what do says.
func (tr *trace) hook(name string, do ...func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		tr.add(name)
		for _, f := range do {
			if err := f(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

func (tr *trace) cleanup(name string) func() error {
	return func() error { tr.add(name); return nil }
}

// all registers one of everything under a name.
func (tr *trace) all(lc *facet.Lifecycle, name string) {
	lc.Cleanup(tr.cleanup("cleanup " + name))
	lc.Append(facet.Hook{OnStart: tr.hook("start " + name), OnStop: tr.hook("stop " + name)})
}

var errBoom = errors.New("boom")

func fail(context.Context) error { return errBoom }

// untilCancelled is a hook that ends when it is told to.
func untilCancelled(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// deaf is a hook that does not listen to its context.
func deaf(d time.Duration) func(context.Context) error {
	return func(context.Context) error { time.Sleep(d); return nil }
}

// takes is a hook that takes d, or less if it is told to end.
func takes(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// quiet is what most tests of lifecycles want: no log and no real signals.
func quiet(opts ...facet.Option) *facet.App {
	return facet.New(append(opts, facet.Log(nil), facet.Signals())...)
}

// Three components, each depending on the one before.
type (
	low  struct{ id int }
	mid  struct{ *low }
	high struct{ *mid }
)

// tower registers low, mid and high. The functions may be nil; they see the
// handle after everything else was registered.
func (tr *trace) tower(onLow, onMid, onHigh func(*facet.Lifecycle) error) facet.Option {
	built := 0
	more := func(lc *facet.Lifecycle, name string, f func(*facet.Lifecycle) error) error {
		tr.add("build " + name)
		tr.all(lc, name)
		if f != nil {
			return f(lc)
		}
		return nil
	}
	return facet.Options(
		facet.Invoke(func(*high) {}),
		facet.Provide(func(lc *facet.Lifecycle, m *mid) (*high, error) { return &high{m}, more(lc, "high", onHigh) }),
		facet.Provide(func(lc *facet.Lifecycle, l *low) (*mid, error) { return &mid{l}, more(lc, "mid", onMid) }),
		facet.Provide(func(lc *facet.Lifecycle) (*low, error) { built++; return &low{built}, more(lc, "low", onLow) }),
	)
}

var (
	towerBuilt   = []string{"build low", "build mid", "build high"}
	towerStarted = []string{"start low", "start mid", "start high"}
	towerStopped = []string{"stop high", "stop mid", "stop low", "cleanup high", "cleanup mid", "cleanup low"}
)

func joined(lists ...[]string) []string {
	var all []string
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// requireState asserts the state, and that Running agrees with it.
func requireState(t *testing.T, app *facet.App, want facet.State) {
	t.Helper()
	require.Equal(t, want, app.State())
	require.Equal(t, want == facet.StateRunning, app.Running())
}
