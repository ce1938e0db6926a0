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

// Server makes the app answer probes at an address such as ":8081", on a server that
// does nothing else. Its position among the options does not matter: it is constructed
// before everything that is not in an earlier facet.First, and its cleanup is the last
// one. So probes are answered while the app is built, starts, runs, drains and stops.
// The port is closed when Run or Stop returns. If the address cannot be listened on,
// the build fails. If only a constructor knows the address, use [Serve].
func Server(addr string, opts ...ServerOption) facet.Option {
	p := &probes{addr: addr, opts: opts, place: graph.Caller(1)}
	return facet.First(facet.Invoke(p.serve))
}

// probes are the arguments of Server.
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

// Serve is [Server] for a constructor. It listens at once, answers probes, and ends
// with the cleanups of the component of lc. It returns the address of the listener.
func Serve(lc *facet.Lifecycle, app *facet.App, addr string, opts ...ServerOption) (net.Addr, error) {
	c := configure(opts)
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for probes; give them an address that is free: %w", err)
	}
	s := newServer(newHandler(app, c), c.timeout)
	lc.Cleanup(s.close)
	go s.serve(listener, lc.Shutdown)
	if c.onListen != nil {
		c.onListen(listener.Addr())
	}
	return listener.Addr(), nil
}

// server is an HTTP server whose end can be awaited.
type server struct {
	http   http.Server
	cancel context.CancelFunc // ends the contexts of all requests
	served chan struct{}      // closed when no more connections are accepted
	conns  sync.WaitGroup     // the goroutines of connections

	closeTimeout time.Duration // the time that running probes have for their responses
}

// The limits of connections. Probes are short.
const (
	headerTimeout = 2 * time.Second
	idleTimeout   = 30 * time.Second
	maxHeader     = 8 << 10
	closeTimeout  = 5 * time.Millisecond
)

func newServer(h http.Handler, timeout time.Duration) *server {
	s := &server{served: make(chan struct{}), closeTimeout: closeTimeout}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.http = http.Server{
		Handler: h, BaseContext: func(net.Listener) context.Context { return ctx }, ConnState: s.countConnection,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		WriteTimeout: writeTimeout(timeout),
	}
	return s
}

// writeTimeout returns the time that a connection has to read a request and to write
// its response.
func writeTimeout(timeout time.Duration) time.Duration {
	return min(timeout, math.MaxInt64-2*headerTimeout) + 2*headerTimeout
}

// countConnection counts the open connections.
func (s *server) countConnection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.conns.Done()
	}
}

// serve answers until close. If it fails, it shuts the app down: without probes
// Kubernetes would kill it.
func (s *server) serve(l net.Listener, shutdown func(error)) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		shutdown(fmt.Errorf("health: probes can no longer be answered: %w", err))
	}
}

// close cancels the running probes, because all components have stopped, and gives them
// a moment to respond. When it returns, no goroutine and no connection is left. It must
// be short: after the stop timeout, cleanups share the rest of Grace.
func (s *server) close() error {
	s.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), s.closeTimeout)
	defer cancel()
	_ = s.http.Shutdown(ctx) // it would wait for idle connections
	err := s.http.Close()
	<-s.served
	s.conns.Wait()
	return err
}
