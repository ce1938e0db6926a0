// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"bufio"
	"errors"
	"net"
	"net/http"
)

// hijackedConn is a hijacked connection. It is counted until it is closed.
type hijackedConn struct {
	net.Conn

	traffic *traffic
}

// Close closes the connection.
func (c *hijackedConn) Close() error {
	defer c.traffic.forget(c)
	return c.Conn.Close()
}

// CloseWrite closes the connection for writing, if it can.
func (c *hijackedConn) CloseWrite() error {
	if conn, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return conn.CloseWrite()
	}
	return errors.ErrUnsupported
}

// NetConn returns the connection of the server.
func (c *hijackedConn) NetConn() net.Conn { return c.Conn }

// response1 is the response to a request of HTTP/1, whose connection can be hijacked.
type response1 struct{ *response }

// Hijack implements http.Hijacker.
func (r response1) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(r.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	r.hijacked = r.endpoint.traffic.hijack(conn)
	return r.hijacked, buffer, nil
}

// response2 is the response to a request of HTTP/2.
type response2 struct{ *response }

// Push implements http.Pusher.
func (r response2) Push(target string, opts *http.PushOptions) error {
	if pusher, ok := r.ResponseWriter.(http.Pusher); ok {
		return pusher.Push(target, opts)
	}
	return http.ErrNotSupported
}
