// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

const modulePath = "go.uber.org/fx"

// results are the tests that pass, as "package name", sorted.
type results []string

// count returns the number of tests of a package, whose path is relative to the module.
func (r results) count(pkg string) int {
	n := 0
	for _, name := range r {
		if strings.HasPrefix(name, pkg+" ") {
			n++
		}
	}
	return n
}

func command(dir string, env string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", env)
	cmd.Stderr = os.Stderr
	return cmd
}

// stopDuringStart is the test of fx that wants Start to succeed although a concurrent Stop
// has ended it, and waits for that in a stop hook. It fails after 15 s and would take its
// package with it. Its parent does not count either.
const stopDuringStart, itsParent = "TestAppStart/race_test", "TestAppStart"

// passingTests runs the tests in a folder, and those of the list that do not pass again.
func passingTests(dir, list string, m mode, update bool) (results, error) {
	passed, err := run(dir, m, ".")
	for range 2 {
		if err != nil || update {
			break
		}
		missing, _, err := difference(list, passed)
		if err != nil || len(missing) == 0 {
			return passed, err
		}
		again, err := rerun(dir, m, missing)
		if err != nil { // none passes; compare reports them
			return passed, nil //nolint:nilerr // as the comment says
		}
		passed = append(passed, again...)
		slices.Sort(passed)
		passed = slices.Compact(passed)
	}
	return passed, err
}

// rerun runs tests again that do not pass, since some tests of fx race with themselves: on
// stock fx, too. It returns those that pass now.
func rerun(dir string, m mode, missing []string) (results, error) {
	var roots []string
	for _, name := range missing {
		_, test, _ := strings.Cut(name, " ")
		root, _, _ := strings.Cut(test, "/")
		roots = append(roots, regexp.QuoteMeta(root))
	}
	return run(dir, m, "^("+strings.Join(roots, "|")+")$")
}

// run returns the tests that match and pass.
func run(dir string, m mode, tests string) (results, error) {
	cmd := command(dir, m.env, "test", "-json", "-count=1", "-timeout", "300s", "-run", tests, "-skip", "^"+strings.ReplaceAll(stopDuringStart, "/", "$/^")+"$", "./...")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	return parse(out)
}

// event is a line of go test -json.
type event struct{ Action, Package, Test string }

func parse(out []byte) (results, error) {
	var passed results
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			continue // the text of a build that failed
		}
		if e.Action != "pass" || e.Test == "" || e.Test == itsParent {
			continue
		}
		pkg := strings.TrimPrefix(strings.TrimPrefix(e.Package, modulePath), "/")
		if pkg == "" {
			pkg = "."
		}
		passed = append(passed, pkg+" "+e.Test)
	}
	slices.Sort(passed)
	if len(passed) == 0 {
		return nil, errors.New("no test passes")
	}
	return passed, lines.Err()
}

// compare compares results with a list, or writes it.
func compare(list string, passed results, update bool) error {
	if update {
		return os.WriteFile(list, []byte(strings.Join(passed, "\n")+"\n"), 0o600)
	}
	missing, added, err := difference(list, passed)
	if err != nil {
		return err
	}
	if len(added) > 0 {
		fmt.Printf("not in %s, and pass: %s\n", list, strings.Join(added, ", "))
	}
	if len(missing) > 0 {
		return fmt.Errorf("in %s, and do not pass:\n  %s", list, strings.Join(missing, "\n  "))
	}
	return nil
}

// difference returns the lines of a list that are not among the results, and the results
// that are not in the list.
func difference(list string, passed results) (missing, added []string, err error) {
	content, err := os.ReadFile(list) //nolint:gosec // a constant name
	if err != nil {
		return nil, nil, err
	}
	want := strings.Split(strings.TrimSpace(string(content)), "\n")
	missing = slices.DeleteFunc(slices.Clone(want), func(name string) bool { return slices.Contains(passed, name) })
	added = slices.DeleteFunc(slices.Clone([]string(passed)), func(name string) bool { return slices.Contains(want, name) })
	return missing, added, nil
}

// show runs some tests with their output.
func show(dir, run string) error {
	cmd := command(dir, "GOTRACEBACK=all", "test", "-timeout", "120s", "-skip", stopDuringStart, "-run", run, ".", "./fxevent", "./fxtest", "./internal/leaky_test")
	cmd.Stdout = os.Stdout
	return cmd.Run()
}
