// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func views(sets Sets) []Case {
	cases := []Case{{"plan", plans}}
	for _, s := range sets.of("layered", 1000) {
		cases = append(cases,
			Case{"graph " + s.ID(), func(n int) []report.Row { return graphs(s, n) }},
			Case{"lookup " + s.ID(), func(n int) []report.Row { return []report.Row{lookup(s, n)} }})
	}
	return cases
}

func running(s kit.Set) (app *facet.App, stop func()) {
	app = facet.New(kit.Options(s.Facet, s.Root)...)
	kit.Must(app.Start(ctx))
	return app, func() { kit.Must(app.Stop(ctx)) }
}

// graphs measures each view of a graph of 1000 nodes.
func graphs(s kit.Set, n int) []report.Row {
	app, stop := running(s)
	defer stop()
	g := app.Graph()
	alone := func(what string, limit time.Duration, f func()) report.Row {
		results := rounds.Measure(n, rounds.Of("facet", f))
		r := row(what+" of 1000 nodes, running", results, 1)
		if limit > 0 {
			r.Checks = []report.Check{report.Within(results[0].Took, limit)}
		}
		return r
	}
	return []report.Row{
		alone("Graph()", 2*time.Millisecond, func() { runtime.KeepAlive(app.Graph()) }),
		alone("its JSON", 20*time.Millisecond, func() { runtime.KeepAlive(try(json.Marshal(g))) }),
		alone("its text", 0, func() { runtime.KeepAlive(g.Text()) }),
		alone("its DOT", 0, func() { runtime.KeepAlive(g.DOT()) }),
		alone("its order", 0, func() { runtime.KeepAlive(g.Order()) }),
		alone("the text of the plan", 0, func() { runtime.KeepAlive(app.Plan().String()) }),
		alone("JSON read back", 0, func() {
			var back graph.Graph
			kit.Must(json.Unmarshal(try(json.Marshal(g)), &back))
		}),
	}
}

func try[T any](v T, err error) T {
	kit.Must(err)
	return v
}

func lookup(s kit.Set, n int) report.Row {
	const times = 10_000
	app, stop := running(s)
	defer stop()
	results := rounds.Measure(n, rounds.Of("facet", func() {
		for range times {
			kit.Must(s.Lookup(app))
		}
	}))
	r := row("Lookup", results, times)
	r.Checks = []report.Check{
		report.Within(results[0].Took/times, 50),
		report.AtMost("allocations", float64(results[0].Allocs/times), 0),
	}
	return r
}

// plans measures a plan of 10,000 steps: layers of a hundred components that each depend on
// three of the layer before.
func plans(n int) []report.Row {
	const steps, width = 10_000, 100
	var rows []report.Row
	for _, md := range []struct {
		name   string
		mode   hooks.Mode
		groups bool
	}{{"sequential", hooks.Mode{}, false}, {"a parallel group each layer", hooks.Mode{}, true}, {"Concurrent", hooks.Mode{Concurrent: true}, false}} {
		x := hooks.New(hooks.Config{Name: strconv.Itoa, Stream: observe.NewStream(nil)})
		handles, nodes := x.NewHandleSet(), make([]hooks.Node, steps)
		for i := range nodes {
			lc := handles.Lifecycle(i, hooks.Timeouts{})
			lc.Append(hooks.Hook{OnStart: kit.Noop, OnStop: kit.Noop})
			nodes[i].Lifecycle = lc
			layer := i / width
			for k := 0; k < 3 && layer > 0; k++ {
				nodes[i].Deps = append(nodes[i].Deps, (layer-1)*width+(i*7+k*31)%width)
			}
			if md.groups {
				nodes[i].Group = strconv.Itoa(layer)
			}
		}
		results := rounds.Measure(n, rounds.Of("facet", func() { runtime.KeepAlive(x.Plan(nodes, md.mode)) }))
		r := row(fmt.Sprintf("Plan of 10,000 steps, %s", md.name), results, 1)
		r.Checks = []report.Check{report.Within(results[0].Took, 20*time.Millisecond)}
		rows = append(rows, r)
	}
	return rows
}
