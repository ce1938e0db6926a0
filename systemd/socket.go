// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"errors"
	"net"
	"os"
	"time"
)

// sendTimeout is the time that a message waits for room in systemd's queue.
const sendTimeout = 500 * time.Millisecond

// socket sends datagrams to a unix socket. It keeps the connection, so that the
// watchdog receives pings even if the process has no free file descriptors.
type socket struct {
	address string // a path, or @ and an abstract name
	conn    *net.UnixConn
}

// Send sends one message. It waits at most for sendTimeout.
func (s *socket) Send(message string) error {
	fresh := s.conn == nil
	err := s.try(message)
	if err == nil || fresh || errors.Is(err, os.ErrDeadlineExceeded) {
		return s.wrap(err)
	}
	_ = s.Close() // the socket has been closed; there may be a new one
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
	if err := s.conn.SetWriteDeadline(time.Now().Add(sendTimeout)); err != nil {
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
