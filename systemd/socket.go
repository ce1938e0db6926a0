// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"errors"
	"net"
	"os"
	"time"
)

// patience is how long a message waits for room in systemd's queue.
const patience = 500 * time.Millisecond

// socket sends datagrams to a unix socket. It keeps the connection, so that a
// process without a file descriptor to spare stays alive for its watchdog.
type socket struct {
	address string // a path, or @ and an abstract name
	conn    *net.UnixConn
}

// Send sends one message, and waits for patience at most.
func (s *socket) Send(message string) error {
	fresh := s.conn == nil
	err := s.try(message)
	if err == nil || fresh || errors.Is(err, os.ErrDeadlineExceeded) {
		return s.wrap(err)
	}
	_ = s.Close() // the other end has gone; there may be a new one
	return s.wrap(s.try(message))
}

func (s *socket) wrap(err error) error {
	if err == nil {
		return nil
	}
	return &SendError{Socket: s.address, Err: err}
}

func (s *socket) try(message string) error {
	if s.conn == nil {
		conn, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: s.address, Net: "unixgram"})
		if err != nil {
			return err
		}
		s.conn = conn
	}
	if err := s.conn.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	_, err := s.conn.Write([]byte(message))
	return err
}

// Close closes the connection, if there is one.
func (s *socket) Close() error {
	if s.conn == nil {
		return nil
	}
	conn := s.conn
	s.conn = nil
	return conn.Close()
}
