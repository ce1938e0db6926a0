// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"fmt"
	"runtime"

	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
)

func memory(sets Sets) []Case {
	var cases []Case
	for _, shape := range shapes {
		for _, s := range sets.of(shape, 1000) {
			cases = append(cases, Case{"kept " + s.ID(), func(int) []report.Row { return keptRows(s) }})
		}
	}
	return cases
}

// Kept returns the number of bytes that the result of make keeps. It is the minimum of a
// few runs, because the runtime keeps some memory itself.
func Kept(build func() (live any, end func())) int64 {
	least := int64(-1)
	for range 4 {
		before := heap()
		live, end := build()
		bytes := max(heap()-before, 0)
		runtime.KeepAlive(live)
		end()
		if least < 0 || bytes < least {
			least = bytes
		}
	}
	return least
}

func heap() int64 {
	var m runtime.MemStats
	for range 3 { // finalizers make more garbage
		runtime.GC()
	}
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc) //nolint:gosec // a heap of 2^63 bytes does not fit in memory
}

// KeptBytes returns the kept bytes of the variants of a set, by name.
func KeptBytes(s kit.Set) map[string]int64 {
	return map[string]int64{
		"facet, built": Kept(func() (any, func()) {
			app := facet.New(kit.Options(s.New, s.Root)...)
			kit.Must(app.Build(ctx))
			return app, func() { kit.Must(app.Stop(ctx)) }
		}),
		"facet, started": Kept(func() (any, func()) {
			app, stop := running(s)
			return app, stop
		}),
		"dig": Kept(func() (any, func()) { return kit.Dig(s.New, s.Root), func() {} }),
		"fx, started": Kept(func() (any, func()) {
			app := fx.New(kit.FxOptions(s.Fx, s.Root, false)...)
			kit.Must(app.Start(ctx))
			return app, func() { kit.Must(app.Stop(ctx)) }
		}),
		"plain": Kept(func() (any, func()) { return s.Plain(), func() {} }),
	}
}

func keptRows(s kit.Set) []report.Row {
	bytes := KeptBytes(s)
	var rows []report.Row
	for _, state := range []string{"built", "started"} {
		mine := float64(bytes["facet, "+state])
		r := report.Row{
			What:   fmt.Sprintf("bytes kept for each constructor, %s, %s of %d", map[string]string{"built": "built", "started": "started with a pair of hooks"}[state], s.Name, s.N),
			Facet:  fmt.Sprintf("%.0f B", mine/float64(s.N)),
			Ratios: map[string]float64{"dig": mine / float64(bytes["dig"]), "plain": mine / float64(bytes["plain"])},
		}
		if state == "started" {
			r.Ratios["fx"] = mine / float64(bytes["fx, started"])
			r.Checks = []report.Check{report.AtMost("dig without hooks", r.Ratios["dig"], 1.7)}
		}
		rows = append(rows, r)
	}
	return rows
}
