// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/provide"
)

// part is a component of a random app.
type part struct {
	deps   []int
	asked  bool         // it has a check that passes
	hooked bool         // it has a Lifecycle, a start hook and checks
	errs   []error      // of its checks, nil for one that passes
	called atomic.Int32 // of its checks
	up     bool         // its start hook has returned
}

// number is the type of all values; they differ in their names.
type number int

// constructor returns the constructor of part i. The stuck one waits in its start hook.
func constructor(parts []part, i int, stuck <-chan struct{}) facet.Option {
	p := &parts[i]
	var in []reflect.Type
	var tags []string
	if p.hooked {
		in, tags = append(in, reflect.TypeFor[*facet.Lifecycle]()), append(tags, "")
	}
	for _, d := range p.deps {
		in, tags = append(in, reflect.TypeFor[number]()), append(tags, fmt.Sprintf("name:%q", name(d)))
	}
	fn := reflect.MakeFunc(reflect.FuncOf(in, []reflect.Type{reflect.TypeFor[number]()}, false), func(args []reflect.Value) []reflect.Value {
		if p.hooked {
			lc, _ := args[0].Interface().(*facet.Lifecycle)
			p.register(i, lc, stuck)
		}
		return []reflect.Value{reflect.ValueOf(number(i))}
	})
	return facet.Provide(fn.Interface(), provide.Name(name(i)), provide.Params(tags...), provide.Eager())
}

func name(i int) string { return "part" + strconv.Itoa(i) }

func (p *part) register(i int, lc *facet.Lifecycle, stuck <-chan struct{}) {
	lc.OnStart(func(context.Context) error {
		if stuck != nil {
			<-stuck
		}
		p.up = true
		return nil
	})
	for j, err := range p.errs {
		lc.OnCheck(name(i)+"."+strconv.Itoa(j), func(context.Context) error { p.called.Add(1); return err })
	}
	if p.asked {
		lc.OnCheck(name(i), func(context.Context) error { p.called.Add(1); return nil })
	}
}

func drawParts(t *rapid.T) (parts []part, stuck int) {
	parts = make([]part, rapid.IntRange(1, 10).Draw(t, "parts"))
	for i := range parts {
		p := &parts[i]
		for d := range i {
			if rapid.IntRange(0, 2).Draw(t, "depends") == 0 {
				p.deps = append(p.deps, d)
			}
		}
		p.asked = rapid.Bool().Draw(t, "asked")
		p.hooked = rapid.Bool().Draw(t, "hooked")
		for j := range rapid.IntRange(0, 2).Draw(t, "checks") {
			var err error
			if rapid.IntRange(0, 2).Draw(t, "fails") == 0 && p.hooked {
				err = fmt.Errorf("%s fails %d", name(i), j)
			}
			p.errs = append(p.errs, err)
		}
	}
	stuck = rapid.IntRange(-2, len(parts)-1).Draw(t, "stuck")
	if stuck >= 0 {
		parts[stuck].hooked = true
	}
	return parts, stuck
}

// sight is the observed state of an app at one moment.
type sight struct {
	state  facet.State
	graph  *graph.Graph
	report *health.Report
	up     []bool // by part: its start hook has returned
	called []bool // by part: one of its checks was called
}

func see(app *facet.App, parts []part) *sight {
	s := &sight{state: app.State(), graph: app.Graph(), report: health.Check(context.Background(), app)}
	for i := range parts {
		s.up, s.called = append(s.up, parts[i].up), append(s.called, parts[i].called.Load() > 0)
	}
	return s
}

// A component is reported not ready if and only if it or one of its dependencies is a root
// cause. Each chain follows edges of the graph to a root cause.
func TestProperty_whoIsNotReadyIsSoBecauseOfARootCause(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts, stuck := drawParts(rt)
		opts := []facet.Option{facet.If(rapid.Bool().Draw(rt, "concurrent"), facet.Concurrent())}
		var starting, running *sight
		var err error
		synctest.Test(t, func(*testing.T) {
			release := make(chan struct{})
			for i := range parts {
				if i == stuck {
					opts = append(opts, constructor(parts, i, release))
				} else {
					opts = append(opts, constructor(parts, i, nil))
				}
			}
			app := quiet(opts...)
			result := make(chan error)
			go func() { result <- app.Start(context.Background()) }()
			synctest.Wait()
			starting = see(app, parts)
			close(release)
			err = <-result
			running = see(app, parts)
			err = errors.Join(err, app.Stop(context.Background()))
		})
		require.NoError(rt, err)
		starting.judge(rt, parts)
		running.judge(rt, parts)
	})
}

// judge compares a report with the known states of the parts.
func (s *sight) judge(t *rapid.T, parts []part) {
	r := s.report
	require.Equal(t, s.state, r.State)
	require.Len(t, r.Components, len(parts))
	bad, notReady := make([]bool, len(parts)), make([]bool, len(parts))
	index := map[string]int{}
	for i := range parts {
		p := &parts[i]
		c := r.Component(s.graph.Nodes[i].ID)
		index[c.ID] = i
		bad[i] = p.hooked && (!s.up[i] || slices.ContainsFunc(p.errs, func(err error) bool { return err != nil }))
		below := slices.ContainsFunc(p.deps, func(d int) bool { return notReady[d] })
		notReady[i] = bad[i] || below
		require.Equal(t, !notReady[i], c.Ready, "%s", c.Name)
		require.Equal(t, notReady[i], len(c.Chain) > 0)
		require.Equal(t, bad[i] && !below, len(c.Chain) == 1, "a root cause is one whose dependencies are ready")
		require.Equal(t, s.up[i] && len(c.Checks) > 0, s.called[i], "checks of what is not up are not called")
		for at, id := range c.Chain {
			if at > 0 {
				require.Contains(t, parts[index[c.Chain[at-1]]].deps, index[id], "chains follow edges")
			}
			if at == len(c.Chain)-1 {
				require.Len(t, r.Component(id).Chain, 1, "chains end in a root cause")
			}
		}
		for j, err := range p.errs {
			if s.up[i] && err != nil {
				require.Equal(t, err, c.Checks[j].Err())
				require.Equal(t, !below, errors.Is(r.Err(), err), "errors.Is finds root causes, and no consequences")
			}
		}
	}
	require.Equal(t, r.State == facet.StateRunning && !slices.Contains(notReady, true), r.Ready)
	require.Equal(t, r.Ready, r.Err() == nil)
	requireRoundTrip(t, r)
}

// requireRoundTrip writes and reads a report, and returns the report that it has read.
func requireRoundTrip(t require.TestingT, r *health.Report) *health.Report {
	text, err := json.Marshal(r)
	require.NoError(t, err)
	var read health.Report
	require.NoError(t, json.Unmarshal(text, &read))
	again, err := json.Marshal(&read)
	require.NoError(t, err)
	require.JSONEq(t, string(text), string(again))
	if r.Err() != nil {
		require.EqualError(t, read.Err(), r.Err().Error())
	}
	return &read
}
