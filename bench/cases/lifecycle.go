// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases

import (
	"fmt"

	"go.uber.org/fx"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/observe"
)

// Lived returns a variant that declares, starts and stops an app with a pair of hooks for
// each constructor.
func Lived(name string, s kit.Set, more ...facet.Option) rounds.Variant {
	return rounds.Of(name, func() {
		app := facet.New(kit.Options(s.Facet, s.Root, more...)...)
		kit.Must(app.Start(ctx))
		kit.Must(app.Stop(ctx))
	})
}

// FxLived is Lived for fx.
func FxLived(s kit.Set, each bool) rounds.Variant {
	return rounds.Of(map[bool]string{false: "fx", true: "fx each"}[each], func() {
		app := fx.New(kit.FxOptions(s.Fx, s.Root, each)...)
		kit.Must(app.Start(ctx))
		kit.Must(app.Stop(ctx))
	})
}

func lifecycles(sets Sets) []Case {
	var cases []Case
	for _, shape := range shapes {
		for _, s := range sets.of(shape, 10, 100, 1000) {
			cases = append(cases, Case{"lifecycle " + s.ID(), func(n int) []report.Row {
				results := rounds.Measure(n, Lived("facet", s), FxLived(s, false), FxLived(s, true))
				r := row(fmt.Sprintf("New, Start and Stop with a pair of hooks each, %s of %d", s.Name, s.N), results, 1)
				r.Checks = []report.Check{report.AtMost("fx", ratio(results, "fx"), 0.67)}
				return []report.Row{r}
			}})
		}
	}
	for _, s := range sets.of("layered", 100, 1000) {
		cases = append(cases, events(s))
	}
	return cases
}

// events compares an app with an observer with one without.
func events(s kit.Set) Case {
	return Case{"events " + s.ID(), func(n int) []report.Row {
		results := rounds.Measure(n,
			Lived("on", s, facet.Observe(func(observe.Event) {})),
			Lived("off", s, facet.Log(nil)),
			Lived("default", s))
		r := row(fmt.Sprintf("events on, New, Start and Stop, layered of %d", s.N), results[:1], 1)
		off, usual := find(results, "off"), find(results, "default")
		r.Note = fmt.Sprintf("%.2f of events off, whose allocations are %d; with the default log %d", off.Ratio, off.Allocs, usual.Allocs)
		return []report.Row{r}
	}}
}
