// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"testing"

	"github.com/facet-go/facet/observe"
)

func BenchmarkEmit(b *testing.B) {
	none := func(observe.Event) {}
	for _, c := range []struct {
		name   string
		stream *observe.Stream
	}{
		{"none", observe.NewStream(none)},
		{"one", observe.NewStream(nil, none)},
		{"two", observe.NewStream(nil, none, func(observe.Event) {})},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.stream.Emit(observe.Event{Op: observe.OpStarting, Node: "a"})
			}
		})
		b.Run(c.name+" shared", func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(8)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					c.stream.Emit(observe.Event{Op: observe.OpStarting, Node: "a"})
				}
			})
		})
	}
}
