// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command trees makes random trees of modules, runs each as an app, and writes a line of
// JSON about it. It uses the API of fx only, so that it can be built with stock fx, too.
// Command proof does that and compares the lines.
//
//	trees FIRST END
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"go.uber.org/dig"
	"go.uber.org/fx"
)

// report is what one app does.
type report struct {
	Seed   int
	Values []string // of the invoked functions
	Hooks  []string // in the order of the calls
	Err    string   // the last line of the error of New, or ""
	Cycle  bool     // dig has found a cycle
	Panic  string
}

func main() {
	debug.SetMaxStack(64 << 20) // dig recurses without end on a cycle that it has not found
	first, end := argument(1), argument(2)
	out := json.NewEncoder(os.Stdout)
	for seed := first; seed < end; seed++ {
		if err := out.Encode(run(seed)); err != nil {
			panic(err)
		}
	}
}

func argument(i int) int {
	n, err := strconv.Atoi(os.Args[i])
	if err != nil {
		panic(err)
	}
	return n
}

func run(seed int) (r report) {
	r.Seed = seed
	defer func() {
		if p := recover(); p != nil {
			r.Panic = fmt.Sprint(p)
		}
	}()
	t := &tree{rand: rand.New(rand.NewPCG(uint64(seed), 0)), report: &r} //nolint:gosec // a test
	app := fx.New(append(t.options(0), fx.NopLogger)...)
	if err := app.Err(); err != nil {
		lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
		if os.Getenv("TREES_SHOW") != "" {
			fmt.Fprintln(os.Stderr, err)
		}
		r.Err, r.Cycle = lines[len(lines)-1], dig.IsCycleDetected(err)
		r.Values = nil
		return r
	}
	ctx := context.Background()
	if err := app.Start(ctx); err != nil {
		r.Err = "start: " + err.Error()
	}
	if err := app.Stop(ctx); err != nil {
		r.Err += "stop: " + err.Error()
	}
	slices.Sort(r.Values)
	return r
}
