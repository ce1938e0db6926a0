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
	"github.com/facet-go/facet/hooks"
)

// Server serves HTTP while the app runs.
type Server struct {
	http *http.Server
	addr net.Addr // set before the server is ready
}

// NewServer returns a server that is not started.
func NewServer(lc *facet.Lifecycle, cfg Config, handler http.Handler) *Server {
	s := &Server{http: &http.Server{Addr: cfg.Addr, Handler: handler, ReadHeaderTimeout: 5 * time.Second}}
	lc.Serve("http", s.serve, hooks.StopWith(s.Shutdown), hooks.Clean(http.ErrServerClosed))
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
	s.addr = listener.Addr()
	ready()
	return s.http.Serve(listener)
}

// Shutdown waits for requests in progress. When ctx ends, the remaining ones are cut off.
func (s *Server) Shutdown(ctx context.Context) error {
	if err := s.http.Shutdown(ctx); err != nil {
		return errors.Join(err, s.http.Close())
	}
	return nil
}
