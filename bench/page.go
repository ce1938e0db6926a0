// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/facet-go/facet/bench/report"
)

const words = `# Benchmarks

Written by %s; do not edit. %s.

facet next to [dig](https://pkg.go.dev/go.uber.org/dig) (acyclicity verified last), [fx](https://pkg.go.dev/go.uber.org/fx) (in one
fx.Provide, and with one for each constructor), [samber/do](https://pkg.go.dev/github.com/samber/do/v2) and wiring by hand, on the same
generated sources: every type and every constructor is distinct. Shapes: a chain; wide, where nothing needs anything and the
root all; layered, with as many layers as constructors in one, each of which needs three of the layer before.

- All variants of a case take turns, in another order each round, after a collection of garbage. A ratio is formed within a round;
  what the table has are medians of %d rounds, and of fewer where a row says so or where hooks sleep. Below 1, facet takes less.
- samber/do is generic, and 5000 types of it take minutes to compile, so it is left out there.
- A build is New, every Provide, and everything constructed. Allocations are facet's, and their ratio to dig's.
- Absolute times are those of this machine, on this day, and of no other; ratios carry further.

%d of %d targets met. %s, %s/%s, %d cores%s.
%s.

`

// page returns docs/benchmarks.md.
func page(s settings, rows []report.Row, began time.Time) string {
	command := "`make bench`"
	if s.short {
		command = "`make bench-short`"
	}
	met, all := report.Tally(rows)
	head := fmt.Sprintf(words, command, began.Format("2 January 2006"), s.rounds, met, all,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), processor(), versions())
	return head + report.Markdown(rows)
}

// versions names the compared versions.
func versions() string {
	var list []string
	modules, err := exec.Command("go", "list", "-m", "go.uber.org/dig", "go.uber.org/fx", "github.com/samber/do/v2").Output()
	if err == nil {
		list = strings.Split(strings.TrimSpace(string(modules)), "\n")
	}
	commit, err := exec.Command("git", "describe", "--always", "--dirty").Output()
	if err == nil {
		list = append(list, "facet "+strings.TrimSpace(string(commit)))
	}
	return strings.Join(list, ", ")
}

// processor names the processor, if the system does.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if name, found := strings.CutPrefix(line, "model name"); found {
			return " of " + strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return ""
}
