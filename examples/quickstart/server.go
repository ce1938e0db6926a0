// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/facet-go/facet"
)

// Server serves HTTP while the app runs.
type Server struct {
	http *http.Server
	addr net.Addr // set before the server is ready
}

// NewServer returns a server that is not started.
func NewServer(lc *facet.Lifecycle, cfg Config, handler http.Handler) *Server {
	s := &Server{http: &http.Server{Addr: cfg.Addr, Handler: handler, ReadHeaderTimeout: 5 * time.Second}}
	lc.Serve("http", s.serve)
	lc.OnStop(s.Shutdown)
	return s
}

// Addr returns the address that the server listens on.
func (s *Server) Addr() net.Addr { return s.addr }

// serve calls ready when the server listens, and returns after Shutdown.
func (s *Server) serve(ctx context.Context, ready func()) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", s.http.Addr)
	if err != nil {
		return err
	}
	// Shutdown is called before ctx ends, unless the start is cancelled.
	release := context.AfterFunc(ctx, func() { _ = s.http.Close() })
	defer release()
	s.addr = listener.Addr()
	ready()
	if err := s.http.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Shutdown waits for requests in progress. When ctx ends, the remaining ones are cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	return nil
}
