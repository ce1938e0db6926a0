// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/facet-go/facet/mutation/bounded"
)

// suite is the tests of one package.
type suite struct {
	pkg     string // its import path
	folder  string // below the repository
	number  int
	args    []string // of the test binary
	binary  string   // without a mutant
	normal  time.Duration
	limits  bounded.Limits
	covered profile

	mu    sync.Mutex // guards the field below
	noisy []string   // tests that fail without a mutant at times
}

// normalRuns is how often each suite runs without a mutant; the slowest one counts.
const normalRuns = 3

// measured is the time limit of a normal run.
const measured = 10 * time.Minute

func (t *trial) prepare(ctx context.Context) error {
	var targets []string
	for _, to := range t.Targets {
		targets = append(targets, to.Package)
	}
	t.suites = map[string][]*suite{}
	known := map[string]*suite{}
	for _, to := range t.Targets {
		list, err := goTool(ctx, t.sound, append([]string{"list", "-f", "{{.ImportPath}} {{.Dir}}"}, to.Tests...)...)
		if err != nil {
			return err
		}
		for line := range strings.Lines(list) {
			pkg, folder, _ := strings.Cut(strings.TrimSpace(line), " ")
			if known[pkg] == nil {
				if known[pkg], err = t.newSuite(ctx, len(known), pkg, folder, targets); err != nil {
					return err
				}
			}
			t.suites[to.Package] = append(t.suites[to.Package], known[pkg])
		}
		// go list sorts by path.
		slices.SortStableFunc(t.suites[to.Package], func(a, b *suite) int { return rank(to, a) - rank(to, b) })
	}
	return nil
}

// newSuite measures the suite of a package.
func (t *trial) newSuite(ctx context.Context, number int, pkg, folder string, targets []string) (*suite, error) {
	s := &suite{pkg: pkg, number: number}
	var err error
	if s.folder, err = filepath.Rel(t.sound, folder); err != nil {
		return nil, err
	}
	return s, t.measure(ctx, s, targets)
}

// rank is the position of a suite in the Tests of a target. Packages that match a pattern
// come after packages that are named.
func rank(to Target, s *suite) int {
	if i := slices.Index(to.Tests, "./"+filepath.ToSlash(s.folder)); i >= 0 {
		return i
	}
	if i := slices.Index(to.Tests, s.folder); i >= 0 {
		return i
	}
	return len(to.Tests)
}

// measure finds the coverage and the normal time of a suite.
func (t *trial) measure(ctx context.Context, s *suite, targets []string) error {
	if err := t.arguments(ctx, s); err != nil {
		return err
	}
	if err := t.cover(ctx, s, targets); err != nil {
		return err
	}
	s.binary = filepath.Join(t.dir, "sound"+strconv.Itoa(s.number)+".test")
	if err := build(ctx, t.sound, s.pkg, s.binary); err != nil {
		return err
	}
	s.limits = bounded.Limits{Time: measured, Memory: t.Memory, Processes: t.Processes}
	for range normalRuns {
		r, err := s.run(ctx, s.binary, t.sound, t.dir)
		if err != nil {
			return err
		}
		failures := failed(r.Output)
		if r.End != bounded.Passed && (r.End != bounded.Failed || len(failures) == 0 || len(failures) > 5) {
			return fmt.Errorf("the tests of %s do not pass without a mutant: %s\n%s", s.pkg, r.End, r.Output)
		}
		for _, test := range failures {
			s.ignore(test)
		}
		s.normal = max(s.normal, r.Took)
	}
	s.limits.Time = max(time.Duration(t.Factor)*s.normal, t.Floor)
	t.Log("%s: a normal run takes %v, at most %v is allowed", s.pkg, s.normal.Round(time.Second/100), s.limits.Time.Round(time.Second/100))
	for _, test := range s.ignored() {
		t.Log("%s fails without a mutant, at least at times: it judges none", test)
	}
	return nil
}

// arguments fixes the cases of tests that use rapid. Other packages do not know its flags.
func (t *trial) arguments(ctx context.Context, s *suite) error {
	s.args = []string{"-test.paniconexit0", "-test.timeout=0"}
	deps, err := goTool(ctx, t.sound, "list", "-test", "-deps", s.pkg)
	if err != nil {
		return err
	}
	if slices.Contains(strings.Fields(deps), "pgregory.net/rapid") {
		s.args = append(s.args, "-rapid.seed=20261123", "-rapid.nofailfile", "-rapid.shrinktime=1ns")
	}
	return nil
}

// run runs a test binary of the suite in a copy of the repository, with further
// arguments. It removes the files that the tests leave in the system's temporary folder.
func (s *suite) run(ctx context.Context, binary, root, scratch string, args ...string) (r bounded.Result, err error) {
	tmp, err := os.MkdirTemp(scratch, "t")
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	dir := filepath.Join(root, s.folder)
	all := slices.Clone(s.args)
	if noisy := s.ignored(); len(noisy) > 0 {
		all = append(all, "-test.skip="+exactly(noisy)) // a second one in args replaces it
	}
	all = append(all, args...)
	return bounded.Run(ctx, bounded.Command{
		Path: binary, Args: all, Dir: dir, Limits: s.limits,
		Env: append(os.Environ(), "GOWORK=off", "TMPDIR="+tmp, "PWD="+dir),
	})
}

func (s *suite) ignore(test string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !slices.Contains(s.noisy, test) {
		s.noisy = append(s.noisy, test)
	}
}

func (s *suite) ignored() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.noisy)
}

// exactly returns a pattern of go test that matches only these tests.
func exactly(tests []string) string { return "^(" + strings.Join(tests, "|") + ")$" }

// failed returns the names of the tests that failed, from the output of a test binary.
func failed(output string) []string {
	var names []string
	for line := range strings.Lines(output) {
		if rest, ok := strings.CutPrefix(line, "--- FAIL: "); ok {
			name, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
			names = append(names, name)
		}
	}
	return names
}

func (t *trial) noisy() []string {
	var all []string
	for _, suites := range t.suites {
		for _, s := range suites {
			all = append(all, s.ignored()...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
