// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"net"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestService_answersProbesFromBeforeTheFirstHook(t *testing.T) {
	p := launch(t, "-warm", "1h")
	p.until(p.probes+"/livez", 200)
	require.Equal(t, 503, p.get(p.probes+"/startupz"))
	require.Equal(t, 503, p.get(p.probes+"/readyz"))
	p.terminate()
	require.Equal(t, 0, p.wait())
}

func TestService_drainsBeforeItStops(t *testing.T) {
	p := launch(t, "-warm", "0", "-drain", "1h")
	work := p.line("serving on ")
	p.until(p.probes+"/readyz", 200)
	require.Equal(t, 200, p.get(p.probes+"/startupz"))
	idle := p.client()
	require.False(t, p.work(idle, work), "connections are kept")
	slow := p.begin(work)

	p.terminate()
	p.until(p.probes+"/readyz", 503)
	require.Equal(t, 200, p.get(p.probes+"/livez"))
	require.Equal(t, 200, p.get(p.probes+"/startupz"))
	p.line("draining")
	require.True(t, p.work(idle, work), "the connection was left open, and now is asked to be closed")
	require.True(t, p.work(p.client(), work), "new connections are served, once")

	p.terminate() // ends the drain delay
	p.line("stopping with 1 requests in progress")
	require.True(t, slow(), "the stop waits for what is in progress")
	require.Equal(t, 0, p.wait())
}

func TestService_leavesIdleConnectionsAloneUntilItStops(t *testing.T) {
	for flag, left := range map[string]bool{"-close-idle=false": true, "-close-idle": false} {
		p := launch(t, "-warm", "0", "-drain", "1h", flag)
		work := p.line("serving on ")
		p.until(p.probes+"/readyz", 200)
		conn := p.dial(work)
		p.terminate()
		p.line("draining")
		require.Equal(t, left, p.isOpen(conn), flag)
		p.terminate()
		require.Equal(t, 0, p.wait())
		require.False(t, p.isOpen(conn), flag)
	}
}

func TestService_closesWebSocketsWhenItDrains(t *testing.T) {
	p := launch(t, "-warm", "0", "-drain", "1h")
	url := p.line("serving on ")
	p.until(p.probes+"/readyz", 200)
	conn := p.dial(url)
	const upgrade = "GET /echo HTTP/1.1\r\nHost: rolling\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	_, err := io.WriteString(conn, upgrade)
	require.NoError(t, err)
	const want = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
	require.Equal(t, want, receive(t, conn, len(want)), "the example of RFC 6455")
	_, err = io.WriteString(conn, "\x81\x82\x01\x02\x03\x04ik") // "hi" with a mask
	require.NoError(t, err)
	require.Equal(t, "\x81\x02hi", receive(t, conn, 4))
	p.terminate()
	require.Equal(t, "\x88\x02\x03\xe9", receive(t, conn, 4), "a close frame with 1001")
	_, err = io.WriteString(conn, "\x88\x82\x00\x00\x00\x00\x03\xe9")
	require.NoError(t, err)
	rest, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Empty(t, rest)
	for range 20 { // the close frame never comes before the response
		conn, err = new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
		require.NoError(t, err)
		_, err = io.WriteString(conn, upgrade)
		require.NoError(t, err)
		require.Equal(t, want+"\x88\x02\x03\xe9", receive(t, conn, len(want)+4))
		require.NoError(t, conn.Close())
	}
	p.terminate() // ends the drain delay
	require.Equal(t, 0, p.wait())
}

func receive(t *testing.T, conn net.Conn, n int) string {
	t.Helper()
	bytes := make([]byte, n)
	_, err := io.ReadFull(conn, bytes)
	require.NoError(t, err)
	return string(bytes)
}

func TestRun_failsIfAPortIsTaken(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close() //nolint:errcheck // nothing depends on it
	addr := taken.Addr().String()
	require.ErrorIs(t, run(t.Context(), []string{"-probe", addr}, io.Discard), syscall.EADDRINUSE)
	require.ErrorIs(t, run(t.Context(), []string{"-addr", addr, "-probe", "127.0.0.1:0"}, io.Discard), syscall.EADDRINUSE)
}

func TestRun_refusesABadConfiguration(t *testing.T) {
	require.EqualError(t, run(t.Context(), []string{"-port", "1"}, io.Discard), "flag provided but not defined: -port; -h lists the flags")
	require.EqualError(t, run(t.Context(), []string{"-drain", "-1s"}, io.Discard), "-drain -1s and -warm 300ms must not be negative")
	require.NoError(t, run(t.Context(), []string{"-h"}, io.Discard))
}
