// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
)

// chain returns a running app with a chain of components; the first one fails.
func chain(t *testing.T, n int, err error) *facet.App {
	t.Helper()
	parts := make([]part, n)
	opts := make([]facet.Option, n)
	parts[0].hooked, parts[0].errs = true, []error{err}
	for i := range parts {
		if i > 0 {
			parts[i].deps = []int{i - 1}
		}
		opts[i] = constructor(parts, i, nil)
	}
	return started(t, quiet(opts...))
}

// wide returns a running app of independent components, each of which fails.
func wide(t *testing.T, n int, text string) *facet.App {
	t.Helper()
	parts := make([]part, n)
	opts := make([]facet.Option, n)
	for i := range parts {
		parts[i].hooked, parts[i].errs = true, []error{errors.New(text)}
		opts[i] = constructor(parts, i, nil)
	}
	return started(t, quiet(opts...))
}

// allocated returns how many bytes a function allocates, the minimum of several runs.
func allocated(f func()) uint64 {
	least := uint64(math.MaxUint64)
	for range 3 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

func TestCheck_aLongWayToACauseHasItsEnds(t *testing.T) {
	app := chain(t, 40, errRefused)
	r := health.Check(t.Context(), app)
	all := r.Components
	for i := range all {
		c := &all[i]
		var want []string // from itself down to the first
		for at := range slices.Backward(all[:i+1]) {
			want = append(want, all[at].ID)
		}
		left := 0
		if len(want) > 16 {
			left = len(want) - 16
			want = slices.Concat(want[:12], want[len(want)-4:])
		}
		require.Equal(t, want, c.Chain)
		require.Equal(t, left, c.LeftOut)
	}
	var e *health.NotReadyError
	require.ErrorAs(t, r.Err(), &e)
	require.Len(t, e.Causes[0].Chain, 16)
	require.Equal(t, 24, e.Causes[0].LeftOut)
	require.ErrorContains(t, e, "is not ready: 24 more are not ready: ")
	require.Equal(t, 16, strings.Count(e.Error(), " is not ready: "))
	require.ErrorIs(t, e, errRefused)

	var back health.Report
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, e.Error(), back.Err().Error())
}

func TestHandler_anAnswerIsBoundedAndSaysHowMuchIsLeftOut(t *testing.T) {
	app := chain(t, 1000, errRefused)
	body := get(health.Handler(app), "/readyz").Body.String()
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	require.LessOrEqual(t, len(lines), 102)
	require.Greater(t, len(lines), 50)
	require.Equal(t, []string{"[+]ping ok", "[+]app ok"}, lines[:2])
	require.Regexp(t, `^\[-\][^\n]+/part0\.0 failed: dial tcp`, lines[2], "the root cause comes first")
	more := 1002 - (len(lines) - 2)
	require.Equal(t, []string{
		fmt.Sprintf("warn: %d more lines are left out: %d failed, 0 ok", more, more), "readyz check failed",
	}, lines[len(lines)-2:])
	require.Less(t, len(body), 65<<10)

	app = wide(t, 150, strings.Repeat("long ", 5<<10))
	body = get(health.Handler(app), "/readyz").Body.String()
	require.Less(t, len(body), 65<<10)
	require.Greater(t, len(body), 50<<10)
	require.Contains(t, body, " bytes more)\n")
	require.Regexp(t, `\nwarn: \d+ more lines are left out: \d+ failed, 0 ok\nreadyz check failed\n$`, body)

	text := health.Check(t.Context(), app).Err().Error()
	require.Less(t, len(text), 66<<10)
	require.Regexp(t, `; and \d+ more$`, text)
}

func TestHandler_whatFailsStandsBeforeWhatIsWell(t *testing.T) {
	parts := make([]part, 300)
	opts := make([]facet.Option, len(parts))
	for i := range parts {
		parts[i].hooked, parts[i].asked = true, true
		if i == 299 {
			parts[i].errs = []error{errRefused}
		}
		opts[i] = constructor(parts, i, nil)
	}
	h := health.Handler(started(t, quiet(opts...)))
	body := get(h, "/readyz").Body.String()
	require.Regexp(t, `^\[\+\]ping ok\n\[\+\]app ok\n\[-\][^\n]+/part299\.0 failed: dial tcp`, body)
	require.Contains(t, body, "\nwarn: 203 more lines are left out: 0 failed, 203 ok\n")
	excluded := get(h, "/readyz?verbose&exclude="+strings.Repeat("x", 20<<10))
	require.Equal(t, http.StatusServiceUnavailable, excluded.Code)
	require.Less(t, excluded.Body.Len(), 65<<10)
}

// Twice the components take about twice the memory, in a chain and independently.
func TestBytes_aProbeGrowsWithTheComponents(t *testing.T) {
	for name, makes := range map[string]func(n int) *facet.App{
		"chain": func(n int) *facet.App { return chain(t, n, errRefused) },
		"wide":  func(n int) *facet.App { return wide(t, n, "fails") },
	} {
		var bytes [2]uint64
		for i := range bytes {
			app := makes(1000 << i)
			h := health.Handler(app)
			get(h, "/readyz") // the first call finds out what later ones reuse
			bytes[i] = allocated(func() { get(h, "/readyz") })
		}
		require.LessOrEqual(t, float64(bytes[1]), 2.5*float64(bytes[0]), name)
		require.Less(t, bytes[0], uint64(8<<20), name)
	}
}

func TestTimeout_theLongestIsNoOverflow(t *testing.T) {
	r := health.Check(t.Context(), started(t, newWorld().app()), health.Timeout(math.MaxInt64))
	require.NoError(t, r.Err())
	require.Positive(t, health.WriteTimeout(math.MaxInt64))
	require.Equal(t, time.Second+4*time.Second, health.WriteTimeout(time.Second))
	require.Contains(t, fmt.Sprint(health.Timeout(math.MaxInt64)), "Timeout(2562047h")
}
