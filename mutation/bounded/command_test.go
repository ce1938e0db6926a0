// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package bounded_test

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/bounded"
)

func shell(t *testing.T, script string, l bounded.Limits) bounded.Result {
	t.Helper()
	r, err := bounded.Run(t.Context(), bounded.Command{Path: "/bin/sh", Args: []string{"-c", script}, Dir: t.TempDir(), Limits: l})
	require.NoError(t, err)
	return r
}

func TestRun_saysHowItEnds(t *testing.T) {
	for _, c := range []struct {
		script string
		limits bounded.Limits
		want   bounded.End
	}{
		{"exit 0", bounded.Limits{}, bounded.Passed},
		{"exit 3", bounded.Limits{}, bounded.Failed},
		{"kill -9 $$", bounded.Limits{}, bounded.Failed},
		{"while :; do :; done", bounded.Limits{Time: 200 * time.Millisecond}, bounded.TimedOut},
		{"trap '' TERM INT; sleep 1000", bounded.Limits{Time: 200 * time.Millisecond}, bounded.TimedOut},
		{"while :; do echo all of the disk; done", bounded.Limits{Time: 200 * time.Millisecond}, bounded.TimedOut},
		{"x=xxxxxxxx; while :; do x=$x$x; done", bounded.Limits{Time: time.Minute, Memory: 64 << 20}, bounded.Failed}, // some shells crash without a message
		{"grow() { x=$1; for i in $2; do x=$x$x; done; sleep 1000; }; for p in 1 2 3 4 5 6; do grow " + strings.Repeat("x", 4096) + " '1 2 3 4 5 6 7 8 9 10 11 12' & done; wait", bounded.Limits{Time: time.Minute, Memory: 64 << 20}, bounded.OutOfMemory},
		{"for i in 1 2 3 4 5 6; do sleep 1000 & done; wait", bounded.Limits{Time: time.Minute, Processes: 4}, bounded.Crowded},
	} {
		r := shell(t, c.script, c.limits)
		require.Equal(t, c.want, r.End, "%s: %s", c.script, r.Output)
		require.LessOrEqual(t, len(r.Output), 4<<20)
	}
}

func TestRun_killsWhatTheCommandLeaves(t *testing.T) {
	r := shell(t, "sleep 1000 & echo $!", bounded.Limits{Time: time.Minute})
	require.Equal(t, bounded.Passed, r.End)
	pid, err := strconv.Atoi(strings.TrimSpace(r.Output))
	require.NoError(t, err)
	requireGone(t, pid)
}

func TestRun_endsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	_, err := bounded.Run(ctx, bounded.Command{Path: "/bin/sleep", Args: []string{"1000"}})
	require.ErrorIs(t, err, context.Canceled)
}

func TestRun_saysWhatItCannotRun(t *testing.T) {
	_, err := bounded.Run(t.Context(), bounded.Command{Path: "/bin/sh", Dir: "/does/not/exist"})
	require.ErrorIs(t, err, os.ErrNotExist)
}

// requireGone waits until a process has ended; a zombie has.
func requireGone(t *testing.T, pid int) {
	t.Helper()
	require.Eventually(t, func() bool {
		if syscall.Kill(pid, 0) != nil {
			return true
		}
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ")
	}, 10*time.Second, 10*time.Millisecond)
}
