// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command bench measures facet, dig, fx, samber/do and wiring by hand on the same generated
// sources, and writes docs/benchmarks.md. Run it in its folder.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/facet-go/facet/bench/programs"
	"github.com/facet-go/facet/bench/report"
	"github.com/facet-go/facet/bench/shape"
	"github.com/facet-go/facet/bench/source"
)

const module = "github.com/facet-go/facet/bench"

// generated is the folder of generated sources; ./... ignores it.
const generated = "_generated"

type settings struct {
	short    bool
	rounds   int
	rebuilds int
	only     string
	out      string
}

func main() {
	var s settings
	flag.BoolVar(&s.short, "short", false, "the smaller sizes, fewer rounds, and nothing built twice")
	flag.IntVar(&s.rounds, "rounds", 0, "rounds of each case; 0 is 40, or 8 if short")
	flag.StringVar(&s.only, "only", "", "measure the cases whose names match, and no programs")
	flag.StringVar(&s.out, "o", "", "the page to write; empty or - is the standard output")
	flag.Parse()
	if s.rounds == 0 {
		s.rounds = map[bool]int{false: 40, true: 8}[s.short]
	}
	if !s.short {
		s.rebuilds = 5
	}
	if err := run(s); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(s settings) error {
	began := time.Now()
	sets := shapes(s.short)
	if err := generate(sets); err != nil {
		return err
	}
	rows, err := measure(s)
	if err != nil {
		return err
	}
	if s.only == "" {
		more, err := outside(s)
		if err != nil {
			return err
		}
		rows = append(rows, more...)
	}
	text := page(s, rows, began)
	if s.out == "" || s.out == "-" {
		fmt.Print(text)
		return nil
	}
	return os.WriteFile(s.out, []byte(text), 0o644)
}

func shapes(short bool) []shape.Shape {
	sizes := []int{10, 100, 1000, 2000, 5000}
	if short {
		sizes = []int{10, 100}
	}
	var all []shape.Shape
	for _, n := range sizes {
		all = append(all, shape.Chain(n), shape.Wide(n), shape.Layered(n))
	}
	if short {
		return append(all, shape.Layered(1000), shape.Parts(100))
	}
	return append(all, shape.Parts(100), shape.Parts(1000))
}

func generate(sets []shape.Shape) error {
	for _, s := range sets {
		if err := source.Write(filepath.Join(generated, s.ID(), s.ID()+".go"), source.Package(s)); err != nil {
			return err
		}
	}
	worker := source.Worker(module+"/"+generated, sets)
	return source.Write(filepath.Join(generated, "worker", "main.go"), worker)
}

// measure builds the worker and runs it.
func measure(s settings) ([]report.Row, error) {
	bin := filepath.Join(generated, "bin", "worker")
	build := exec.Command("go", "build", "-gcflags="+module+"/"+generated+"/...=-dwarf=false", "-o", bin, "./"+generated+"/worker")
	build.Stderr = os.Stderr
	began := time.Now()
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("build the worker: %w", err)
	}
	fmt.Fprintf(os.Stderr, "%6.1f s  building the worker\n", time.Since(began).Seconds())
	worker := exec.Command(bin, "-rounds", strconv.Itoa(s.rounds), "-only", s.only)
	worker.Stderr = os.Stderr
	out, err := worker.Output()
	if err != nil {
		return nil, fmt.Errorf("measure: %w", err)
	}
	var rows []report.Row
	err = json.Unmarshal(out, &rows)
	return rows, err
}

// outside measures whole programs.
func outside(s settings) ([]report.Row, error) {
	folder, err := filepath.Abs(generated)
	if err != nil {
		return nil, err
	}
	began := time.Now()
	f := programs.Folder{Path: folder, Import: module + "/" + generated, Bin: filepath.Join(folder, "bin")}
	rows, err := f.Rows(s.rounds, s.rebuilds)
	fmt.Fprintf(os.Stderr, "%6.1f s  programs\n", time.Since(began).Seconds())
	return rows, err
}
