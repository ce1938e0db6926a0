// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package programs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/bench/source"
)

// Rows measures programs, in n rounds, and if rebuilds is positive builds them again
// as many times.
func (f Folder) Rows(n, rebuilds int) ([]report.Row, error) {
	var rows []report.Row
	for _, measure := range []func() (report.Row, error){
		f.size,
		f.pruned,
		func() (report.Row, error) { return f.start(n) },
		func() (report.Row, error) { return f.rebuild(rebuilds) },
	} {
		r, err := measure()
		if err != nil {
			return nil, err
		}
		if r.What != "" {
			rows = append(rows, r)
		}
	}
	return rows, nil
}

func (f Folder) size() (report.Row, error) {
	sizes, err := f.Sizes()
	if err != nil {
		return report.Row{}, err
	}
	mb := func(name string) float64 { return float64(sizes[name]-sizes["plain"]) / 1e6 }
	r := report.Row{
		What: "stripped program of one constructor, started and waiting for a signal", Facet: fmt.Sprintf("%.2f MB", float64(sizes["facet"])/1e6),
		Ratios: map[string]float64{},
		Checks: []report.Check{report.AtMost("MB over plain", mb("facet"), 1.3)},
		Note:   fmt.Sprintf("hello world %.2f MB, plain %.2f; over plain: do %.2f, dig %.2f, fx %.2f", float64(sizes["hello"])/1e6, float64(sizes["plain"])/1e6, mb("do"), mb("dig"), mb("fx")),
	}
	for _, l := range report.Columns {
		if size, known := sizes[l]; known {
			r.Ratios[l] = float64(sizes["facet"]) / float64(size)
		}
	}
	return r, nil
}

// pruned reports whether the linker still leaves out exported methods that are never called.
// It keeps all of them in a program that finds methods by computed names.
func (f Folder) pruned() (report.Row, error) {
	const program = `package main

import "github.com/facet-go/facet"

type canary struct{ n int }

func (c *canary) Sing() int { return c.n }

var song any

func main() {
	facet.Main(facet.Supply(&canary{}), facet.Invoke(func(c *canary) { song = c }))
}
`
	folder := filepath.Join(f.Path, "canary")
	if err := source.Write(filepath.Join(folder, "main.go"), []byte(program)); err != nil {
		return report.Row{}, err
	}
	bin := filepath.Join(f.Bin, "canary")
	cmd := exec.Command("go", "build", "-o", bin, ".")
	cmd.Dir = folder
	if err := output(cmd); err != nil {
		return report.Row{}, err
	}
	symbols, err := exec.Command("go", "tool", "nm", bin).Output()
	if err != nil {
		return report.Row{}, err
	}
	gone := !strings.Contains(string(symbols), "canary).Sing")
	text := map[bool]string{true: "left out", false: "kept"}[gone]
	return report.Row{What: "an exported method without a caller", Facet: text, Checks: []report.Check{{Text: "left out by the linker", Met: gone}}}, nil
}

func (f Folder) start(n int) (report.Row, error) {
	starts, err := f.Starts(n)
	if err != nil {
		return report.Row{}, err
	}
	// The time of hello world is subtracted, round by round.
	over := map[string][]float64{}
	for l, list := range starts {
		if l == "hello" {
			continue
		}
		for i, v := range list {
			over[l] = append(over[l], max(v-starts["hello"][i], 0))
		}
	}
	median := func(values map[string][]float64, l string) float64 { return rounds.Median(values[l]) }
	r := report.Row{
		What:   "exec to started, 100 constructors, over hello world",
		Facet:  report.Duration(time.Duration(median(over, "facet"))),
		Ratios: map[string]float64{},
		Note:   "the whole, hello world included: " + report.Duration(time.Duration(median(starts, "facet"))) + "; hello world " + report.Duration(time.Duration(median(starts, "hello"))) + "; ratios are of medians, as differences may be nothing",
	}
	for _, l := range []string{"dig", "fx", "do", "plain"} {
		r.Ratios[l] = median(over, "facet") / median(over, l)
	}
	r.Checks = []report.Check{report.AtMost("fx", r.Ratios["fx"], 1)}
	return r, nil
}

func (f Folder) rebuild(n int) (report.Row, error) {
	if n == 0 {
		return report.Row{}, nil
	}
	took, err := f.Rebuilds(n, "facet", "dig", "fx")
	if err != nil {
		return report.Row{}, err
	}
	ratios := Ratios(took, "facet")
	delete(ratios, "facet")
	return report.Row{
		What:   "go build after a change among 1000 providers",
		Facet:  report.Duration(time.Duration(rounds.Median(took["facet"]))),
		Ratios: ratios,
		Checks: []report.Check{report.AtMost("dig", ratios["dig"], 1.2)},
		Note:   fmt.Sprintf("%d rounds", n),
	}, nil
}

// Clean removes the built programs.
func (f Folder) Clean() error { return os.RemoveAll(f.Bin) }
