// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package lifetest has what the tests of an app's life cycle share: a trace of what happens,
// three components that depend on each other, and hooks that behave in simple ways.
package lifetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
)

// Trace records what happens, in order.
type Trace struct {
	mu    sync.Mutex
	lines []string
}

// Add records a line.
func (tr *Trace) Add(line string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.lines = append(tr.lines, line)
}

// Take returns the lines recorded since the last call.
func (tr *Trace) Take() []string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	lines := tr.lines
	tr.lines = nil
	return lines
}

// Hook returns a hook that records its name, and then calls functions until one fails.
func (tr *Trace) Hook(name string, do ...func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		tr.Add(name)
		for _, f := range do {
			if err := f(ctx); err != nil {
				return err
			}
		}
		return nil
	}
}

// Cleanup returns a cleanup that records its name.
func (tr *Trace) Cleanup(name string) func() error {
	return func() error { tr.Add(name); return nil }
}

// All registers a start hook, a stop hook and a cleanup under a name.
func (tr *Trace) All(lc *facet.Lifecycle, name string) {
	lc.Cleanup(tr.Cleanup("cleanup " + name))
	lc.Append(facet.Hook{OnStart: tr.Hook("start " + name), OnStop: tr.Hook("stop " + name)})
}

// Low is the component on which the others depend. ID counts the calls of its constructor.
type Low struct{ ID int }

// Mid depends on Low.
type Mid struct{ *Low }

// High depends on Mid.
type High struct{ *Mid }

// Tower provides Low, Mid and High, and needs High. The functions may be nil. They are
// called with the lifecycle of their component after All.
func (tr *Trace) Tower(onLow, onMid, onHigh func(*facet.Lifecycle) error) facet.Option {
	built := 0
	register := func(lc *facet.Lifecycle, name string, f func(*facet.Lifecycle) error) error {
		tr.Add("build " + name)
		tr.All(lc, name)
		if f != nil {
			return f(lc)
		}
		return nil
	}
	return facet.Options(
		facet.Invoke(func(*High) {}),
		facet.Provide(func(lc *facet.Lifecycle, m *Mid) (*High, error) { return &High{m}, register(lc, "high", onHigh) }),
		facet.Provide(func(lc *facet.Lifecycle, l *Low) (*Mid, error) { return &Mid{l}, register(lc, "mid", onMid) }),
		facet.Provide(func(lc *facet.Lifecycle) (*Low, error) { built++; return &Low{built}, register(lc, "low", onLow) }),
	)
}

// NewLow is a constructor without a lifecycle.
func NewLow() *Low { return &Low{} }

// NewMid is a constructor without a lifecycle.
func NewMid(l *Low) *Mid { return &Mid{l} }

// NewHigh is a constructor without a lifecycle.
func NewHigh(m *Mid) *High { return &High{m} }

// Red is a component that depends on none, as Green and Blue are.
type Red struct{}

// Green is a component that depends on none.
type Green struct{}

// Blue is a component that depends on none.
type Blue struct{}

// Palette provides Red, Green and Blue. Each constructor calls register with its name.
func Palette(register func(lc *facet.Lifecycle, name string), opts ...provide.Option) facet.Option {
	return facet.Options(
		facet.Provide(func(lc *facet.Lifecycle) *Red { register(lc, "red"); return &Red{} }, opts),
		facet.Provide(func(lc *facet.Lifecycle) *Green { register(lc, "green"); return &Green{} }, opts),
		facet.Provide(func(lc *facet.Lifecycle) *Blue { register(lc, "blue"); return &Blue{} }, opts),
	)
}

// WholePalette needs Red, Green and Blue.
var WholePalette = facet.Invoke(func(*Red, *Green, *Blue) {})

// The lines that a Tower records.
var (
	TowerBuilt   = []string{"build low", "build mid", "build high"}
	TowerStarted = []string{"start low", "start mid", "start high"}
	TowerStopped = []string{"stop high", "stop mid", "stop low", "cleanup high", "cleanup mid", "cleanup low"}
)

// Joined returns the lines of several lists as one list.
func Joined(lists ...[]string) []string { return slices.Concat(lists...) }

// ErrBoom is the error of [Fail].
var ErrBoom = errors.New("boom")

// Fail is a hook that fails.
func Fail(context.Context) error { return ErrBoom }

// UntilCanceled is a hook that returns when its context ends.
func UntilCanceled(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// Deaf returns a hook that takes d and ignores its context.
func Deaf(d time.Duration) func(context.Context) error {
	return func(context.Context) error { time.Sleep(d); return nil }
}

// Takes returns a hook that takes d, or less if its context ends.
func Takes(d time.Duration) func(context.Context) error {
	return func(ctx context.Context) error {
		select {
		case <-time.After(d):
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// StuckForAnHour is a hook that ignores its context. Its name is in stacks.
func StuckForAnHour(context.Context) error { time.Sleep(time.Hour); return nil }

// Quiet makes an app without a log and without signals.
func Quiet(opts ...facet.Option) *facet.App {
	return facet.New(append(opts, facet.Log(nil), facet.Signals())...)
}

// Running calls Run on a new goroutine and waits until all goroutines of the test are
// blocked.
func Running(ctx context.Context, app *facet.App) <-chan error {
	result := make(chan error, 1)
	go func() { result <- app.Run(ctx) }()
	synctest.Wait()
	return result
}

// RequireState requires a state, and that Running agrees with it.
func RequireState(t *testing.T, app *facet.App, want facet.State) {
	t.Helper()
	require.Equal(t, want, app.State())
	require.Equal(t, want == facet.StateRunning, app.Running())
}

// HookErrors returns the errors of a result, all of which must be of hooks.
func HookErrors(t *testing.T, err error) []*facet.HookError {
	t.Helper()
	all := []error{err}
	if failure, ok := err.(*facet.Failure); ok { //nolint:errorlint // as Stop returns it
		all = failure.Unwrap()
	}
	list := make([]*facet.HookError, len(all))
	for i, e := range all {
		require.ErrorAs(t, e, &list[i])
	}
	return list
}
