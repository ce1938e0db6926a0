// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
)

// Server serves HTTP while the app runs. When the app drains, it continues to serve and asks
// each client to close its connection. When the app stops, it waits for requests in
// progress. So no request meets a closed connection if the clients learn within the drain
// delay that the service is not ready.
type Server struct {
	http      *http.Server
	out       io.Writer
	closeIdle bool // see Config

	draining atomic.Bool
	requests atomic.Int64 // in progress
}

// NewServer returns a server that is not started.
func NewServer(lc *facet.Lifecycle, cfg Config, handler http.Handler, out io.Writer) *Server {
	s := &Server{out: out, closeIdle: cfg.CloseIdle}
	s.http = &http.Server{Addr: cfg.Addr, Handler: s.track(handler), ReadHeaderTimeout: 5 * time.Second}
	lc.Serve("http", s.serve, hooks.StopWith(s.Shutdown), hooks.Clean(http.ErrServerClosed))
	lc.OnDrain(s.drain)
	return s
}

// serve calls ready when the port is bound. From then on connections are accepted, and the
// app can become ready.
func (s *Server) serve(ctx context.Context, ready func()) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.http.Addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "serving on http://%v\n", listener.Addr())
	ready()
	return s.http.Serve(listener)
}

// drain adds Connection: close to all further responses. It does not close idle connections:
// a request that is on its way would be lost.
func (s *Server) drain(context.Context) error {
	s.draining.Store(true)
	if s.closeIdle {
		s.http.SetKeepAlivesEnabled(false) // the mistake
	}
	fmt.Fprintln(s.out, "draining")
	return nil
}

// Shutdown closes the port and idle connections, and waits for requests in progress. When
// ctx ends, the remaining ones are cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	fmt.Fprintf(s.out, "stopping with %d requests in progress\n", s.requests.Load())
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	return nil
}

// track counts requests in progress, and makes each response while draining the last one of
// its connection.
func (s *Server) track(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		defer s.requests.Add(-1)
		answer := &response{ResponseWriter: w, last: &s.draining}
		next.ServeHTTP(answer, r)
		answer.decide() // unless the handler has written something
	})
}

// response decides on Connection: close when the header is written, not when the
// request arrives: draining may begin while the handler runs.
type response struct {
	http.ResponseWriter
	last    *atomic.Bool
	decided bool
}

func (r *response) decide() {
	if !r.decided && r.last.Load() {
		r.Header().Set("Connection", "close")
	}
	r.decided = true
}

func (r *response) WriteHeader(status int) {
	if status >= http.StatusOK { // a lower status comes before the header
		r.decide()
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *response) Write(b []byte) (int, error) {
	r.decide()
	return r.ResponseWriter.Write(b)
}

// FlushError writes the header, unless it is written, and the buffered data.
func (r *response) FlushError() error {
	r.decide()
	return http.NewResponseController(r.ResponseWriter).Flush()
}

// Unwrap gives [http.ResponseController] access to the other methods.
func (r *response) Unwrap() http.ResponseWriter { return r.ResponseWriter }
