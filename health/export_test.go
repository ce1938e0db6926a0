// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"net"
	"net/http"
	"time"
)

// ServeOn serves on a listener of the test, like Serve. timeout is the time that
// requests have for their response when it is closed.
func ServeOn(l net.Listener, h http.Handler, shutdown func(error), timeout time.Duration) (closes func() error) {
	s := newServer(h, time.Second)
	s.closeTimeout = timeout
	go s.serve(l, shutdown)
	return s.close
}

// WriteTimeout returns the time that a connection has to read a request and to write
// its response.
func WriteTimeout(timeout time.Duration) time.Duration { return writeTimeout(timeout) }
