// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
)

var (
	ctx    = context.Background()
	shapes = []string{"chain", "wide", "layered"}
)

// built returns a variant that declares and builds an app of facet.
func built(name string, opts func() []facet.Option) rounds.Variant {
	return rounds.Variant{Name: name, Run: func(m *rounds.Meter) {
		var app *facet.App
		m.Time(func() {
			app = facet.New(opts()...)
			kit.Must(app.Build(ctx))
		})
		runtime.KeepAlive(app)
		kit.Must(app.Stop(ctx))
	}}
}

// fxBuilt is built for fx.
func fxBuilt(name string, opts func() []fx.Option) rounds.Variant {
	return rounds.Of(name, func() {
		app := fx.New(opts()...)
		kit.Must(app.Err())
		runtime.KeepAlive(app)
	})
}

func digBuilt(constructors []any, root any) rounds.Variant {
	return rounds.Of("dig", func() { runtime.KeepAlive(kit.Dig(constructors, root)) })
}

// Flat returns the variants of a flat build.
func Flat(s kit.Set) []rounds.Variant {
	all := []rounds.Variant{
		built("facet", func() []facet.Option { return kit.Options(s.New, s.Root) }),
		built("direct", func() []facet.Option { return kit.Options(s.New, s.Root, facet.Direct()) }),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", func() []fx.Option { return kit.FxOptions(s.New, s.Root, false) }),
		rounds.Of("plain", func() { runtime.KeepAlive(s.Plain()) }),
	}
	if s.ProvideDo != nil { // not a large set: its rounds take long
		all = append(all,
			fxBuilt("fx each", func() []fx.Option { return kit.FxOptions(s.New, s.Root, true) }),
			rounds.Of("do", func() { runtime.KeepAlive(s.Do()) }))
	}
	return all
}

func builds(sets Sets) []Case {
	var cases []Case
	for _, shape := range shapes {
		took := map[int]map[string]time.Duration{} // by size and variant
		for _, s := range sets.of(shape, 10, 100, 1000, 5000) {
			cases = append(cases, Case{"build " + s.ID(), func(n int) []report.Row {
				results := rounds.Measure(n, Flat(s)...)
				took[s.N] = map[string]time.Duration{}
				for _, r := range results {
					took[s.N][r.Name] = r.Took
				}
				r := row(fmt.Sprintf("build, flat, %s of %d", s.Name, s.N), results, 1)
				r.Checks = buildTargets(results, s)
				direct := row(r.What+", Direct", rounds.Without(1, results), 1)
				direct.Checks = directTargets(direct, s.N, 4.5)
				return append([]report.Row{r, direct}, growth(s.Name, took)...)
			}})
		}
	}
	return cases
}

// digTargets are the limits of a build by dig relative to raw dig, by shape: the ratio of the
// first trial of this design, plus a tenth.
var digTargets = map[string]float64{"wide": 1.38 * 1.1, "chain": 1.81 * 1.1, "layered": 1.52 * 1.1}

func buildTargets(results []rounds.Result, s kit.Set) []report.Check {
	if s.N < 100 || s.N > 1000 {
		return []report.Check{report.AtMost("fx", ratio(results, "fx"), 1)}
	}
	return []report.Check{
		report.AtMost("dig", ratio(results, "dig"), digTargets[s.Name]),
		report.AtMost("allocations of dig", allocs(results, "dig"), 1.13),
		report.AtMost("fx", ratio(results, "fx"), 0.83),
		report.AtMost("fx each", ratio(results, "fx each"), 0.60),
	}
}

// directTargets are the targets of facet.Direct, which must be that many times faster than fx.
func directTargets(r report.Row, n int, times float64) []report.Check {
	limit, known := map[int]float64{100: 0.40, 1000: 0.25}[n]
	if !known {
		return nil
	}
	checks := []report.Check{report.AtMost("dig", r.Ratios["dig"], limit)}
	if n == 1000 {
		checks = append(checks, report.AtMost("fx", r.Ratios["fx"], 1/times))
	}
	return checks
}

// growth compares the time of a constructor in the largest app with that in an app of 100,
// from the medians of both.
func growth(shape string, took map[int]map[string]time.Duration) []report.Row {
	const small, large = 100, 5000
	if took[small] == nil || took[large] == nil {
		return nil
	}
	of := func(variant string) float64 {
		return float64(took[large][variant]) / large / (float64(took[small][variant]) / small)
	}
	return []report.Row{{
		What:   fmt.Sprintf("growth, %s: a constructor of %d to one of %d", shape, large, small),
		Facet:  fmt.Sprintf("%.2f", of("facet")),
		Note:   fmt.Sprintf("Direct %.2f, dig itself %.2f, fx %.2f", of("direct"), of("dig"), of("fx")),
		Checks: []report.Check{report.AtMost("as dig itself", of("facet")/of("dig"), 1)},
	}}
}
