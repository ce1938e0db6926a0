// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"fmt"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
)

func modules(sets Sets) []Case {
	var cases []Case
	for _, shape := range shapes {
		for _, s := range sets.of(shape, 100, 1000, 2000) {
			cases = append(cases, Case{"modules " + s.ID(), func(n int) []report.Row { return inModules(s, n) }})
		}
	}
	for _, s := range sets.of("parts", 100, 1000) {
		cases = append(cases, Case{"modules " + s.ID(), func(n int) []report.Row { return withParts(s, n) }})
	}
	return cases
}

// inDirectModules is the app in modules without dig.
func inDirectModules(s kit.Set) rounds.Variant {
	return built("direct", func() []facet.Option { return append(s.Modules(), facet.Direct()) })
}

func inModules(s kit.Set, n int) []report.Row {
	results := rounds.Measure(n,
		built("facet", s.Modules),
		inDirectModules(s),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", s.FxModules),
		built("flat", func() []facet.Option { return kit.Options(s.New, s.Root) }),
	)
	r := row(fmt.Sprintf("build in modules of 10, %s of %d", s.Name, s.N), results, 1)
	r.Checks = []report.Check{
		report.AtMost("our own flat", ratio(results, "flat"), 1.05),
		report.AtMost("dig", ratio(results, "dig"), digTargets[s.Name]),
		report.AtMost("fx", ratio(results, "fx"), 0.83),
	}
	direct := row(r.What+", Direct", rounds.Without(1, results[:4]), 1)
	direct.Checks = directTargets(direct, s.N, 9)
	return []report.Row{r, direct}
}

func withParts(s kit.Set, n int) []report.Row {
	results := rounds.Measure(n,
		built("facet", s.Modules),
		inDirectModules(s),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", s.FxModules),
	)
	r := row(fmt.Sprintf("build in modules of 10, privates and decorators on a tenth, %d", s.N), results, 1)
	r.Checks = []report.Check{
		report.AtMost("dig", ratio(results, "dig"), 1.73*1.1),
		report.AtMost("fx", ratio(results, "fx"), 0.83),
	}
	r.Note = "dig flat, without the decorators"
	direct := row(r.What+", Direct", rounds.Without(1, results), 1)
	direct.Note = r.Note
	return []report.Row{r, direct}
}
