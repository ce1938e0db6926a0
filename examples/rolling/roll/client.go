// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// client sends requests in sequence. Unlike a client of net/http it never sends a request
// twice: that would hide the failures that this program looks for.
type client struct {
	addr string
	keep bool // keep the connection until the server asks to close it

	conn net.Conn // nil between connections
	in   *bufio.Reader
}

// post requests work that takes that time. It returns an error unless the work is done and
// the response belongs to this request.
func (c *client) post(take time.Duration, body string) error {
	last, err := c.exchange(take, body)
	if err != nil || last || !c.keep {
		c.close()
	}
	return err
}

func (c *client) exchange(take time.Duration, body string) (last bool, err error) {
	fresh := c.conn == nil
	if fresh {
		if c.conn, err = net.DialTimeout("tcp", c.addr, longest); err != nil { //nolint:noctx // it has a timeout
			return true, err
		}
		c.in = bufio.NewReader(c.conn)
	}
	defer func() {
		if err != nil && !fresh {
			err = fmt.Errorf("on a connection that was kept: %w", err)
		}
	}()
	if err := c.conn.SetDeadline(time.Now().Add(longest)); err != nil {
		return true, err
	}
	connection := "keep-alive"
	if !c.keep {
		connection = "close"
	}
	if _, err := fmt.Fprintf(c.conn, "POST /work?take=%v HTTP/1.1\r\nHost: rolling\r\nConnection: %s\r\nContent-Length: %d\r\n\r\n%s",
		take, connection, len(body), body); err != nil {
		return true, fmt.Errorf("write: %w", err)
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return true, fmt.Errorf("read: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // it is read to the end
	answer, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return true, err
	case response.StatusCode != http.StatusOK:
		return response.Close, errors.New(response.Status)
	case string(answer) != body:
		return true, fmt.Errorf("the answer is %q, not %q", answer, body)
	}
	return response.Close, nil
}

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing depends on it
		c.conn = nil
	}
}
