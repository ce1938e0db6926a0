// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"fmt"
	"time"

	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
)

func walls(sets Sets) []Case {
	var cases []Case
	for _, s := range append(sets.of("layered", 100, 1000), sets.of("chain", 100)...) {
		for _, d := range []time.Duration{time.Millisecond, 5 * time.Millisecond} {
			cases = append(cases, Case{fmt.Sprintf("wall %s %v", s.ID(), d), func(n int) []report.Row {
				return []report.Row{wall(s, d, n)}
			}})
		}
	}
	return cases
}

// wall measures hooks that sleep. It compares facet's start and stop with the actual time of
// the hooks on the longest chain of dependencies, and with fx. A few rounds are enough:
// sleeping is not noisy, and fx takes a second or ten.
func wall(s kit.Set, d time.Duration, n int) report.Row {
	kit.Work.Sleep = d
	kit.Work.Started, kit.Work.Stopped = make([]time.Duration, s.N), make([]time.Duration, s.N)
	defer func() { kit.Work.Sleep = 0 }()
	var up, down, all, others []float64
	for range max(n/8, 2) {
		app := facet.New(kit.Options(s.Facet, s.Root, facet.Concurrent())...)
		kit.Must(app.Build(ctx))
		start := took(func() { kit.Must(app.Start(ctx)) })
		stop := took(func() { kit.Must(app.Stop(ctx)) })
		up = append(up, start/s.CriticalPath(func(i int) float64 { return float64(kit.Work.Started[i]) }))
		down = append(down, stop/s.CriticalPath(func(i int) float64 { return float64(kit.Work.Stopped[i]) }))
		all = append(all, start+stop)
	}
	for range max(min(n/8, int(5*time.Second/(2*d*time.Duration(s.N)))), 1) {
		peer := fx.New(append(kit.FxOptions(s.Fx, s.Root, false), fx.StartTimeout(time.Minute))...)
		kit.Must(peer.Err())
		others = append(others, took(func() { kit.Must(peer.Start(ctx)) })+took(func() { kit.Must(peer.Stop(ctx)) }))
	}
	toFx := rounds.Median(all) / rounds.Median(others)
	r := report.Row{
		What:   fmt.Sprintf("start and stop of hooks of %v, Concurrent, %s of %d", d, s.Name, s.N),
		Facet:  report.Duration(time.Duration(rounds.Median(all))),
		Ratios: map[string]float64{"fx": toFx},
		Checks: []report.Check{
			report.AtMost("critical path at start", rounds.Median(up), 1.02),
			report.AtMost("critical path at stop", rounds.Median(down), 1.02),
		},
	}
	switch {
	case s.Name == "chain":
		r.Checks = append(r.Checks, report.AtMost("fx", toFx, 1.02))
	case s.N == 1000 && d == 5*time.Millisecond:
		r.Checks = append(r.Checks, report.AtMost("fx", toFx, 1.0/25))
	}
	return r
}

func took(f func()) float64 {
	began := time.Now()
	f()
	return float64(time.Since(began))
}
