// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/systemd"
)

// serviceVariable makes the test binary a service: its value is what fails, or "nothing".
const serviceVariable = "FACET_SYSTEMD_TEST_SERVICE"

// service is the main function of a service. Its liveness function fails as soon as the
// file that the variable names exists.
func service() {
	facet.Main(
		facet.Log(nil),
		facet.Observe(systemd.Notify(systemd.Alive(func(context.Context) error {
			_, err := os.Stat(os.Getenv(serviceVariable))
			return err
		}), systemd.OnError(func(error) {}))),
		one(newQueue),
	)
}

type queue struct{}

func newQueue(lc *facet.Lifecycle) *queue {
	lc.OnStart(takes(300*time.Millisecond), hooks.Name("open"))
	lc.OnStop(takes(300*time.Millisecond), hooks.Name("close"))
	return &queue{}
}

func TestProcess_aServiceReportsItsWholeLife(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("NOT TESTED: a process under systemd; there is no SIGTERM here")
	}
	dir := shortDir(t)
	l := listen(t, filepath.Join(dir, "notify"))
	healthy := filepath.Join(dir, "healthy")
	require.NoError(t, os.WriteFile(healthy, nil, 0o600))

	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), "NOTIFY_SOCKET="+filepath.Join(dir, "notify"), "WATCHDOG_USEC=2000000", "WATCHDOG_PID=", serviceVariable+"="+healthy)
	p.Stderr = os.Stderr
	require.NoError(t, p.Start())
	ended := false
	defer func() {
		if !ended {
			_ = p.Process.Kill()
			_ = p.Wait()
		}
	}()

	up := l.until("READY=1")
	require.Contains(t, up, "WATCHDOG=1", "before it is ready")
	starting := slices.IndexFunc(up, func(s string) bool {
		return s == "EXTEND_TIMEOUT_USEC=30000000 STATUS=starting: 0 hooks done, waiting for systemd_test.newQueue: open"
	})
	require.GreaterOrEqual(t, starting, 0, up)
	require.Contains(t, up[len(up)-1], "READY=1 STATUS=running: 2 constructed, 1 hook started, in ")

	for range 2 {
		require.Equal(t, "WATCHDOG=1", l.next())
	}
	require.NoError(t, os.Remove(healthy))
	sick := l.until("not alive: stat ")
	require.Less(t, len(sick), 3, "%q", sick)

	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
	down := l.until("STATUS=stopped")
	ended = true
	require.NoError(t, p.Wait(), "a clean end")
	told := strings.Join(down, "\n")
	require.Equal(t, 1, strings.Count(told, "STOPPING=1 EXTEND_TIMEOUT_USEC=30000000 STATUS="), told)
	require.Contains(t, told, "STATUS=stopping: 0 steps done, waiting for systemd_test.newQueue: close")
	require.Equal(t, "STATUS=stopped WATCHDOG=1", down[len(down)-1])
	require.NoError(t, l.conn.SetReadDeadline(time.Now().Add(time.Millisecond)))
	_, err := l.conn.Read(make([]byte, 4096))
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "nothing after the end")
}
