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
			cases = append(cases, Case{"modules " + s.ID(), func(n int) []report.Row { return []report.Row{inModules(s, n)} }})
		}
	}
	for _, s := range sets.of("parts", 100, 1000) {
		cases = append(cases, Case{"modules " + s.ID(), func(n int) []report.Row { return []report.Row{withParts(s, n)} }})
	}
	return cases
}

func inModules(s kit.Set, n int) report.Row {
	results := rounds.Measure(n,
		built("facet", s.Modules),
		built("flat", func() []facet.Option { return kit.Options(s.New, s.Root) }),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", s.FxModules),
	)
	r := row(fmt.Sprintf("build in modules of 10, %s of %d", s.Name, s.N), results, 1)
	r.Checks = []report.Check{report.AtMost("our own flat", ratio(results, "flat"), 1.05)}
	switch s.N {
	case 1000:
		times := map[string]float64{"layered": 2.5, "chain": 3.5, "wide": 3.5}[s.Name]
		r.Checks = append(r.Checks, report.AtMost("fx", ratio(results, "fx"), 1/times))
	case 2000:
		r.Checks = append(r.Checks, report.AtMost("dig", ratio(results, "dig"), 1.30))
	}
	return r
}

func withParts(s kit.Set, n int) report.Row {
	results := rounds.Measure(n,
		built("facet", s.Modules),
		digBuilt(s.New, s.Root),
		fxBuilt("fx", s.FxModules),
	)
	r := row(fmt.Sprintf("build in modules of 10, privates and decorators on a tenth, %d", s.N), results, 1)
	r.Checks = []report.Check{report.AtMost("dig", ratio(results, "dig"), 1.5)}
	r.Note = "dig flat, without the decorators"
	return r
}
