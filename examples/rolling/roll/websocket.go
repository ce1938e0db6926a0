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

// webSocket sends messages in sequence. If the service goes away, it connects again, and
// sends the message again if it was not answered. Any other end of a connection is a
// failure.
type webSocket struct {
	addr string

	conn net.Conn // nil between connections
	in   *bufio.Reader
}

func newWebSocket(addr string) poster { return &webSocket{addr: addr} }

// errGoesAway says that the service has sent a close frame.
var errGoesAway = errors.New("the service goes away")

func (c *webSocket) post(_ time.Duration, body string) error {
	for attempts := 0; ; attempts++ {
		err := c.exchange(body)
		if err == nil {
			return nil
		}
		c.close()
		if !errors.Is(err, errGoesAway) || attempts == 100 {
			return err
		}
	}
}

func (c *webSocket) exchange(body string) error {
	if c.conn == nil {
		if err := c.connect(); err != nil {
			return fmt.Errorf("connect: %w", err)
		}
	}
	if err := c.conn.SetDeadline(time.Now().Add(longest)); err != nil {
		return err
	}
	if err := c.write(0x1, body); err != nil {
		// The close frame may have come before.
		if op, _, readErr := c.read(); readErr == nil && op == 0x8 {
			return errGoesAway
		}
		return fmt.Errorf("write: %w", err)
	}
	switch op, answer, err := c.read(); {
	case err != nil:
		return fmt.Errorf("read: %w", err)
	case op == 0x8:
		_ = c.write(0x8, answer) // ends the connection
		return errGoesAway
	case answer != body:
		return fmt.Errorf("the answer is %q, not %q", answer, body)
	}
	return nil
}

func (c *webSocket) connect() error {
	conn, err := net.DialTimeout("tcp", c.addr, longest) //nolint:noctx // it has a timeout
	if err != nil {
		return err
	}
	c.conn, c.in = conn, bufio.NewReader(conn)
	if err := conn.SetDeadline(time.Now().Add(longest)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, "GET /echo HTTP/1.1\r\nHost: rolling\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return err
	}
	_ = response.Body.Close() // there is none
	if response.StatusCode != http.StatusSwitchingProtocols {
		return errors.New(response.Status)
	}
	return nil
}

// write writes a frame whose mask is 0.
func (c *webSocket) write(op byte, message string) error {
	_, err := c.conn.Write(append([]byte{0x80 | op, 0x80 | byte(len(message)), 0, 0, 0, 0}, message...))
	return err
}

func (c *webSocket) read() (op byte, message string, err error) {
	var head [2]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		return 0, "", err
	}
	bytes := make([]byte, head[1])
	_, err = io.ReadFull(c.in, bytes)
	return head[0] &^ 0x80, string(bytes), err
}

func (c *webSocket) close() {
	if c.conn != nil {
		_ = c.conn.Close() // nothing depends on it
		c.conn = nil
	}
}
