// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package trial_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/mutant"
	"github.com/facet-go/facet/mutation/trial"
)

// tiny is a repository with mutants of known verdicts.
var tiny = map[string]string{
	"go.mod": "module tiny\n\ngo 1.25.0\n",
	"inner/inner.go": `package inner

import (
	"errors"
	"os"
	"os/exec"
)

func Least(a, b int) int {
	if a < b { // equal ones are the same either way
		return a
	}
	return b
}

func Positive(n int) error {
	if n > 0 {
		return nil
	}
	return errors.New("not positive")
}

func Fill(n int) (all [][]byte) {
	for full := false; !full; {
		all = append(all, make([]byte, 1<<20))
		full = len(all) == n
	}
	return all
}

func Quit(n int) {
	if n == 5 {
		os.Exit(3)
	}
}

func Child() *exec.Cmd {
	cmd := exec.Command("sleep", "1000")
	cmd.Start()
	cmd.Process.Kill()
	return cmd
}

func Untested() {
	println()
}
`,
	"inner/inner_test.go": `package inner

import (
	"os"
	"strconv"
	"testing"
)

func TestLeast(t *testing.T) {
	if Least(1, 2) != 1 || Least(2, 1) != 1 || Least(1, 1) != 1 {
		t.Fatal()
	}
}

func TestFill(t *testing.T) {
	for i, b := range Fill(3) {
		b[0] = byte(i)
	}
}

func TestQuit(t *testing.T) { Quit(1) }

func TestChild(t *testing.T) {
	f, _ := os.OpenFile(os.Getenv("TINY_PIDS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	f.WriteString(strconv.Itoa(Child().Process.Pid) + "\n")
}
`,
	"outer_test.go": `package tiny

import (
	"flag"
	"os"
	"testing"

	"tiny/inner"
)

func TestAtTimes(t *testing.T) {
	if testing.CoverMode() == "" && isFirst("TINY_LUCK") {
		t.Fatal("only once, and so by chance")
	}
}

func TestByChance(t *testing.T) {
	if flag.Lookup("test.failfast").Value.String() == "true" && isFirst("TINY_CHANCE") {
		t.Fatal("only once, and so by chance, with some mutant")
	}
}

func TestPositive(t *testing.T) {
	if inner.Positive(0) == nil || inner.Positive(1) != nil {
		t.Fatal()
	}
}

func isFirst(name string) bool {
	f, err := os.OpenFile(os.Getenv(name), os.O_CREATE|os.O_EXCL, 0o600)
	f.Close()
	return err == nil
}
`,
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

func config(t *testing.T, files map[string]string) trial.Config {
	t.Helper()
	return trial.Config{
		Repository: write(t, files),
		Targets:    []trial.Target{{Package: "./inner", Tests: []string{"./inner", "."}}},
		Count:      100, Seed: 1, Workers: 2,
		Memory: 2 << 30, Processes: 50, Factor: 10, Floor: 3 * time.Second,
		Log: t.Logf,
	}
}

func TestRun_findsTheFateOfEachMutant(t *testing.T) {
	dir := t.TempDir()
	pids := filepath.Join(dir, "pids")
	t.Setenv("TINY_PIDS", pids)
	t.Setenv("TINY_LUCK", filepath.Join(dir, "luck"))
	t.Setenv("TINY_CHANCE", filepath.Join(dir, "chance"))
	c := config(t, tiny)
	s, err := trial.Run(t.Context(), c)
	require.NoError(t, err)

	got := map[string]string{}
	for _, r := range s.Results {
		require.NotContains(t, got, r.Before+" -> "+r.After)
		got[r.Before+" -> "+r.After] = strings.TrimSuffix(fmt.Sprintf("%s, %s", r.Verdict, r.By), ", ")
	}
	require.Equal(t, map[string]string{
		"if a < b { -> if !(a < b) {":                               "killed, tiny/inner: TestLeast",
		"if a < b { -> if a <= b {":                                 "lives",
		"if n > 0 { -> if !(n > 0) {":                               "killed, tiny: TestPositive",
		"if n > 0 { -> if n >= 0 {":                                 "killed, tiny: TestPositive",
		`return errors.New("not positive") -> return nil`:           "not compiled", // an import is left
		"all = append(all, make([]byte, 1<<20)) -> ":                "killed, tiny/inner: time-out",
		"full = len(all) == n -> ":                                  "killed, tiny/inner: memory",
		"for full := false; !full; { -> for full := false; full; {": "lives",
		"if n == 5 { -> if !(n == 5) {":                             "killed, tiny/inner: a crash",
		"cmd.Start() -> ":                                           "killed, tiny/inner: TestChild",
		"cmd.Process.Kill() -> ":                                    "lives", // the child does not outlive the run
	}, got)
	require.Equal(t, 13, s.Places)
	require.Equal(t, 11, s.Covered)
	require.Equal(t, []string{"TestAtTimes"}, s.Noisy)
	require.FileExists(t, filepath.Join(dir, "chance"))
	requireGone(t, pids)
	requireAsWritten(t, c.Repository, tiny)
}

// requireGone waits until the processes in a list have ended.
func requireGone(t *testing.T, list string) {
	t.Helper()
	pids, err := os.ReadFile(list)
	require.NoError(t, err)
	require.Greater(t, strings.Count(string(pids), "\n"), 2)
	for line := range strings.Lines(string(pids)) {
		pid, err := strconv.Atoi(strings.TrimSpace(line))
		require.NoError(t, err)
		require.Eventually(t, func() bool {
			stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
			return syscall.Kill(pid, 0) != nil || err != nil || !strings.Contains(string(stat), "(sleep)") || strings.Contains(string(stat), ") Z ")
		}, 10*time.Second, 10*time.Millisecond)
	}
}

func requireAsWritten(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, text, string(data))
	}
}

// small is a repository in which one place does not compile and one is for Only.
var small = map[string]string{
	"go.mod": "module small\n\ngo 1.25.0\n",
	"inner/inner.go": `package inner

import "strings"

var last string

func Keep(s string) {
	last = strings.ToUpper(s)
	last += "!"
	last += "?"
}
`,
	"inner/inner_test.go": `package inner

import "testing"

func TestKeep(t *testing.T) {
	if Keep("a"); last != "A!?" {
		t.Fatal(last)
	}
}
`,
	"outer_test.go": "package small\n",
}

func TestRun_drawsAgainWhatDoesNotCompile(t *testing.T) {
	c := config(t, small)
	c.Count = 1
	c.Only = func(m *mutant.Mutant) bool { return !strings.Contains(m.Before, "?") }
	// With one of these seeds the mutant that does not compile comes first.
	for c.Seed = 1; !strings.Contains(first(t, c), "ToUpper"); {
		c.Seed++
	}
	var got []string
	c.Report = func(r trial.Result) { got = append(got, string(r.Verdict)+" "+r.Before) }
	s, err := trial.Run(t.Context(), c)
	require.NoError(t, err)
	require.Equal(t, []string{"not compiled last = strings.ToUpper(s)", `killed last += "!"`}, got)
	require.Len(t, s.Results, 2)
}

// first returns the line of the lowest rank in a draw.
func first(t *testing.T, c trial.Config) string {
	t.Helper()
	found, err := mutant.Find("inner/inner.go", []byte(small["inner/inner.go"]))
	require.NoError(t, err)
	least := slices.MinFunc(found[:2], func(a, b mutant.Mutant) int { return cmp.Compare(a.Rank(c.Seed), b.Rank(c.Seed)) })
	return least.Before
}

func TestRun_refusesTestsThatFailByThemselves(t *testing.T) {
	files := maps.Clone(small)
	files["inner/inner_test.go"] = "package inner\n\nimport \"testing\"\n\nfunc TestMain(*testing.M) { panic(last) }\n"
	_, err := trial.Run(t.Context(), config(t, files))
	require.ErrorContains(t, err, "small/inner")
}

func TestRun_endsWithItsContext(t *testing.T) {
	c := config(t, small)
	ctx, cancel := context.WithCancel(t.Context())
	c.Log = func(string, ...any) { cancel() }
	_, err := trial.Run(ctx, c)
	require.ErrorIs(t, err, context.Canceled)
}
