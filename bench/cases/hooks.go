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

// mode is a way to run hooks.
type mode struct {
	name   string
	opts   func(s kit.Set) []facet.Option
	limit  time.Duration // for a pair that does nothing
	allocs float64
}

func modes() []mode {
	return []mode{
		{"sequential", func(s kit.Set) []facet.Option { return kit.Options(s.Facet, s.Root) }, 700, 2},
		{"one parallel group", func(s kit.Set) []facet.Option {
			return []facet.Option{facet.Module("all", append(kit.Options(s.Facet, s.Root), facet.Parallel())...)}
		}, 3000, 3},
		{"Concurrent", func(s kit.Set) []facet.Option { return kit.Options(s.Facet, s.Root, facet.Concurrent()) }, 2000, 3},
	}
}

// started returns a variant that starts and stops a built app.
func started(name string, s kit.Set, md mode, pairs int) rounds.Variant {
	return rounds.Variant{Name: name, Run: func(m *rounds.Meter) {
		kit.Work.Pairs = pairs
		defer func() { kit.Work.Pairs = 0 }()
		app := facet.New(md.opts(s)...)
		kit.Must(app.Build(ctx))
		m.Time(func() { kit.Must(app.Start(ctx)) })
		m.Time(func() { kit.Must(app.Stop(ctx)) })
	}}
}

func fxStarted(s kit.Set) rounds.Variant {
	return rounds.Variant{Name: "fx", Run: func(m *rounds.Meter) {
		app := fx.New(kit.FxOptions(s.Fx, s.Root, false)...)
		kit.Must(app.Err())
		m.Time(func() { kit.Must(app.Start(ctx)) })
		m.Time(func() { kit.Must(app.Stop(ctx)) })
	}}
}

func hookPairs(sets Sets) []Case {
	var cases []Case
	for _, s := range sets.of("layered", 100, 1000) {
		for _, md := range modes() {
			cases = append(cases, Case{fmt.Sprintf("pairs %s %d", md.name, s.N), func(n int) []report.Row {
				results := rounds.Measure(n, started("facet", s, md, 1), fxStarted(s))
				r := row(fmt.Sprintf("start and stop of a pair of hooks that do nothing, %s, layered of %d", md.name, s.N), results, s.N)
				r.Checks = pairTargets(results[0], s.N, md)
				return []report.Row{r}
			}})
		}
	}
	for _, s := range sets.of("layered", 1000) {
		for _, md := range modes() {
			cases = append(cases, Case{"pairs linear " + md.name, func(n int) []report.Row { return []report.Row{linear(s, md, n)} }})
		}
	}
	return append(cases, Case{"append", func(n int) []report.Row { return []report.Row{appended(n)} }})
}

func pairTargets(r rounds.Result, n int, md mode) []report.Check {
	return []report.Check{
		report.Within(r.Took/time.Duration(n), md.limit),
		report.AtMost("allocations", float64(r.Allocs)/float64(n), md.allocs),
	}
}

// linear compares a pair among 100,000 with one among 1000.
func linear(s kit.Set, md mode, n int) report.Row {
	const pairs = 100
	results := rounds.Measure(max(n/4, 3), started("facet", s, md, pairs), started("one", s, md, 1))
	total := s.N * pairs
	r := row(fmt.Sprintf("the same of %d pairs in %d components, %s", total, s.N, md.name), results[:1], total)
	r.Checks = pairTargets(results[0], total, md)
	r.Note = fmt.Sprintf("a pair takes %.2f of one among %d", ratio(results, "one")/pairs, s.N)
	return r
}

type busy struct{}

// appended measures the registration of a pair of hooks.
func appended(n int) report.Row {
	const pairs = 1000
	results := rounds.Measure(n,
		rounds.Variant{Name: "facet", Run: func(m *rounds.Meter) {
			app := facet.New(facet.Provide(func(lc *facet.Lifecycle) *busy {
				m.Time(func() {
					for range pairs {
						lc.Append(facet.Hook{OnStart: kit.Noop, OnStop: kit.Noop})
					}
				})
				return &busy{}
			}), facet.Invoke(func(*busy) {}))
			kit.Must(app.Build(ctx))
			kit.Must(app.Stop(ctx))
		}},
		rounds.Variant{Name: "fx", Run: func(m *rounds.Meter) {
			kit.Must(fx.New(fx.NopLogger, fx.Provide(func(lc fx.Lifecycle) *busy {
				m.Time(func() {
					for range pairs {
						lc.Append(fx.Hook{OnStart: kit.Noop, OnStop: kit.Noop})
					}
				})
				return &busy{}
			}), fx.Invoke(func(*busy) {})).Err())
		}},
	)
	r := row("registration of a pair of hooks", results, pairs)
	r.Checks = []report.Check{report.Within(results[0].Took/pairs, 300)}
	return r
}
