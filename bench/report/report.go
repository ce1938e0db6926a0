// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package report writes the table of all measurements.
package report

import (
	"fmt"
	"strings"
	"time"
)

// Row is one line of the table.
type Row struct {
	What   string
	Facet  string             // the time or memory of facet
	Ratios map[string]float64 // facet's time to that of others, by column
	Allocs string
	Checks []Check
	Note   string
}

// Columns are the libraries that facet is compared with, in the order of the table.
var Columns = []string{"dig", "fx", "fx each", "do", "plain"}

// Check is one target and its result.
type Check struct {
	Text string
	Met  bool
}

// AtMost is the target that a ratio stays below a limit.
func AtMost(than string, got, limit float64) Check {
	return Check{fmt.Sprintf("%s ≤ %s (%s)", than, number(limit), number(got)), got <= limit}
}

// Within is the target that a time stays below a limit.
func Within(got, limit time.Duration) Check {
	return Check{fmt.Sprintf("≤ %s (%s)", Duration(limit), Duration(got)), got <= limit}
}

// Markdown returns the table.
func Markdown(rows []Row) string {
	var b strings.Builder
	b.WriteString("| | facet |")
	for _, c := range Columns {
		b.WriteString(" ÷ " + c + " |")
	}
	b.WriteString(" allocations | target (measured) | met |\n|---|---:|" + strings.Repeat("---:|", len(Columns)+1) + "---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s |", r.What, r.Facet)
		for _, c := range Columns {
			cell := ""
			if ratio, known := r.Ratios[c]; known {
				cell = number(ratio)
			}
			b.WriteString(" " + cell + " |")
		}
		var targets, met []string
		for _, c := range r.Checks {
			targets, met = append(targets, c.Text), append(met, map[bool]string{true: "yes", false: "**no**"}[c.Met])
		}
		if r.Note != "" {
			targets = append(targets, r.Note)
		}
		fmt.Fprintf(&b, " %s | %s | %s |\n", r.Allocs, strings.Join(targets, "<br>"), strings.Join(met, "<br>"))
	}
	return b.String()
}

// Tally counts the targets, and those that are met.
func Tally(rows []Row) (met, all int) {
	for _, r := range rows {
		for _, c := range r.Checks {
			all++
			if c.Met {
				met++
			}
		}
	}
	return met, all
}

// number prints three digits of a number, more of a large one.
func number(f float64) string {
	switch {
	case f >= 100:
		return fmt.Sprintf("%.0f", f)
	case f >= 10:
		return fmt.Sprintf("%.1f", f)
	case f >= 0.1:
		return fmt.Sprintf("%.2f", f)
	default:
		return fmt.Sprintf("%.3f", f)
	}
}

// Duration prints three digits of a duration.
func Duration(d time.Duration) string {
	switch f := float64(d); {
	case d >= time.Second:
		return number(f/1e9) + " s"
	case d >= time.Millisecond:
		return number(f/1e6) + " ms"
	case d >= time.Microsecond:
		return number(f/1e3) + " µs"
	default:
		return number(f) + " ns"
	}
}
