// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// serve is the task of the server. It returns when the server is closed and all requests
// have ended, so that what the handlers depend on stops after them.
func (e *Endpoint) serve(ctx context.Context, ready func()) error {
	err := e.listenAndServe(ctx, ready)
	if !guard.Is(err, http.ErrServerClosed) || e.stopping.Err() == nil {
		return err
	}
	<-e.traffic.whenQuiet()
	e.cancel(http.ErrServerClosed)
	return err
}

// listenAndServe accepts connections until the stop begins.
func (e *Endpoint) listenAndServe(ctx context.Context, ready func()) error {
	defer close(e.doneAccept)
	listener, err := e.listen(ctx)
	if err != nil {
		return err
	}
	defer listener.Close() //nolint:errcheck // the server has closed it, unless it did not begin
	addr := listener.Addr()
	e.addr.Store(&addr)
	ready()
	if e.config.whenReady {
		select {
		case <-e.lc.Ready():
		case <-e.stopping.Done():
			return http.ErrServerClosed
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	if e.server.TLSConfig != nil {
		return e.server.ServeTLS(listener, "", "")
	}
	return e.server.Serve(listener)
}

// listen listens until ctx ends or the stop begins.
func (e *Endpoint) listen(ctx context.Context) (net.Listener, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(e.stopping, cancel)()
	listener, err := e.config.listen(ctx, e.server.Addr)
	switch {
	case err != nil:
		return nil, e.config.newError("listen-failed", fmt.Sprintf("cannot listen at %q; use an address that is free", e.server.Addr), err)
	case listener == nil:
		return nil, e.config.newError("listen-failed", "the function of web.Listen returned no listener", nil)
	}
	return listener, nil
}

// onDrain is the drain hook. The server continues to serve; see response.decide.
func (e *Endpoint) onDrain(context.Context) error {
	e.drain()
	return nil
}

// freshTimeout is the time that a connection has to begin its first request when the
// server stops. Browsers open connections that they may never use.
const freshTimeout = 500 * time.Millisecond

// cutDelay is the time that handlers have for a last response after their contexts have
// ended. It is short, because the deadline is over.
const cutDelay = 10 * time.Millisecond

// stop closes the port and idle connections, and waits for requests and hijacked
// connections. When ctx or the own timeout ends, it cuts off the rest. It does not call
// Close of the server, because that waits for the locks of TLS connections.
func (e *Endpoint) stop(ctx context.Context) error {
	e.drain()
	e.beginStop()
	if e.config.stopTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, e.config.stopTimeout, &ownTimeout{guard.TimeoutError{
			Name: "the time for requests", Budget: e.config.stopTimeout, SetBy: "web.StopTimeout sets it",
		}})
		defer cancel()
	}
	defer e.shutdown()()
	fresh := time.AfterFunc(freshTimeout, e.traffic.closeFresh)
	defer fresh.Stop()
	select {
	case <-e.doneAccept: // from now on no connection is added
		select {
		case <-e.traffic.whenQuiet():
			return nil
		case <-ctx.Done():
		}
	case <-ctx.Done():
	}
	return e.cut(ctx)
}

// ownTimeout is the end of the time of StopTimeout.
type ownTimeout struct{ guard.TimeoutError }

// shutdown begins the shutdown of the server on a goroutine. The function that it returns
// ends it and waits for it.
func (e *Endpoint) shutdown() (end func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = guard.Call(func() error { return e.server.Shutdown(ctx) }) // calls Close of users' listeners
	}()
	return func() {
		cancel()
		<-done
	}
}

// cut ends the contexts of all requests and closes all connections.
func (e *Endpoint) cut(ctx context.Context) error {
	cause := context.Cause(ctx)
	left := e.traffic.count()
	e.cancel(cause)
	delay := time.NewTimer(cutDelay)
	defer delay.Stop()
	select {
	case <-e.traffic.whenQuiet():
	case <-delay.C:
		e.traffic.closeAll()
	}
	if left == (counts{}) {
		return nil
	}
	err := e.config.newError("requests-cut", fmt.Sprintf("%s and %s had not ended and were cut off; those without an end should heed web.Draining",
		text.Count(left.requests, "request"), text.Count(left.hijacked, "hijacked connection")), nil)
	if _, ok := cause.(*ownTimeout); ok { //nolint:errorlint // of this stop
		err.Err = cause // that of the stop's budget is added by the stop
	}
	return err
}
