// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"io"
	"net/http"
	"time"
)

// response is the http.ResponseWriter of handlers. While the server drains it makes each
// response the last one of its connection. It decides that when the header is written,
// not when the request arrives, because draining may begin while the handler runs.
type response struct {
	http.ResponseWriter

	endpoint  *Endpoint
	wrote     bool          // the header, of a status that is not only informational
	hijacked  *hijackedConn // nil unless the handler has hijacked the connection
	ownLimit  bool          // the handler sets the time to write itself
	limitedAt time.Time     // when the time to write began last
}

// writer returns the response with the methods of its protocol.
func (r *response) writer() http.ResponseWriter {
	if _, ok := r.ResponseWriter.(http.Hijacker); ok {
		return response1{r}
	}
	return response2{r}
}

// decide adds Connection: close to the header if the server drains.
func (r *response) decide() {
	if r.wrote {
		return
	}
	r.wrote = true
	select {
	case <-r.endpoint.draining:
		r.Header().Set("Connection", "close")
	default:
	}
}

// WriteHeader implements http.ResponseWriter.
func (r *response) WriteHeader(status int) {
	switch {
	case status >= http.StatusOK: // a lower one comes before the header
		r.decide()
	case status == http.StatusSwitchingProtocols:
		r.wrote = true
	}
	r.limit()
	r.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (r *response) Write(b []byte) (int, error) {
	r.decide()
	r.limit()
	return r.ResponseWriter.Write(b)
}

// WriteString implements io.StringWriter.
func (r *response) WriteString(s string) (int, error) {
	r.decide()
	r.limit()
	return io.WriteString(r.ResponseWriter, s)
}

// Flush implements http.Flusher.
func (r *response) Flush() { _ = r.FlushError() } // the error is not lost: the next write has it

// FlushError is [response.Flush] for http.ResponseController.
func (r *response) FlushError() error {
	r.decide()
	r.limit()
	return http.NewResponseController(r.ResponseWriter).Flush()
}

// SetWriteDeadline is for http.ResponseController. After it the limit of writes does not
// apply to the response.
func (r *response) SetWriteDeadline(t time.Time) error {
	r.ownLimit = true
	return http.NewResponseController(r.ResponseWriter).SetWriteDeadline(t)
}

// Unwrap is for http.ResponseController.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// limit begins the time to write, unless it began a short time ago.
func (r *response) limit() {
	d := r.endpoint.writeTimeout
	if d <= 0 || r.ownLimit || r.hijacked != nil {
		return
	}
	if now := time.Now(); now.Sub(r.limitedAt) >= d/4 {
		r.limitedAt = now
		_ = http.NewResponseController(r.ResponseWriter).SetWriteDeadline(now.Add(d)) // the connection of the server can
	}
}

// unlimit ends the time to write of an earlier response on the connection.
func (r *response) unlimit() {
	if r.endpoint.writeTimeout > 0 {
		_ = http.NewResponseController(r.ResponseWriter).SetWriteDeadline(time.Time{}) // as in limit
	}
}

// finish is called when the handler has returned.
func (r *response) finish() {
	if r.hijacked == nil {
		r.decide()
		r.limit()
	}
}
