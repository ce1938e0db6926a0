// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Server has the app answer probes at an address such as ":8081", by a server of its own,
// which does nothing else. Wherever it is listed, it is constructed before anything else
// that is not in a facet.First before it, and its cleanup is the last: so a probe is
// answered while the app is built and started, drains and stops, and the port is closed when
// Run or Stop returns. A port that cannot be listened at fails the build. Where only
// a constructor knows the address, use [Serve].
func Server(addr string, opts ...ServerOption) facet.Option {
	p := &probes{addr: addr, opts: opts, place: graph.Caller(1)}
	return facet.First(facet.Invoke(p.serve))
}

// probes is what Server is given.
type probes struct {
	addr  string
	opts  []ServerOption
	place graph.Place
}

func (p *probes) serve(app *facet.App, lc *facet.Lifecycle) error {
	if _, err := Serve(lc, app, p.addr, p.opts...); err != nil {
		return fmt.Errorf("health.Server at %v: %w", p.place, err)
	}
	return nil
}

// Serve is [Server] for a constructor: it listens at once, answers probes, and ends with
// the cleanups of the component whose Lifecycle it is given. It returns the address that
// it listens at.
func Serve(lc *facet.Lifecycle, app *facet.App, addr string, opts ...ServerOption) (net.Addr, error) {
	c := configure(opts)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for probes; give them an address that is free: %w", err)
	}
	s := newServer(newHandler(app, c), c.timeout)
	lc.Cleanup(s.close)
	go s.serve(listener, lc.Shutdown)
	if c.listens != nil {
		c.listens(listener.Addr())
	}
	return listener.Addr(), nil
}

// server is an HTTP server that can be awaited.
type server struct {
	http   http.Server
	cancel context.CancelFunc // ends the contexts of all requests
	served chan struct{}      // closed when nothing is accepted any more
	conns  sync.WaitGroup     // the goroutines of connections

	farewell time.Duration // what probes that go on have for their answer
}

// The limits of connections. A probe is short.
const (
	headerTimeout = 2 * time.Second
	idleTimeout   = 30 * time.Second
	maxHeader     = 8 << 10
	farewell      = 5 * time.Millisecond
)

func newServer(h http.Handler, timeout time.Duration) *server {
	s := &server{served: make(chan struct{}), farewell: farewell}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.http = http.Server{
		Handler: h, BaseContext: func(net.Listener) context.Context { return ctx }, ConnState: s.note,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		WriteTimeout: writeTimeout(timeout),
	}
	return s
}

// writeTimeout is what a connection has for reading and answering a request.
func writeTimeout(timeout time.Duration) time.Duration {
	return min(timeout, math.MaxInt64-2*headerTimeout) + 2*headerTimeout
}

// note counts connections.
func (s *server) note(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.conns.Done()
	}
}

// serve answers until close. If it cannot, the app ends: without probes it would be killed.
func (s *server) serve(l net.Listener, shutdown func(error)) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		shutdown(fmt.Errorf("health: probes cannot be answered any more: %w", err))
	}
}

// close has probes that go on answered at once, and gives them a moment for that; all that
// they could ask has been stopped. When it returns nothing of the server is left. It must be
// short: after the time to stop, cleanups share what is left of Grace.
func (s *server) close() error {
	s.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), s.farewell)
	defer cancel()
	_ = s.http.Shutdown(ctx) // connections that do nothing would hold it up
	err := s.http.Close()
	<-s.served
	s.conns.Wait()
	return err
}
