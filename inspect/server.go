// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Server serves the page at an address such as ":8082", on a server that does nothing
// else. An address without a host is on the loopback interface. A public address fails
// the build, unless [Public] is given. Its position among the options does not matter:
// as health.Server, it answers from before the first constructor that is not in a
// facet.First until after the last cleanup. If the address cannot be listened on, the
// build fails. The option observes the app, so it is for one app.
func Server(addr string, opts ...ServerOption) facet.Option {
	p := &pageServer{addr: addr, config: configure(opts), place: graph.Caller(1)}
	if p.config.recorder != nil { // the user has given it to Observe
		return facet.First(facet.Invoke(p.serve))
	}
	p.config.recorder = &Recorder{}
	return facet.Options(facet.Observe(p.config.recorder.Observe), facet.First(facet.Invoke(p.serve)))
}

// pageServer has the arguments of Server.
type pageServer struct {
	addr   string
	config config
	place  graph.Place
}

func (p *pageServer) serve(app *facet.App, lc *facet.Lifecycle) error {
	if _, err := serve(lc, app, p.addr, p.config); err != nil {
		return fmt.Errorf("inspect.Server at %v: %w", p.place, err)
	}
	return nil
}

// Serve is [Server] for a constructor. It listens at once, serves the page, and ends with
// the cleanups of the component of lc. It returns the address of the listener. It has no
// recorder, unless [Record] gives one.
func Serve(lc *facet.Lifecycle, app *facet.App, addr string, opts ...ServerOption) (net.Addr, error) {
	return serve(lc, app, addr, configure(opts))
}

func serve(lc *facet.Lifecycle, app *facet.App, addr string, c config) (net.Addr, error) {
	l, err := listen(addr, c.public)
	if err != nil {
		return nil, err
	}
	s := newServer(newHandler(app, c, true))
	lc.Cleanup(s.close)
	go s.serve(l, lc.Shutdown)
	if c.onListen != nil {
		c.onListen(l.Addr())
	}
	return l.Addr(), nil
}

// server is an HTTP server whose end can be awaited.
type server struct {
	http   http.Server
	cancel context.CancelFunc // ends the contexts of all requests, streams included
	served chan struct{}      // closed when no more connections are accepted
	conns  sync.WaitGroup     // the goroutines of connections
}

const (
	headerTimeout = 2 * time.Second
	idleTimeout   = 30 * time.Second
	maxHeader     = 16 << 10
	closeTimeout  = 5 * time.Millisecond
)

func newServer(h http.Handler) *server {
	s := &server{served: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.http = http.Server{
		Handler: h, BaseContext: func(net.Listener) context.Context { return ctx }, ConnState: s.countConnection,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
	}
	return s
}

func (s *server) countConnection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.conns.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.conns.Done()
	}
}

// serve answers until close. The app needs no page, but a server that ends by itself is a
// failure.
func (s *server) serve(l net.Listener, shutdown func(error)) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		shutdown(fmt.Errorf("inspect: the page can no longer be served: %w", err))
	}
}

// close ends all streams and gives them a moment for their last message. When it returns,
// no goroutine and no connection is left.
func (s *server) close() error {
	s.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	_ = s.http.Shutdown(ctx) // it would wait for viewers that do not read
	err := s.http.Close()
	<-s.served
	s.conns.Wait()
	return err
}
