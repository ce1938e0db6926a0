// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"runtime"
	"time"

	"go.uber.org/dig"
	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
)

func registrations(sets Sets) []Case {
	var cases []Case
	for _, s := range sets.of("wide", 100) {
		cases = append(cases, Case{"supply", func(n int) []report.Row { return []report.Row{supply(s, n)} }})
	}
	for _, shape := range shapes {
		for _, s := range sets.of(shape, 1000) {
			cases = append(cases,
				Case{"reach " + s.ID(), func(n int) []report.Row { return []report.Row{reach(s, n)} }},
				Case{"validate " + s.ID(), func(n int) []report.Row { return validate(s, n) }},
				Case{"missing " + s.ID(), func(n int) []report.Row { return []report.Row{missing(s, n)} }})
		}
	}
	return cases
}

func supply(s kit.Set, n int) report.Row {
	values := s.Values()
	results := rounds.Measure(n,
		built("facet", func() []facet.Option { return []facet.Option{facet.Supply(values...), facet.Invoke(s.Root)} }),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", func() []fx.Option { return []fx.Option{fx.NopLogger, fx.Supply(values...), fx.Invoke(s.Root)} }),
	)
	r := row("Supply of 100 values, built", results, 1)
	r.Checks = []report.Check{report.AtMost("dig, one constructor each", ratio(results, "dig"), 0.5)}
	return r
}

func reach(s kit.Set, n int) report.Row {
	results := rounds.Measure(n,
		built("facet", func() []facet.Option { return kit.Options(s.New, s.Tenth) }),
		digBuilt(s.New, s.Tenth),
		fxBuilt("fx", func() []fx.Option { return kit.FxOptions(s.New, s.Tenth, false) }),
	)
	r := row("build, 10 % reachable of 1000, "+s.Name, results, 1)
	r.Checks = []report.Check{report.AtMost("dig", ratio(results, "dig"), 0.45)}
	return r
}

func validate(s kit.Set, n int) []report.Row {
	var app *facet.App
	declare := func() { app = facet.New(kit.Options(s.New, s.Root)...) }
	results := rounds.Measure(n,
		rounds.Variant{Name: "validate", Run: func(m *rounds.Meter) {
			declare()
			m.Time(func() { kit.Must(app.Validate()) })
		}},
		built("build", func() []facet.Option { return kit.Options(s.New, s.Root) }),
	)
	validated := row("Validate, "+s.Name+" of 1000", results[:1], 1)
	validated.Checks = []report.Check{report.AtMost("New and Build", ratio(results, "build"), 0.4)}
	results = rounds.Measure(n,
		rounds.Of("facet", func() { declare(); kit.Must(app.Validate()) }),
		built("build", func() []facet.Option { return kit.Options(s.New, s.Root) }),
	)
	both := row("New and Validate, "+s.Name+" of 1000", results[:1], 1)
	both.Checks = []report.Check{report.AtMost("New and Build", ratio(results, "build"), 0.4)}
	return []report.Row{validated, both}
}

func missing(s kit.Set, n int) report.Row {
	gap := s.N / 2
	if s.Name == "layered" {
		gap = s.Deps[s.N-1][0]
	}
	constructors := append(append([]any{}, s.New[:gap]...), s.New[gap+1:]...)
	fails := func(err error) {
		if err == nil {
			panic("nothing was missing")
		}
		runtime.KeepAlive(err.Error())
	}
	results := rounds.Measure(n,
		rounds.Of("facet", func() { fails(facet.New(kit.Options(constructors, s.Root, facet.Log(nil))...).Build(ctx)) }),
		rounds.Of("dig", func() {
			c := dig.New(dig.DeferAcyclicVerification())
			for _, f := range constructors {
				kit.Must(c.Provide(f))
			}
			fails(c.Invoke(s.Root))
		}),
		rounds.Of("fx", func() { fails(fx.New(kit.FxOptions(constructors, s.Root, false)...).Err()) }),
	)
	r := row("a missing dependency at 1000, New to the error's text, "+s.Name, results, 1)
	r.Checks = []report.Check{report.Within(results[0].Took, 5*time.Millisecond)}
	return r
}
