// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"context"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

func noop(context.Context) error { return nil }

// layered is a fixture of n components in layers of a hundred, each of which depends
// on three of the layer before. With groups each layer is one.
func layered(n int, mode hooks.Mode, groups bool) *fixture {
	b := &fixture{mode: mode}
	b.with(observe.NewStream(nil), grace)
	for i := range n {
		var deps []int
		layer := i / 100
		for k := range 3 {
			if layer > 0 {
				deps = append(deps, (layer-1)*100+(i*7+k*31)%100)
			}
		}
		lc := b.component(strconv.Itoa(i), deps...)
		lc.Append(hooks.Hook{OnStart: noop, OnStop: noop})
		if groups {
			b.nodes[i].Group = strconv.Itoa(layer)
		}
	}
	return b
}

var modes = []struct {
	name   string
	mode   hooks.Mode
	groups bool
}{
	{"sequence", hooks.Mode{}, false},
	{"stages", hooks.Mode{}, true},
	{"concurrent", hooks.Mode{Concurrent: true}, false},
	{"limit", hooks.Mode{Concurrent: true, Limit: 8}, false},
}

func BenchmarkPlan_of10000Steps(b *testing.B) {
	for _, m := range modes {
		b.Run(m.name, func(b *testing.B) {
			fixture := layered(10_000, m.mode, m.groups)
			for b.Loop() {
				fixture.Plan(fixture.nodes, m.mode)
			}
		})
	}
}

// One operation is one no-op pair of hooks, started and stopped.
func BenchmarkStartAndStop_ofNoOps(b *testing.B) {
	const n = 10_000
	for _, m := range modes {
		b.Run(m.name, func(b *testing.B) {
			b.ReportAllocs()
			for done := 0; done < b.N; done += n {
				b.StopTimer()
				fixture := layered(n, m.mode, m.groups)
				plan := fixture.Plan(fixture.nodes, m.mode)
				b.StartTimer()
				require.NoError(b, fixture.Start(b.Context(), plan, 0))
				require.NoError(b, fixture.Teardown(b.Context(), hooks.Budget{}).Stop(plan))
			}
		})
	}
}

// What a chain of no-ops is to be compared with.
func BenchmarkLoop_overNoOps(b *testing.B) {
	ctx := b.Context()
	list := make([]func(context.Context) error, 1000)
	for i := range list {
		list[i] = noop
	}
	for b.Loop() {
		for _, f := range list {
			if err := f(ctx); err != nil {
				b.Fatal(err)
			}
		}
	}
}
