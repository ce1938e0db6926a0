// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"cmp"
	"fmt"
	"net/http"
	"time"
)

// Limits are the limits of a server. A field that is 0 has its default. A negative
// duration, and a negative Body, is no limit.
type Limits struct {
	// Header limits the time to read the header of a request, and the TLS handshake. The
	// default is 5 s.
	Header time.Duration
	// Read limits the time to read a request, header and body. The default is 1 min. The
	// handler may take longer.
	Read time.Duration
	// Write limits the time that a client takes to accept what is written: each write
	// begins it again, so that a stream may take any time. The default is 30 s. It may be
	// shorter by a quarter, because not every write sets a timer.
	Write time.Duration
	// Idle limits the time that a connection may wait for its next request. It should be
	// longer than that of a load balancer, so that the load balancer closes first. The
	// default is 3 min.
	Idle time.Duration
	// HeaderBytes limits the size of the header of a request. The default is 64 KiB, and
	// net/http adds 4 KiB.
	HeaderBytes int
	// Body limits the size of the body of a request, in bytes: more is an
	// *http.MaxBytesError of the handler's read. The default is 10 MiB. It does not apply
	// to hijacked connections.
	Body int64
}

// The defaults of Limits.
const (
	headerTimeout = 5 * time.Second
	readTimeout   = time.Minute
	writeTimeout  = 30 * time.Second
	idleTimeout   = 3 * time.Minute
	headerBytes   = 64 << 10
	bodyBytes     = 10 << 20
)

// Limit sets the limits of the server.
func Limit(limits Limits) Option {
	return &option{fmt.Sprintf("Limit(%+v)", limits), func(c *config) {
		if limits.HeaderBytes < 0 {
			c.reject("Limit: a negative HeaderBytes; a header needs a limit")
		}
		c.limits = limits
	}}
}

// applyLimits sets the limits of a server that neither it nor the options set, and
// returns those that net/http does not apply.
func (c *config) applyLimits(server *http.Server) (write time.Duration, body int64) {
	l := c.limits
	server.ReadHeaderTimeout = cmp.Or(l.Header, server.ReadHeaderTimeout, headerTimeout)
	server.ReadTimeout = cmp.Or(l.Read, server.ReadTimeout, readTimeout)
	server.IdleTimeout = cmp.Or(l.Idle, server.IdleTimeout, idleTimeout)
	server.MaxHeaderBytes = cmp.Or(max(l.HeaderBytes, 0), server.MaxHeaderBytes, headerBytes)
	if l.Write != 0 || server.WriteTimeout == 0 {
		server.WriteTimeout = 0
		write = cmp.Or(l.Write, writeTimeout)
	}
	return write, cmp.Or(l.Body, bodyBytes)
}
