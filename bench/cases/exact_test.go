// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package cases_test

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/bench/cases"
	"github.com/facet-go/facet/bench/kit"
	"github.com/facet-go/facet/bench/rounds"
	"github.com/facet-go/facet/bench/small/chain100"
	"github.com/facet-go/facet/bench/small/layered100"
	"github.com/facet-go/facet/bench/small/wide100"
)

var update = flag.Bool("update", false, "write testdata")

const golden = "testdata/exact.txt"

// Allocations do not depend on the machine, so a test can compare them. They vary a little:
// the growth of a map depends on its random seed, an ended goroutine may or may not be
// reused, and collections empty sync.Pool. So the test takes the minimum of several counts
// and tolerates one in a thousand, and four at least. One more allocation for each
// constructor is a hundred.
const (
	counts    = 15
	tolerance = 0.001
)

// TestExact_allocationsAndBytes compares the allocations with stored numbers. The numbers
// belong to one version of Go; with another one the test is skipped.
func TestExact_allocationsAndBytes(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	got := measured()
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(text(got)), 0o644))
	}
	stored, err := os.ReadFile(golden)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(stored)), "\n")
	if lines[0] != version() {
		require.NotEqual(t, "must", os.Getenv("FACET_EXACT"), "stored with %s; go test ./cases -update, and look at the difference", lines[0])
		t.Skip("NOT TESTED: allocations; they are stored with " + lines[0])
	}
	want := map[string]float64{}
	for _, line := range lines[1:] {
		name, number, found := strings.Cut(line, ": ")
		require.True(t, found, line)
		var n float64
		_, err := fmt.Sscan(number, &n)
		require.NoError(t, err)
		want[name] = n
	}
	require.Len(t, want, len(got))
	for _, n := range got {
		require.InDelta(t, want[n.name], n.value, max(want[n.name]*tolerance, n.slack()), "%s; if that is meant, go test ./cases -update", n.name)
	}
}

type number struct {
	name  string
	value float64
}

// slack is how much a number differs between two processes on the same code: four small
// allocations at most.
func (n number) slack() float64 {
	if strings.HasSuffix(n.name, "bytes") {
		return 512
	}
	return 4
}

func measured() []number {
	var all []number
	for _, s := range []kit.Set{chain100.Set, wide100.Set, layered100.Set} {
		count := func(what string, v rounds.Variant) {
			v.Run(&rounds.Meter{}) // later runs reuse what the first one allocates
			allocs, bytes := rounds.Count(v)
			for range counts - 1 {
				a, b := rounds.Count(v)
				allocs, bytes = min(allocs, a), min(bytes, b)
			}
			all = append(all,
				number{fmt.Sprintf("%s, %s, allocations", s.ID(), what), float64(allocs)},
				number{fmt.Sprintf("%s, %s, bytes", s.ID(), what), float64(bytes)})
		}
		count("build", cases.Flat(s)[0])
		count("build, Direct", cases.Flat(s)[1])
		count("New, Start and Stop", cases.Lived("facet", s))
	}
	return all
}

func text(numbers []number) string {
	var b strings.Builder
	fmt.Fprintln(&b, version())
	for _, n := range numbers {
		fmt.Fprintf(&b, "%s: %.0f\n", n.name, n.value)
	}
	return b.String()
}

func version() string {
	series := strings.Join(strings.SplitN(runtime.Version(), ".", 3)[:2], ".")
	return series + " " + runtime.GOARCH
}
