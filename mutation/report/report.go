// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package report writes the results of a trial, as a table for people and as JSON.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"path"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/facet-go/facet/mutation/living"
	"github.com/facet-go/facet/mutation/mutant"
	"github.com/facet-go/facet/mutation/trial"
)

// Line returns one result on one line.
func Line(r *trial.Result) string {
	by := ""
	if r.By != "" {
		by = "  (" + r.By + ")"
	}
	return fmt.Sprintf("%-12s %6.1fs  %s  %s%s", r.Verdict, r.Took.Seconds(), r.Operator, r.Mutant.String(), by)
}

// Unexpected returns the mutants that survive and are not in the list.
func Unexpected(s *trial.Summary, known living.List) []trial.Result {
	var some []trial.Result
	for _, r := range s.Results {
		if _, ok := known.Reason(&r.Mutant); r.Verdict == trial.Lives && !ok {
			some = append(some, r)
		}
	}
	return some
}

// Text writes the numbers of killed mutants by folder and by operator, and the survivors with
// their reasons.
func Text(w io.Writer, s *trial.Summary, known living.List) {
	folders := tally(s, func(m *mutant.Mutant) string { return path.Dir(m.File) })
	operators := tally(s, func(m *mutant.Mutant) string { return string(m.Operator) })
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tkilled\tlive\tshare\tnot compiled\t")
	total := &row{name: "all"}
	for _, r := range folders {
		r.write(table)
		total.killed += r.killed
		total.live += r.live
		total.dead += r.dead
	}
	for _, r := range operators {
		r.write(table)
	}
	total.write(table)
	_ = table.Flush() // errors of w are ignored
	fmt.Fprintf(w, "seed %d; %d places, %d of them covered; %v\n", s.Seed, s.Places, s.Covered, s.Took.Round(time.Second))
	for _, test := range s.Noisy {
		fmt.Fprintf(w, "%s fails at times without a mutant: it judged none\n", test)
	}
	lists(w, s, known)
}

// lists writes the survivors, and the entries of the list that are out of date.
func lists(w io.Writer, s *trial.Summary, known living.List) {
	for _, r := range s.Results {
		reason, ok := known.Reason(&r.Mutant)
		switch {
		case ok && r.Verdict == trial.Lives:
			fmt.Fprintf(w, "lives as expected: %s\n    %s\n", r.Mutant.String(), reason)
		case ok && r.Verdict == trial.Killed:
			fmt.Fprintf(w, "in the list, but killed: %s\n", r.Mutant.String())
		}
	}
	for _, e := range known.Stale(s.All) {
		fmt.Fprintf(w, "in the list, but not in the code: %s %s: %s\n", e.File, e.Function, e.Before)
	}
	if some := Unexpected(s, known); len(some) > 0 {
		fmt.Fprintf(w, "\nnot in the list: %d. Each needs a test, or an entry with the reason:\n", len(some))
		for _, r := range some {
			fmt.Fprintf(w, "\n# line %d, %s\n%s", r.Line, r.Operator, living.Format(&r.Mutant, "REASON"))
		}
	}
}

// row counts the verdicts of one kind of mutant. dead counts the mutants that did not compile.
type row struct {
	name               string
	killed, live, dead int
}

func (r *row) write(w io.Writer) {
	share := "-"
	if all := r.killed + r.live; all > 0 {
		share = fmt.Sprintf("%.1f %%", 100*float64(r.live)/float64(all))
	}
	fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%d\t\n", r.name, r.killed, r.live, share, r.dead)
}

// tally counts by kind, in the order in which the kinds occur.
func tally(s *trial.Summary, kind func(*mutant.Mutant) string) []*row {
	var rows []*row
	byName := map[string]*row{}
	for _, res := range s.Results {
		name := kind(&res.Mutant)
		r := byName[name]
		if r == nil {
			r = &row{name: name}
			byName[name] = r
			rows = append(rows, r)
		}
		switch res.Verdict {
		case trial.Killed:
			r.killed++
		case trial.Lives:
			r.live++
		case trial.NotCompiled:
			r.dead++
		}
	}
	return rows
}

// JSON writes all results.
func JSON(w io.Writer, s *trial.Summary) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "\t")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Go string `json:"go"`
		*trial.Summary
	}{strings.TrimPrefix(runtime.Version(), "go"), s})
}
