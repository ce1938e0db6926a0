// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// shapes are those of command speed.
var shapes = []struct{ name, text string }{
	{"flat", "New, 2000 constructors"},
	{"modules", "New, 2000 constructors in 200 modules with an Invoke each"},
	{"hooks", "New + Start + Stop, 1000 constructors with a hook each"},
	{"annotated", "New + Start + Stop, 1000 constructors with OnStart and OnStop annotations"},
}

// compareSpeed prints the times of apps on fx and on this module: the best of some runs, in
// two processes each, which take turns.
func compareSpeed() error {
	dir, err := os.MkdirTemp("", "speed")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := buildBoth(dir, "speed")
	if err != nil {
		return err
	}
	for _, s := range shapes {
		var fx, own float64 // in milliseconds
		for range 3 {
			if err := best(p.stock, s.name, &fx); err != nil {
				return err
			}
			if err := best(p.own, s.name, &own); err != nil {
				return err
			}
		}
		fmt.Printf("%-75s fx %7.1f ms   facet %7.1f ms   ratio %.2f\n", s.text, fx, own, own/fx)
	}
	return nil
}

// best runs a program, and lowers the time if that took less.
func best(program, shape string, ms *float64) error {
	out, err := exec.Command(program, shape, "5").Output() //nolint:gosec // just built
	if err != nil {
		return err
	}
	ns, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	if took := ns / 1e6; *ms == 0 || took < *ms {
		*ms = took
	}
	return err
}
