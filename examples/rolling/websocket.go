// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"bufio"
	"crypto/sha1" //nolint:gosec // RFC 6455 wants it
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/facet-go/facet/web"
)

// echo is a WebSocket (RFC 6455) that sends back each message. When the app drains, it
// sends a close frame, with the code for an endpoint that goes away. A client that
// receives it instead of an answer sends its message again, on another connection.
//
// A program would use a library. This is the part of the protocol that the example needs:
// messages of one frame of at most 125 bytes.
func echo(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		http.Error(w, "this is a WebSocket", http.StatusUpgradeRequired)
		return
	}
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotImplemented)
		return
	}
	defer conn.Close() //nolint:errcheck // nothing depends on it
	s := &socket{conn: conn, in: buffer.Reader}
	// The answer is the first thing on the connection, also if the app drains already.
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		accept(r.Header.Get("Sec-WebSocket-Key"))) // the next read has the error
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-web.Draining(r.Context()):
			s.goAway()
		case <-ended:
		}
	}()
	s.serve()
}

func accept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // as above
	return base64.StdEncoding.EncodeToString(sum[:])
}

const (
	opText  = 0x1
	opClose = 0x8
	final   = 0x80
	masked  = 0x80
	longest = 125 // bytes of a frame

	closeTimeout = 5 * time.Second // for the client to answer a close frame
)

// goingAway is the payload of a close frame with the code 1001.
const goingAway = "\x03\xe9"

type socket struct {
	conn net.Conn
	in   *bufio.Reader

	mu     sync.Mutex // guards the field below, and writes
	closed bool       // a close frame was sent
}

// serve answers messages until a close frame arrives or the connection ends.
func (s *socket) serve() {
	for {
		op, message, err := s.read()
		switch {
		case err != nil:
			return
		case op == opClose:
			s.write(opClose, message)
			return
		case op == opText:
			s.write(opText, message)
		}
	}
}

func (s *socket) goAway() {
	s.write(opClose, []byte(goingAway))
	_ = s.conn.SetReadDeadline(time.Now().Add(closeTimeout)) // serve ends then
}

// write writes a frame, unless a close frame was written.
func (s *socket) write(op byte, message []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = op == opClose
		_, _ = s.conn.Write(append([]byte{final | op, byte(len(message))}, message...)) // the next read has the error
	}
}

// read reads a frame of a client, which is masked.
func (s *socket) read() (op byte, message []byte, err error) {
	var head [6]byte
	if _, err := io.ReadFull(s.in, head[:]); err != nil {
		return 0, nil, err
	}
	size := head[1] &^ masked
	if head[1]&masked == 0 || size > longest {
		return 0, nil, errors.New("the frame is too long or not masked")
	}
	message = make([]byte, size)
	_, err = io.ReadFull(s.in, message)
	for i := range message {
		message[i] ^= head[2+i%4]
	}
	return head[0] &^ final, message, err
}
