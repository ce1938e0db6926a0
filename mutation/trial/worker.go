// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/facet-go/facet/mutation/bounded"
)

// worker tries one mutant at a time in its own copy of the repository.
type worker struct {
	*trial

	dir string
}

func (w *worker) root() string { return filepath.Join(w.dir, "r") }

// try changes the code, runs the tests, and restores the code.
func (w *worker) try(ctx context.Context, p *place) (r Result, err error) {
	began := time.Now()
	name := filepath.Join(w.root(), filepath.FromSlash(p.File))
	source, err := os.ReadFile(name)
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.WriteFile(name, source, 0o600)) }()
	if err := os.WriteFile(name, p.Apply(source), 0o600); err != nil {
		return r, err
	}
	r = Result{Mutant: p.Mutant}
	r.Verdict, r.By, err = w.verdict(ctx, p)
	r.Took = time.Since(began)
	return r, errors.Join(err, ctx.Err())
}

// verdict asks go vet and one suite after the other. What vet accepts has the right
// types, but it may still not compile.
func (w *worker) verdict(ctx context.Context, p *place) (v Verdict, by string, err error) {
	if _, err := goTool(ctx, w.root(), "vet", p.target.Package); err != nil {
		return NotCompiled, "", ctx.Err()
	}
	for _, s := range p.suites {
		binary := filepath.Join(w.dir, strconv.Itoa(s.number)+".test")
		if err := build(ctx, w.root(), s.pkg, binary); err != nil {
			return NotCompiled, "", ctx.Err()
		}
		by, err := w.ask(ctx, s, binary)
		if err != nil {
			return "", "", err
		}
		if by != "" {
			return Killed, s.pkg + ": " + by, nil
		}
	}
	return Lives, "", nil
}

// doubts is how many failures that do not repeat are looked into.
const doubts = 3

// ask runs one suite and returns what noticed the mutant, "" if nothing did. A failure
// that does not repeat is chance and kills no mutant; the suite runs again without
// that test. A crash that names no test has to come twice.
func (w *worker) ask(ctx context.Context, s *suite, binary string) (by string, err error) {
	var chance []string
	crashes := 0
	for range doubts {
		args := []string{"-test.failfast"}
		if len(chance) > 0 {
			args = append(args, "-test.skip="+exactly(append(s.ignored(), chance...)))
		}
		r, err := s.run(ctx, binary, w.root(), w.dir, args...)
		if err != nil {
			return "", err
		}
		switch failures := failed(r.Output); {
		case r.End == bounded.Passed:
			return "", nil
		case r.End != bounded.Failed:
			return string(r.End), nil
		case len(failures) == 0:
			if crashes++; crashes == 2 {
				return crash(r.Output), nil
			}
		default:
			again, err := w.repeats(ctx, s, binary, failures[0])
			if again || err != nil {
				return failures[0], err
			}
			chance = append(chance, failures[0])
		}
	}
	return "", nil
}

// crash returns what a crashed test binary says.
func crash(output string) string {
	for line := range strings.Lines(output) {
		for _, mark := range []string{"panic: ", "fatal error: ", "goleak: "} {
			if strings.HasPrefix(line, mark) {
				return strings.TrimSpace(line)
			}
		}
	}
	return "a crash"
}

// repeats reports whether a test fails with the mutant again, and not without it. It
// runs alone; what fails without a mutant is not asked again.
func (w *worker) repeats(ctx context.Context, s *suite, binary, test string) (bool, error) {
	alone := "-test.run=" + exactly([]string{test})
	for range 2 {
		r, err := s.run(ctx, s.binary, w.sound, w.dir, alone)
		if err != nil {
			return false, err
		}
		if r.End != bounded.Passed {
			w.Log("%s fails without a mutant: it judges none from here on", test)
			s.ignore(test)
			return false, nil
		}
	}
	for range doubts {
		r, err := s.run(ctx, binary, w.root(), w.dir, alone)
		if r.End != bounded.Passed || err != nil {
			return err == nil, err
		}
	}
	return false, nil
}
