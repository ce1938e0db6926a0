// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/facet-go/facet/mutation/living"
	"github.com/facet-go/facet/mutation/mutant"
	"github.com/facet-go/facet/mutation/report"
	"github.com/facet-go/facet/mutation/trial"
)

// targets are the mutated packages, with the packages of the tests that judge.
var targets = []trial.Target{
	{Package: "./hooks", Tests: []string{"./hooks", ".", "./internal/test/property"}},
	{Package: "./container", Tests: []string{"./container", ".", "./internal/test/property"}},
	{Package: ".", Tests: []string{".", "./internal/test/property", "./internal/test/peers", "./internal/test/carryover"}},
}

// errLives is the error if mutants survive that are not in the list.
var errLives = errors.New("mutants live that are not in the list")

type settings struct {
	repository string
	list       string
	out        string
	packages   string
	only       string
	memory     int64
	trial      trial.Config
}

func main() {
	s := settings{trial: trial.Config{Factor: 10, Floor: 10 * time.Second, Processes: 100}}
	flag.StringVar(&s.repository, "repository", "..", "the root of the repository")
	flag.StringVar(&s.list, "list", "living.txt", "the list of mutants that may live")
	flag.StringVar(&s.out, "o", "", "the file for the results as JSON; none if empty")
	flag.StringVar(&s.packages, "packages", "", "mutate only these packages, separated by commas; empty means all three: ./hooks,./container,.")
	flag.StringVar(&s.only, "only", "", "draw only places whose text contains this: operator file:line function: before -> after")
	flag.Int64Var(&s.memory, "memory", 4, "GiB of memory for the processes of one run")
	flag.IntVar(&s.trial.Count, "n", 300, "the number of mutants that compile")
	flag.Uint64Var(&s.trial.Seed, "seed", 20261123, "the seed of the draw")
	flag.IntVar(&s.trial.Workers, "p", 1, "the number of mutants at a time")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, s, os.Stdout)
	stop()
	switch {
	case errors.Is(err, errLives):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func run(ctx context.Context, s settings, w io.Writer) error {
	text, err := os.ReadFile(s.list)
	if err != nil {
		return err
	}
	known, err := living.Parse(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", s.list, err)
	}
	c := s.trial
	c.Repository, c.Memory = s.repository, s.memory<<30
	if c.Targets, err = chosen(s.packages); err != nil {
		return err
	}
	if s.only != "" {
		c.Only = func(m *mutant.Mutant) bool { return strings.Contains(string(m.Operator)+" "+m.String(), s.only) }
	}
	c.Log = func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	c.Report = func(r trial.Result) { fmt.Fprintln(w, report.Line(&r)) }
	sum, err := trial.Run(ctx, c)
	if sum == nil {
		return err
	}
	fmt.Fprintln(w)
	report.Text(w, sum, known)
	if s.out != "" {
		err = errors.Join(err, write(s.out, sum))
	}
	if err == nil && len(report.Unexpected(sum, known)) > 0 {
		return errLives
	}
	return err
}

// chosen returns the targets of the given packages, or all if there are none.
func chosen(packages string) ([]trial.Target, error) {
	if packages == "" {
		return targets, nil
	}
	var some []trial.Target
	for name := range strings.SplitSeq(packages, ",") {
		i := slices.IndexFunc(targets, func(t trial.Target) bool {
			return strings.TrimPrefix(t.Package, "./") == strings.TrimPrefix(name, "./")
		})
		if i < 0 {
			return nil, fmt.Errorf("%q is none of the packages that are mutated", name)
		}
		some = append(some, targets[i])
	}
	return some, nil
}

func write(name string, s *trial.Summary) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(report.JSON(f, s), f.Close())
}
