// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Faults breaks the code in the ways that faults.txt lists, one at a time, in a
// copy of the repository, and runs the test that must notice. It fails if one does
// not.
//
//	go run ./internal/faults             # all of them, from the root of the repository
//	go run ./internal/faults limit stop  # those whose name contains one of the words
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

//go:embed faults.txt
var list string

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(words []string) error {
	faults, err := parse(list)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "facet-faults-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder in the system's temporary one
	if err := copyCode(".", dir); err != nil {
		return err
	}
	survivors := 0
	for _, f := range faults {
		if len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(f.name, w) }) {
			continue
		}
		began := time.Now()
		by, err := f.try(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		took := time.Since(began).Round(time.Second / 10)
		if by == "" {
			survivors++
			fmt.Printf("SURVIVED  %-50s %s %s  %v\n", f.name, f.pkg, f.test, took)
		} else {
			fmt.Printf("killed    %-50s by %s  %v\n", f.name, by, took)
		}
	}
	if survivors > 0 {
		return fmt.Errorf("%d survived", survivors)
	}
	return nil
}

// fault is one way to break the code.
type fault struct {
	name     string
	file     string
	function string // which is changed
	pkg      string // whose tests must notice
	test     string // which, as for go test -run
	old, new string
}

// parse reads the list: blocks between empty lines, each with the name of a fault, "in"
// with a file and a function, "by" with a package and a test, and the lines with - and +.
// A line with # is a comment.
func parse(text string) ([]fault, error) {
	var faults []fault
	for block := range strings.SplitSeq(text, "\n\n") {
		var f fault
		for line := range strings.Lines(block) {
			line = strings.TrimSuffix(line, "\n")
			switch key, value, _ := strings.Cut(line, " "); {
			case strings.HasPrefix(line, "-"):
				f.old += line[1:] + "\n"
			case strings.HasPrefix(line, "+"):
				f.new += line[1:] + "\n"
			case key == "fault":
				f.name = value
			case key == "in":
				f.file, f.function, _ = strings.Cut(value, " ")
			case key == "by":
				f.pkg, f.test, _ = strings.Cut(value, " ")
			}
		}
		if f.name == "" {
			continue
		}
		if f.file == "" || f.test == "" || f.old == "" {
			return nil, fmt.Errorf("%s: needs in, by, and lines with -", f.name)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// try breaks the code in dir and returns the first test that fails, "" if none
// does. It restores the code.
func (f *fault) try(dir string) (by string, err error) {
	path := filepath.Join(dir, f.file)
	sound, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	broken, err := replace(string(sound), f.function, f.old, f.new)
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.file, err)
	}
	if err := os.WriteFile(path, []byte(broken), 0o600); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, os.WriteFile(path, sound, 0o600)) }()
	if out, err := f.goTool(dir, "vet", f.pkg); err != nil {
		return "", fmt.Errorf("the broken code does not compile:\n%s", out)
	}
	args := []string{"test", "-timeout=60s", "-run=" + f.test, f.pkg}
	imports, err := f.goTool(dir, "list", "-f={{.TestImports}} {{.XTestImports}}", f.pkg)
	if err != nil {
		return "", fmt.Errorf("go list: %w\n%s", err, imports)
	}
	if strings.Contains(imports, "pgregory.net/rapid") { // elsewhere its flags are unknown, which looks like a crash
		args = append(args, "-rapid.seed=1", "-rapid.checks=3000", "-rapid.nofailfile", "-rapid.shrinktime=1ns")
	}
	out, err := f.goTool(dir, args...)
	if err == nil {
		return "", nil
	}
	return culprit(out), nil
}

func (*fault) goTool(dir string, args ...string) (string, error) {
	cmd := exec.Command("go", args...) //nolint:gosec,noctx // the list is ours; tests have a timeout
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// culprit returns the test that failed, from the output of go test.
func culprit(out string) string {
	for line := range strings.Lines(out) {
		for _, mark := range []string{"--- FAIL: ", "panic: test timed out"} {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), mark); ok {
				name, _, _ := strings.Cut(rest, " ")
				return strings.TrimSpace(strings.TrimPrefix(mark, "--- FAIL: ") + name)
			}
		}
	}
	return "a crash"
}

// copyCode copies the Go files of a module, and what its tests read.
func copyCode(from, to string) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, path)
		switch {
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(target, 0o700)
		default:
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(target, data, 0o600)
		}
	})
}
