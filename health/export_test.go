// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"net"
	"net/http"
	"time"
)

// ServeOn serves on a listener of the test as Serve does, and gives requests that long for
// their answer when it is closed.
func ServeOn(l net.Listener, h http.Handler, shutdown func(error), farewell time.Duration) (closes func() error) {
	s := newServer(h, time.Second)
	s.farewell = farewell
	go s.serve(l, shutdown)
	return s.close
}

// WriteTimeout is what a connection has for reading and answering a request.
func WriteTimeout(timeout time.Duration) time.Duration { return writeTimeout(timeout) }
