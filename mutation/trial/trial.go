// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package trial draws mutants of a repository and finds those that the tests kill. It
// works in copies of the repository.
package trial

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/facet-go/facet/mutation/mutant"
)

// Target is a package to be mutated.
type Target struct {
	Package string   // its folder, as a pattern of the go command: "./hooks"
	Tests   []string // the packages of the tests that judge, in order
}

// Config configures a trial.
type Config struct {
	Repository string
	Targets    []Target
	Count      int                       // the number of mutants that compile; all mutants if there are fewer
	Seed       uint64                    // of the draw
	Workers    int                       // mutants at a time, each in a copy of its own; 0 means 1
	Only       func(*mutant.Mutant) bool // narrows the draw; nil means all

	Memory    int64         // bytes, as in bounded.Limits
	Processes int           // as in bounded.Limits
	Factor    int           // a time-out is this many times the normal run
	Floor     time.Duration // and not less than this

	Report func(Result) // called for each mutant, by one worker at a time; may be nil
	Log    func(format string, args ...any)
}

// Verdict is the verdict on a mutant.
type Verdict string

// The verdicts.
const (
	Killed      Verdict = "killed"
	Lives       Verdict = "lives"
	NotCompiled Verdict = "not compiled" // or refused by go vet; another one is drawn instead
)

// Result is the verdict on one mutant.
type Result struct {
	mutant.Mutant

	Verdict Verdict       `json:"verdict"`
	By      string        `json:"by,omitempty"` // the package of tests and the test, or another end of the run
	Took    time.Duration `json:"nanoseconds"`
}

// Summary is the result of a trial.
type Summary struct {
	Seed    uint64        `json:"seed"`
	Took    time.Duration `json:"nanoseconds"`
	Places  int           `json:"places"`  // all places that the operators find
	Covered int           `json:"covered"` // the places that tests reach
	Noisy   []string      `json:"noisy"`   // tests that fail without a mutant at times, and judge none
	Results []Result      `json:"results"` // in the order of the draw, NotCompiled included

	All []mutant.Mutant `json:"-"` // all places
}

// Run tries mutants until the count is reached. It returns an error if the tests do
// not pass without a mutant.
func Run(ctx context.Context, c Config) (*Summary, error) {
	began := time.Now()
	dir, err := os.MkdirTemp("", "mutation-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder in the system's temporary one
	t := &trial{Config: c, dir: dir, sound: filepath.Join(dir, "sound")}
	if t.Log == nil {
		t.Log = func(string, ...any) {}
	}
	if err := copyTree(c.Repository, t.sound); err != nil {
		return nil, err
	}
	if err := t.prepare(ctx); err != nil {
		return nil, err
	}
	all, drawn, err := t.draw(ctx)
	if err != nil {
		return nil, err
	}
	t.Log("%d places, %d covered", len(all), len(drawn))
	results, err := t.judge(ctx, drawn)
	s := &Summary{Seed: c.Seed, Took: time.Since(began), Places: len(all), Covered: len(drawn), Results: results, All: all}
	s.Noisy = t.noisy()
	return s, err
}

// trial is a Config at work.
type trial struct {
	Config

	dir    string // temporary
	sound  string // a copy of the repository that remains as it is
	suites map[string][]*suite
}

// place is a mutant with the suites that judge it.
type place struct {
	mutant.Mutant

	target Target
	suites []*suite // the suites that reach it
}
