// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command proof runs the tests of fx v1.24.0 against this module. It downloads fx as a
// module, copies its tests next to a copy of this module into a temporary folder, and runs
// them twice: with plain errors, and with those of facet. It compares the names of the
// tests that pass with two committed lists, and the exported API with that of fx. It exits
// with 1 if a test of a list does not pass, or if the API differs in more than the
// committed differences.
//
//	go run ./internal/proof            compares
//	go run ./internal/proof -update    writes the lists
//	go run ./internal/proof -trees N   compares N random trees of modules with stock fx, and no test
//	go run ./internal/proof -speed     prints the times of four apps on fx and on this module
//	go run ./internal/proof -lay DIR   only makes the folder DIR/fx, to run tests there by hand
//
// It must run in the folder of the module.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const version = "v1.24.0"

const testdata = "internal/proof/testdata"

func main() {
	update := flag.Bool("update", false, "write the lists instead of comparing them")
	run := flag.String("run", "", "run only the tests that match, and print their output")
	lay := flag.String("lay", "", "make the copy in this folder and run nothing")
	trees := flag.Int("trees", 0, "compare this number of random trees")
	speed := flag.Bool("speed", false, "print times")
	flag.Parse()
	var err error
	switch {
	case *speed:
		err = compareSpeed()
	case *trees > 0:
		err = compareTrees(*trees)
	default:
		err = prove(*update, *run, *lay)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "proof:", err)
		os.Exit(1)
	}
}

// mode is one way to run the tests.
type mode struct {
	name string // of the list
	env  string
}

var modes = []mode{
	{"plain", "FACET_ERRORS=plain"},
	{"facet", "FACET_ERRORS="},
}

func prove(update bool, run, lay string) error {
	original, err := download()
	if err != nil {
		return err
	}
	if lay != "" {
		return layOut(original, filepath.Join(lay, "fx"))
	}
	dir, err := os.MkdirTemp("", "proof")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	copied := filepath.Join(dir, "fx") // a test looks for that name
	if err := layOut(original, copied); err != nil {
		return err
	}
	if run != "" {
		return show(copied, run)
	}
	for _, m := range modes {
		list := filepath.Join(testdata, m.name+".txt")
		passed, err := passingTests(copied, list, m, update)
		if err != nil {
			return err
		}
		fmt.Printf("%s errors: %d root, %d fxevent, %d fxtest, %d leaky_test\n",
			m.name, passed.count("."), passed.count("fxevent"), passed.count("fxtest"), passed.count("internal/leaky_test"))
		if err := compare(list, passed, update); err != nil {
			return err
		}
	}
	return compareAPI(original, update)
}
