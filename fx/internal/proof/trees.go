// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// tree is what command trees reports.
type tree struct {
	Seed   int
	Values []string
	Hooks  []string
	Err    string
	Cycle  bool
	Panic  string
}

// compareTrees runs random trees of modules on stock fx and on this module. The values and
// the order of the hooks must be equal wherever both accept a tree, and one may refuse what
// the other accepts only in a documented way.
func compareTrees(n int) error {
	dir, err := os.MkdirTemp("", "trees")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	p, err := buildBoth(dir, "trees")
	if err != nil {
		return err
	}
	theirs, err := runTrees(p.stock, n)
	if err != nil {
		return err
	}
	ours, err := runTrees(p.own, n)
	if err != nil {
		return err
	}
	count := map[string]int{}
	var wrong []string
	for seed := range n {
		kind, isWrong := judge(theirs[seed], ours[seed])
		count[kind]++
		if isWrong {
			wrong = append(wrong, fmt.Sprintf("tree %d: %s\n  fx:    %+v\n  facet: %+v", seed, kind, theirs[seed], ours[seed]))
		}
	}
	fmt.Printf("%d random trees: %v\n", n, count)
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong[:min(5, len(wrong))], "\n"))
	}
	return nil
}

// judge returns how two reports of one tree compare, and whether that is not documented.
func judge(theirs, ours tree) (kind string, isWrong bool) {
	switch {
	case theirs.Panic == overflow && ours.Err == "":
		return "fx overflows the stack, facet accepts", false
	case theirs.Panic == overflow:
		return "fx overflows the stack, facet refuses", false
	case theirs.Panic+ours.Panic != "":
		return "panic", true
	case theirs.Err != "" && theirs.Err == ours.Err:
		return "both refuse, with one text", false
	case theirs.Cycle && ours.Err != "":
		return "fx refuses a cycle that nothing needs, facet something else", false
	case theirs.Cycle:
		return "fx refuses a cycle that nothing needs, facet accepts", false
	case theirs.Err != "" && ours.Err != "":
		return "both refuse, with two texts", true
	case theirs.Err != "":
		return "fx alone refuses", true
	case ours.Err != "":
		return "facet alone refuses", true
	case !slices.Equal(theirs.Values, ours.Values):
		return "values differ", true
	case !slices.Equal(theirs.Hooks, ours.Hooks):
		return "hooks differ", true
	default:
		return "equal", false
	}
}

// overflow is the Panic of a tree on which the process has ended.
const overflow = "stack overflow"

// runTrees returns the reports of n trees. A tree that ends the process counts as one.
func runTrees(program string, n int) ([]tree, error) {
	var all []tree
	for len(all) < n {
		cmd := exec.Command(program, strconv.Itoa(len(all)), strconv.Itoa(n)) //nolint:gosec // just built
		cmd.Env = append(os.Environ(), "FACET_ERRORS=plain")
		out, runErr := cmd.Output()
		lines := json.NewDecoder(bytes.NewReader(out))
		for {
			var t tree
			if err := lines.Decode(&t); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			all = append(all, t)
		}
		if runErr != nil {
			all = append(all, tree{Seed: len(all), Panic: overflow})
		}
	}
	return all, nil
}
