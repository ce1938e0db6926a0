// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package timeline_test holds what a timeline says against real starts, in virtual time.
package timeline_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// part is a component of a world. Each depends on earlier ones only.
type part struct {
	deps      []int
	group     string
	construct time.Duration
	starts    []time.Duration // of its start hooks
	stop      time.Duration
	drain     time.Duration
}

// world is an app that takes known times.
type world struct {
	parts      []part
	concurrent bool
	limit      int // 0 is none
	drainDelay time.Duration
}

// drawWorld draws times of so many nanoseconds that two sums are hardly ever equal. What
// happens at the same time has no fixed order under a limit.
func drawWorld(t *rapid.T) *world {
	took := func(what string) time.Duration {
		return time.Duration(rapid.IntRange(1, 1_000_000_000).Draw(t, what))
	}
	w := &world{parts: make([]part, rapid.IntRange(1, 8).Draw(t, "parts"))}
	switch rapid.SampledFrom([]string{"sequential", "grouped", "concurrent", "limited"}).Draw(t, "mode") {
	case "grouped":
		for i := range w.parts {
			w.parts[i].group = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "group")
		}
	case "concurrent":
		w.concurrent = true
	case "limited":
		w.concurrent, w.limit = true, rapid.IntRange(1, 3).Draw(t, "limit")
	}
	if rapid.Bool().Draw(t, "drains") {
		w.drainDelay = took("delay")
	}
	for i := range w.parts {
		p := &w.parts[i]
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "depends") == 0 {
				p.deps = append(p.deps, j)
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "hooks") {
			p.starts = append(p.starts, took("start"))
		}
		p.construct = rapid.SampledFrom([]time.Duration{0, took("construct")}).Draw(t, "constructs")
		p.stop, p.drain = took("stop"), took("drain")
	}
	return w
}

// clone returns a copy whose times may be changed.
func (w *world) clone() *world {
	c := *w
	c.parts = make([]part, len(w.parts))
	for i, p := range w.parts {
		p.starts = append([]time.Duration{}, p.starts...)
		c.parts[i] = p
	}
	return &c
}

func typeOf(i int) reflect.Type {
	return reflect.PointerTo(reflect.ArrayOf(i, reflect.TypeFor[int8]()))
}

var lifecycle = reflect.TypeFor[*facet.Lifecycle]()

func sleeps(d time.Duration) func(context.Context) error {
	return func(context.Context) error {
		time.Sleep(d) // in the virtual time of the bubble
		return nil
	}
}

// constructor returns the constructor of a part.
func (w *world) constructor(i int) facet.Option {
	p := &w.parts[i]
	in := []reflect.Type{lifecycle}
	for _, dep := range p.deps {
		in = append(in, typeOf(dep))
	}
	out := []reflect.Type{typeOf(i)}
	fn := reflect.MakeFunc(reflect.FuncOf(in, out, false), func(args []reflect.Value) []reflect.Value {
		lc, _ := reflect.TypeAssert[*facet.Lifecycle](args[0])
		time.Sleep(p.construct)
		for k, d := range p.starts {
			lc.Append(facet.Hook{Name: fmt.Sprint("hook", k%2), OnStart: sleeps(d), OnStop: sleeps(p.stop)})
		}
		if w.drainDelay > 0 {
			lc.OnDrain(sleeps(p.drain))
		}
		return []reflect.Value{reflect.Zero(out[0])}
	})
	opts := []any{provide.Eager()}
	if p.group != "" {
		opts = append(opts, provide.Parallel(p.group))
	}
	return facet.Provide(fn.Interface(), opts...)
}

// node returns the id of a part.
func (w *world) node(app *facet.App, i int) string { return app.Graph().Nodes[i].ID }

// run starts and stops an app of the world in a bubble, and calls look while it runs and
// after it has stopped. It returns how long the start took.
func (w *world) run(t *testing.T, look func(app *facet.App, timeline *observe.Timeline)) (took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		timeline := &observe.Timeline{}
		opts := []facet.Option{
			facet.Log(func(observe.Event) {}), facet.Observe(timeline.Observe), facet.DrainDelay(w.drainDelay),
			facet.StartTimeout(time.Hour), facet.StopTimeout(time.Hour),
		}
		switch {
		case w.limit > 0:
			opts = append(opts, facet.ConcurrentLimit(w.limit))
		case w.concurrent:
			opts = append(opts, facet.Concurrent())
		}
		for i := range w.parts {
			opts = append(opts, w.constructor(i))
		}
		app := facet.New(opts...)
		began := time.Now()
		require.NoError(t, app.Start(context.Background()))
		took = time.Since(began)
		if look != nil {
			look(app, timeline)
		}
		require.NoError(t, app.Stop(context.Background()))
		if look != nil {
			look(app, timeline)
		}
	})
	return took
}
