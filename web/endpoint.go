// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// Endpoint is a server that an app runs. Its methods may be called at any time and from
// any goroutine.
type Endpoint struct {
	lc     *facet.Lifecycle
	config config
	server *http.Server

	writeTimeout time.Duration // of each write, 0 or less for none
	bodyLimit    int64         // 0 or less for none

	addr     atomic.Pointer[net.Addr]
	traffic  traffic
	draining chan struct{} // closed when the server drains
	drain    func()        // closes draining once

	base   context.Context //nolint:containedctx // of all requests; it ends at the deadline of the stop
	cancel context.CancelCauseFunc

	stopping   context.Context //nolint:containedctx // ends when the stop begins
	beginStop  context.CancelFunc
	doneAccept chan struct{} // closed when no more connections are accepted
}

// newEndpoint checks a server and registers it on lc.
func newEndpoint(lc *facet.Lifecycle, server *http.Server, c config) (*Endpoint, error) {
	if server == nil {
		c.reject("the server is nil")
	} else if _, taken := server.Handler.(*handler); taken {
		c.reject("the server is given to web.Serve twice; a constructor makes a new one for each run")
	}
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	e := &Endpoint{lc: lc, config: c, server: server, draining: make(chan struct{}), doneAccept: make(chan struct{})}
	e.drain = sync.OnceFunc(func() { close(e.draining) })
	e.stopping, e.beginStop = context.WithCancel(context.Background())
	e.base, e.cancel = context.WithCancelCause(context.Background())
	if err := e.config.applyProtocols(server); err != nil {
		return nil, err
	}
	e.writeTimeout, e.bodyLimit = e.config.applyLimits(server)
	e.wrap()

	name, at := c.name, hooks.At(c.place)
	if name == "" {
		name = "http"
	}
	lc.Serve(name, e.serve, hooks.StopWith(e.stop), hooks.Clean(http.ErrServerClosed), at)
	lc.OnDrain(e.onDrain, hooks.Name(name), at)
	return e, nil
}

// wrap puts the functions of the endpoint around those of the server.
func (e *Endpoint) wrap() {
	s, c := e.server, &e.config
	next, connState, baseContext := s.Handler, s.ConnState, s.BaseContext
	if next == nil {
		next = http.DefaultServeMux
	}
	s.Handler = &handler{endpoint: e, next: next}
	s.ConnState = e.traffic.setState
	if connState != nil {
		s.ConnState = func(conn net.Conn, state http.ConnState) {
			defer e.traffic.setState(conn, state) // when it is the last one, the stop continues
			if err := guard.Call(func() error { connState(conn, state); return nil }); err != nil {
				e.lc.Warn(c.newError("handler-panicked", "ConnState of the server has failed", err))
			}
		}
	}
	s.BaseContext = func(l net.Listener) context.Context {
		if baseContext != nil {
			parent := baseContext(l)
			if parent == nil {
				return nil // which net/http reports
			}
			base, cancel := context.WithCancelCause(parent)
			context.AfterFunc(e.base, func() { cancel(context.Cause(e.base)) })
			return context.WithValue(base, endpointKey{}, e)
		}
		return context.WithValue(e.base, endpointKey{}, e)
	}
	if s.ErrorLog == nil {
		s.ErrorLog = e.newLog()
	}
}

// Addr returns the address at which the server listens, with the port that the system has
// chosen for port 0. It is nil until the server has started.
func (e *Endpoint) Addr() net.Addr {
	if addr := e.addr.Load(); addr != nil {
		return *addr
	}
	return nil
}

// Requests returns the number of requests in progress: handlers that have not returned.
func (e *Endpoint) Requests() int { return e.traffic.count().requests }

// Hijacked returns the number of hijacked connections that have not been closed.
func (e *Endpoint) Hijacked() int { return e.traffic.count().hijacked }

// Draining returns the channel of [Draining], for what is no request.
func (e *Endpoint) Draining() <-chan struct{} { return e.draining }

// endpointKey is the context key of the *Endpoint in the contexts of its requests.
type endpointKey struct{}

// Draining returns a channel that is closed when the app begins to drain, or when the
// server is to stop without that. ctx is the context of a request, or one derived from
// it. The stop ends that context only at its deadline. For another context the channel is
// nil, and never ready.
func Draining(ctx context.Context) <-chan struct{} {
	if e, ok := ctx.Value(endpointKey{}).(*Endpoint); ok {
		return e.draining
	}
	return nil
}
