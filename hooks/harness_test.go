// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

const (
	grace       = time.Second
	stopTimeout = 10 * time.Second
)

var errBoom = errors.New("boom")

// fixture is an executor, the components that a test adds to it, and a record of
// what happens.
type fixture struct {
	*hooks.Executor
	*hooks.HandleSet
	stream *observe.Stream
	nodes  []hooks.Node
	ids    []string
	mode   hooks.Mode
	around hooks.Around
	plan   *hooks.Plan

	mu     sync.Mutex
	log    []string
	events []observe.Event
	asked  []error // of Config.Shutdown
	told   []error // of Config.Report
}

// newFixture returns a fixture that records events too.
func newFixture() *fixture { return newFixtureAround(nil) }

// newFixtureAround is newFixture with a middleware.
func newFixtureAround(around hooks.Around) *fixture {
	b := &fixture{around: around}
	return b.with(observe.NewStream(nil, func(e observe.Event) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.events = append(b.events, e)
	}), grace)
}

func (b *fixture) with(stream *observe.Stream, grace time.Duration) *fixture {
	b.stream = stream
	b.Executor = hooks.New(hooks.Config{
		Grace: grace, StopTimeout: stopTimeout, Stream: stream, Around: b.around,
		Name: func(node int) string { return b.ids[node] },
		Shutdown: func(_ *hooks.Lifecycle, cause error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.asked = append(b.asked, cause)
		},
		Report: func(_ *hooks.Lifecycle, err error) {
			b.mu.Lock()
			defer b.mu.Unlock()
			b.told = append(b.told, err)
		},
	})
	b.HandleSet = b.Executor.NewHandleSet()
	return b
}

// component adds a component that depends on others, by their position.
func (b *fixture) component(id string, deps ...int) *hooks.Lifecycle {
	return b.bounded(hooks.Timeouts{}, id, deps...)
}

// bounded is component with bounds for every hook.
func (b *fixture) bounded(timeouts hooks.Timeouts, id string, deps ...int) *hooks.Lifecycle {
	b.ids = append(b.ids, id)
	lc := b.Lifecycle(len(b.ids)-1, timeouts)
	b.nodes = append(b.nodes, hooks.Node{Lifecycle: lc, Deps: deps})
	return lc
}

// components adds one for each id, without dependencies.
func (b *fixture) components(ids ...string) []*hooks.Lifecycle {
	list := make([]*hooks.Lifecycle, len(ids))
	for i, id := range ids {
		list[i] = b.component(id)
	}
	return list
}

func (b *fixture) seal(t *testing.T) {
	t.Helper()
	if b.plan != nil {
		return
	}
	b.plan = b.Plan(b.nodes, b.mode)
	require.NoError(t, b.Problems())
}

// start starts with a budget of 15 s.
func (b *fixture) start(ctx context.Context, t *testing.T) error {
	t.Helper()
	b.seal(t)
	return b.Start(ctx, b.plan, 15*time.Second)
}

func (b *fixture) up(t *testing.T) {
	t.Helper()
	require.NoError(t, b.start(t.Context(), t))
}

// teardown returns the way down with the usual stop timeout.
func (b *fixture) teardown(t *testing.T) *hooks.Teardown {
	t.Helper()
	b.seal(t)
	return b.Teardown(t.Context(), hooks.Budget{Stop: stopTimeout})
}

func (b *fixture) stop(t *testing.T) error {
	t.Helper()
	return b.teardown(t).Stop(b.plan)
}

// note records a line.
func (b *fixture) note(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.log = append(b.log, fmt.Sprintf(format, args...))
}

// took returns the lines since the last call.
func (b *fixture) took() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	lines := b.log
	b.log = nil
	return lines
}

// says returns a hook that records a line and succeeds.
func (b *fixture) says(line string) func(context.Context) error {
	return func(context.Context) error {
		b.note("%s", line)
		return nil
	}
}

// pair is a hook that records "+name" and "-name" and succeeds.
func (b *fixture) pair(name string) hooks.Hook {
	return hooks.Hook{Name: name, OnStart: b.says("+" + name), OnStop: b.says("-" + name)}
}

// cleanup records "~name".
func (b *fixture) cleanup(name string) func() error {
	return func() error {
		b.note("~%s", name)
		return nil
	}
}

func (b *fixture) requests() []error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.asked)
}

func (b *fixture) reports() []error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.told)
}

// seen returns the events of these ops, or all, as "op node hook".
func (b *fixture) seen(ops ...observe.Op) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var lines []string
	for _, e := range b.events {
		if len(ops) > 0 && !slices.Contains(ops, e.Op) {
			continue
		}
		line := fmt.Sprintf("%v %s %s", e.Op, e.Node, e.Hook)
		if e.Err != nil {
			line += " !"
		}
		lines = append(lines, line)
	}
	return lines
}

func fails(err error) func(context.Context) error {
	return func(context.Context) error { return err }
}

// failsLater is a task that fails after the start has ended.
func failsLater(err error) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(time.Second)
		return err
	}
}

// obeys is a hook that returns when its context ends, with its error.
func obeys(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// ignores is a hook that takes its time whatever its context says.
func ignores(d time.Duration) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(d)
		return nil
	}
}

// takes requires that f takes d of virtual time.
func takes(t *testing.T, d time.Duration, f func()) {
	t.Helper()
	began := time.Now()
	f()
	require.Equal(t, d, time.Since(began))
}

// hookErrors returns the hook errors that err consists of, in order.
func hookErrors(err error) []*hooks.HookError {
	var list []*hooks.HookError
	var walk func(error)
	walk = func(err error) {
		if f, ok := err.(*hooks.Failure); ok { //nolint:errorlint // a Failure is never wrapped
			walk(f.Cause)
			for _, later := range f.Later {
				walk(later)
			}
			return
		}
		var h *hooks.HookError
		if errors.As(err, &h) {
			list = append(list, h)
		}
	}
	walk(err)
	return list
}

// slugs returns "slug hook" of each hook error in err.
func slugs(err error) []string {
	var list []string
	for _, h := range hookErrors(err) {
		list = append(list, h.Slug()+" "+h.Hook)
	}
	return list
}

// kinds returns the slug of each hook error in err.
func kinds(err error) []string {
	var list []string
	for _, h := range hookErrors(err) {
		list = append(list, h.Slug())
	}
	return list
}
