// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package cases has the measurements inside one process, on the generated sets.
package cases

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
)

// Case is one measurement.
type Case struct {
	Name string
	Run  func(rounds int) []report.Row
}

// Sets are the generated sets, by [shape.Shape.ID].
type Sets map[string]kit.Set

// All returns the cases for the sets, in the order of the table.
func All(sets Sets) []Case {
	var all []Case
	all = append(all, builds(sets)...)
	all = append(all, modules(sets)...)
	all = append(all, lifecycles(sets)...)
	all = append(all, registrations(sets)...)
	all = append(all, hookPairs(sets)...)
	all = append(all, walls(sets)...)
	all = append(all, views(sets)...)
	all = append(all, growths()...)
	all = append(all, memory(sets)...)
	return all
}

// Main measures, and writes the rows to the standard output as JSON. Generated
// programs call it.
func Main(list ...kit.Set) {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	n := flags.Int("rounds", 40, "rounds of each case")
	only := flags.String("only", "", "measure the cases whose names match")
	kit.Must(flags.Parse(os.Args[1:]))
	sets := Sets{}
	for _, s := range list {
		sets[s.ID()] = s
	}
	kit.Must(run(os.Stdout, os.Stderr, All(sets), regexp.MustCompile(*only), *n))
}

func run(out, progress io.Writer, all []Case, only *regexp.Regexp, n int) error {
	var rows []report.Row
	for _, c := range all {
		if !only.MatchString(c.Name) {
			continue
		}
		began := time.Now()
		rows = append(rows, c.Run(n)...)
		fmt.Fprintf(progress, "%6.1f s  %s\n", time.Since(began).Seconds(), c.Name)
	}
	return json.NewEncoder(out).Encode(rows)
}

// row returns the line of a measurement. A run has per units; the first result is facet's.
// The caller handles results whose names are not columns.
func row(what string, results []rounds.Result, per int) report.Row {
	first := results[0]
	r := report.Row{
		What: what, Facet: report.Duration(first.Took / time.Duration(per)), Ratios: map[string]float64{},
		Allocs: amount(float64(first.Allocs) / float64(per)),
	}
	for _, other := range results[1:] {
		r.Ratios[other.Name] = other.Ratio
		if other.Name == "dig" {
			r.Allocs += fmt.Sprintf(", %.2f dig", allocs(results, "dig"))
		}
	}
	return r
}

func amount(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", f), "0"), ".")
}

// ratio returns the ratio of facet's time to that of another.
func ratio(results []rounds.Result, name string) float64 { return find(results, name).Ratio }

// allocs returns the ratio of facet's allocations to those of another.
func allocs(results []rounds.Result, name string) float64 {
	return float64(results[0].Allocs) / float64(find(results, name).Allocs)
}

func find(results []rounds.Result, name string) rounds.Result {
	for _, r := range results {
		if r.Name == name {
			return r
		}
	}
	panic("nothing was measured of " + name)
}

// of returns the existing sets of a shape with these sizes.
func (s Sets) of(shape string, sizes ...int) []kit.Set {
	var list []kit.Set
	for _, n := range sizes {
		if set, known := s[fmt.Sprint(shape, n)]; known {
			list = append(list, set)
		}
	}
	return list
}
