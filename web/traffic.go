// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"crypto/tls"
	"net"
	"net/http"
	"sync"
)

// traffic counts connections, requests and hijacked connections.
type traffic struct {
	mu       sync.Mutex // guards the fields below; never held while user code runs
	conns    map[net.Conn]http.ConnState
	requests int
	hijacked map[*hijackedConn]struct{}
	quiet    chan struct{} // closed when there are none; nil until something waits for that
}

// counts are numbers of users of a server.
type counts struct{ requests, hijacked int }

func (t *traffic) count() counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	return counts{t.requests, len(t.hijacked)}
}

// setState records the state of a connection. A connection is counted until the goroutine
// of the server that reads from it has ended, or until it is hijacked.
func (t *traffic) setState(conn net.Conn, state http.ConnState) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch state {
	case http.StateClosed, http.StateHijacked:
		delete(t.conns, conn)
		t.signalQuiet()
	default:
		if t.conns == nil {
			t.conns = map[net.Conn]http.ConnState{}
		}
		t.conns[conn] = state
	}
}

// beginRequest counts a request until endRequest.
func (t *traffic) beginRequest() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests++
}

func (t *traffic) endRequest() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests--
	t.signalQuiet()
}

// hijack counts a hijacked connection until it is closed.
func (t *traffic) hijack(conn net.Conn) *hijackedConn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.hijacked == nil {
		t.hijacked = map[*hijackedConn]struct{}{}
	}
	c := &hijackedConn{Conn: conn, traffic: t}
	t.hijacked[c] = struct{}{}
	return c
}

func (t *traffic) forget(c *hijackedConn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.hijacked, c)
	t.signalQuiet()
}

// whenQuiet returns a channel that is closed when there is no connection and no request.
func (t *traffic) whenQuiet() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.quiet == nil {
		t.quiet = make(chan struct{})
	}
	quiet := t.quiet
	t.signalQuiet()
	return quiet
}

// signalQuiet closes the channel of whenQuiet if it is time. mu is held.
func (t *traffic) signalQuiet() {
	if t.quiet != nil && t.requests == 0 && len(t.conns)+len(t.hijacked) == 0 {
		close(t.quiet)
		t.quiet = nil
	}
}

// closeFresh closes the connections on which no request has begun.
func (t *traffic) closeFresh() {
	t.closeConns(func(state http.ConnState) bool { return state == http.StateNew })
}

// closeAll closes all connections, also those that are hijacked.
func (t *traffic) closeAll() {
	t.closeConns(func(http.ConnState) bool { return true })
	t.mu.Lock()
	var all []*hijackedConn
	for c := range t.hijacked {
		all = append(all, c)
	}
	t.mu.Unlock()
	for _, c := range all {
		t.forget(c)
		closeRaw(c.Conn)
	}
}

func (t *traffic) closeConns(mustClose func(http.ConnState) bool) {
	t.mu.Lock()
	var all []net.Conn
	for conn, state := range t.conns {
		if mustClose(state) {
			all = append(all, conn)
		}
	}
	t.mu.Unlock()
	for _, conn := range all {
		closeRaw(conn)
	}
}

// closeRaw closes a connection below TLS. Close of a tls.Conn first sends a message, which
// a client that does not read can delay by 5 s.
func closeRaw(conn net.Conn) {
	if c, ok := conn.(*tls.Conn); ok {
		conn = c.NetConn()
	}
	_ = conn.Close() // nothing depends on it
}
