// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

// longest limits every wait of a failing test.
const longest = 30 * time.Second

// listener is systemd's end of a real socket.
type listener struct {
	t    *testing.T
	conn *net.UnixConn
}

func listen(t *testing.T, address string) *listener {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(longest)))
	return &listener{t, conn}
}

// next returns the next datagram, its lines joined by spaces.
func (l *listener) next() string {
	l.t.Helper()
	buffer := make([]byte, 4096)
	n, err := l.conn.Read(buffer)
	require.NoError(l.t, err)
	return strings.ReplaceAll(string(buffer[:n]), "\n", " ")
}

// until returns the datagrams up to the first that contains part.
func (l *listener) until(part string) []string {
	l.t.Helper()
	for all := []string(nil); ; {
		all = append(all, l.next())
		if strings.Contains(all[len(all)-1], part) {
			return all
		}
	}
}

// shortDir returns a folder with a short name, because the path of a socket is limited.
func shortDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if len(dir) > 80 {
		var err error
		dir, err = os.MkdirTemp("", "") //nolint:usetesting // the name is shorter
		require.NoError(t, err)
		t.Cleanup(func() { _ = os.RemoveAll(dir) })
	}
	return dir
}

func TestNotify_sendsDatagramsToAPathAndToAnAbstractSocket(t *testing.T) {
	addresses := map[string]string{"path": filepath.Join(shortDir(t), "notify")}
	if runtime.GOOS == "linux" {
		addresses["abstract"] = fmt.Sprintf("@facet-systemd-test-%d", os.Getpid())
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			l := listen(t, address)
			t.Setenv("NOTIFY_SOCKET", address)
			t.Setenv("WATCHDOG_USEC", "3600000000")
			t.Setenv("WATCHDOG_PID", strconv.Itoa(os.Getpid()))
			var told notes[error]
			a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(onError(&told))))
			require.NoError(t, a.Start(t.Context()))
			l.until("READY=1 STATUS=running: 2 constructed, 1 hook started, in ")
			require.NoError(t, a.Stop(t.Context()))
			rest := strings.Join(l.until("WATCHDOG=1"), ", ")
			require.True(t, strings.HasPrefix(rest, "STOPPING=1 "), rest)
			require.True(t, strings.HasSuffix(rest, "STATUS=stopped WATCHDOG=1"), rest)
			require.Empty(t, told.all())
		})
	}
}

func TestNotify_findsASocketThatReplacesAnother(t *testing.T) {
	address := filepath.Join(shortDir(t), "notify")
	first := listen(t, address)
	t.Setenv("NOTIFY_SOCKET", address)
	var told notes[error]
	a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(onError(&told))))
	require.NoError(t, a.Start(t.Context()))
	first.until("READY=1")
	require.NoError(t, first.conn.Close())
	require.NoError(t, os.Remove(address))
	second := listen(t, address)
	require.NoError(t, a.Stop(t.Context()))
	require.Contains(t, second.next(), "STOPPING=1")
	require.Empty(t, told.all())
}

func TestNotify_aMissingSocketIsReported(t *testing.T) {
	address := filepath.Join(shortDir(t), "nothing")
	t.Setenv("NOTIFY_SOCKET", address)
	var told notes[error]
	a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(onError(&told))))
	require.NoError(t, a.Start(t.Context()))
	require.NoError(t, a.Stop(t.Context()))
	require.Len(t, told.all(), 1)
	var failed *systemd.SendError
	require.ErrorAs(t, told.all()[0], &failed)
	require.Equal(t, address, failed.Socket)
	require.ErrorIs(t, told.all()[0], syscall.ENOENT)
}

// If a manager reads nothing, its queue becomes full. Then a message waits for half a
// second on the session's goroutine, and the app waits for two seconds at most.
func TestNotify_aFullQueueDelaysNothing(t *testing.T) {
	address := filepath.Join(shortDir(t), "notify")
	l := listen(t, address)
	filler, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: address, Net: "unixgram"})
	require.NoError(t, err)
	defer func() { _ = filler.Close() }()
	require.NoError(t, filler.SetWriteDeadline(time.Now().Add(100*time.Millisecond)))
	for err == nil {
		_, err = filler.Write([]byte("X=1"))
	}

	t.Setenv("NOTIFY_SOCKET", address)
	var told notes[error]
	began := time.Now()
	a := facet.New(storeAndNothing(), facet.Observe(systemd.Notify(onError(&told))))
	require.NoError(t, a.Start(t.Context()))
	require.NoError(t, a.Stop(t.Context()))
	require.Less(t, time.Since(began), longest)
	require.Len(t, told.all(), 1)
	require.ErrorIs(t, told.all()[0], os.ErrDeadlineExceeded)
	require.Equal(t, "X=1", l.next())
}

func TestNotify_theEnvironmentIsReadAtTheCall(t *testing.T) {
	address := filepath.Join(shortDir(t), "notify")
	l := listen(t, address)
	t.Setenv("NOTIFY_SOCKET", address)
	notify := systemd.Notify()
	require.NoError(t, os.Unsetenv("NOTIFY_SOCKET")) // so that child processes do not inherit it
	require.NoError(t, facet.New(storeAndNothing(), facet.Observe(notify)).Do(context.Background(), func() {}), "tells nothing")
	a := facet.New(storeAndNothing(), facet.Observe(notify))
	require.NoError(t, a.Start(t.Context()))
	l.until("READY=1")
	require.NoError(t, a.Stop(t.Context()))
}
