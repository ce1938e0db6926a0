// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"bytes"
	"log/slog"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

func TestEnvironment_hasTheSocketAndTheIntervalOfPings(t *testing.T) {
	const us = "7"
	for _, c := range []struct {
		socket, usec, pid string
		listens           bool
		watchdog          time.Duration
		wrong             string
	}{
		{},
		{usec: "1000"},
		{usec: "nonsense"}, // without a socket
		{socket: "/run/notify", listens: true},
		{socket: "@notify", listens: true},
		{socket: "/run/notify", usec: "20000000", listens: true, watchdog: 20 * time.Second},
		{socket: "/run/notify", usec: "1", listens: true, watchdog: time.Microsecond},
		{socket: "/run/notify", usec: "20000000", pid: us, listens: true, watchdog: 20 * time.Second},
		{socket: "/run/notify", usec: "20000000", pid: "8", listens: true},
		{socket: "/run/notify", usec: "20000000", pid: "me", listens: true, wrong: "WATCHDOG_PID"},
		{socket: "/run/notify", usec: "20000000", pid: "0", listens: true, wrong: "WATCHDOG_PID"},
		{socket: "/run/notify", usec: "0", listens: true, wrong: "WATCHDOG_USEC"},
		{socket: "/run/notify", usec: "-5", listens: true, wrong: "WATCHDOG_USEC"},
		{socket: "/run/notify", usec: "20s", listens: true, wrong: "WATCHDOG_USEC"},
		{socket: "/run/notify", usec: "9223372036854775807", listens: true, wrong: "WATCHDOG_USEC"},
		{socket: "vsock:2:1234", wrong: "NOTIFY_SOCKET"},
		{socket: "notify", wrong: "NOTIFY_SOCKET"},
		{socket: "@", wrong: "NOTIFY_SOCKET"},
	} {
		listens, watchdog, err := systemd.Environment(map[string]string{
			"NOTIFY_SOCKET": c.socket, "WATCHDOG_USEC": c.usec, "WATCHDOG_PID": c.pid,
		}, 7)
		require.Equal(t, c.listens, listens, "%+v", c)
		require.Equal(t, c.watchdog, watchdog, "%+v", c)
		if c.wrong == "" {
			require.NoError(t, err, "%+v", c)
			continue
		}
		var wrong *systemd.EnvironmentError
		require.ErrorAs(t, err, &wrong, "%+v", c)
		require.Equal(t, c.wrong, wrong.Name)
	}
}

func TestNotify_withoutASocketThereIsNoGoroutine(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	t.Setenv("WATCHDOG_USEC", "1000")
	a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify()))
	require.NoError(t, a.Start(t.Context()))
	require.NotContains(t, goroutines(t), "systemd.(*session)")
	require.NoError(t, a.Stop(t.Context()))
}

// storeAndNothing is an app that starts at once.
func storeAndNothing() facet.Option {
	return one(func(lc *facet.Lifecycle) int { lc.OnStart(takes(0)); return 1 })
}

func goroutines(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, pprof.Lookup("goroutine").WriteTo(&b, 1))
	return b.String()
}

func TestNotify_aSocketOfAnotherKindIsReportedOnceAndTheAppRuns(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "vsock:2:1234")
	var told notes[error]
	a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(onError(&told))))
	for range 2 {
		require.NoError(t, a.Start(t.Context()))
		require.NotContains(t, goroutines(t), "systemd.(*session)")
		require.NoError(t, a.Stop(t.Context()))
	}
	require.Len(t, told.all(), 1)
	require.EqualError(t, told.all()[0], `systemd: $NOTIFY_SOCKET is "vsock:2:1234", and should be a path from the root, or @ and an abstract name (vsock is not supported); systemd sets it itself, so look for what overrides it in the unit file or on the way to this process`)
}

func TestOnError_theDefaultIsAWarning(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "vsock:2:1234")
	var log bytes.Buffer
	before := slog.Default()
	defer slog.SetDefault(before)
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	for _, opts := range [][]systemd.Option{nil, is(systemd.OnError(nil)), is(nil)} {
		log.Reset()
		a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(opts...)))
		require.NoError(t, a.Start(t.Context()))
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, 1, strings.Count(log.String(), `level=WARN msg="facet: a problem that does not stop the app" error="systemd: $NOTIFY_SOCKET is`))
	}
}

func TestOption_printsAsItIsWritten(t *testing.T) {
	require.Equal(t, "systemd.Progress(1m30s)", systemd.Progress(90*time.Second).String())
	require.Equal(t, "systemd.Alive(func)", systemd.Alive(nil).String())
	require.Equal(t, "systemd.OnError(func)", systemd.OnError(nil).String())
}
