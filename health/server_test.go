// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
)

// prober asks a server for the statuses of the three probes.
type prober struct {
	t      *testing.T
	addr   string
	client http.Client
}

func newProber(t *testing.T) *prober {
	t.Helper()
	p := &prober{t: t, client: http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}}
	t.Cleanup(p.client.CloseIdleConnections)
	return p
}

// server returns the option that makes an app answer the prober.
func (p *prober) server(opts ...health.ServerOption) facet.Option {
	return health.Server("127.0.0.1:0", append(opts, health.OnListen(func(a net.Addr) { p.addr = a.String() }))...)
}

func (p *prober) get(target string) (status int, body string) {
	p.t.Helper()
	resp, err := p.client.Get("http://" + p.addr + target)
	require.NoError(p.t, err)
	text, err := io.ReadAll(resp.Body)
	require.NoError(p.t, err)
	require.NoError(p.t, resp.Body.Close())
	return resp.StatusCode, string(text)
}

// probes returns the statuses of /livez, /startupz and /readyz.
func (p *prober) probes() [3]int {
	p.t.Helper()
	var all [3]int
	for i, target := range []string{"/livez", "/startupz", "/readyz"} {
		all[i], _ = p.get(target)
	}
	return all
}

func TestServer_answersInEachPhaseOfARun(t *testing.T) {
	p := newProber(t)
	seen := map[string][3]int{}
	see := func(phase string) { seen[phase] = p.probes() }
	hook := func(phase string) func(context.Context) error {
		return func(context.Context) error { see(phase); return nil }
	}
	w := newWorld()
	w.starts = hook("starting")
	app := w.app(
		facet.Invoke(func(lc *facet.Lifecycle) {
			see("constructing")
			lc.Cleanup(func() error { see("cleaning up"); return nil })
			lc.OnDrain(hook("draining"))
			lc.OnStop(hook("stopping"))
		}),
		p.server(),
	)
	require.NoError(t, app.Validate())
	require.Empty(t, p.addr, "Validate opens nothing")
	require.NoError(t, app.Build(t.Context()))
	see("built")
	require.NoError(t, app.Start(t.Context()))
	see("running")
	require.NoError(t, app.Stop(t.Context()))
	up, not := http.StatusOK, http.StatusServiceUnavailable
	require.Equal(t, map[string][3]int{
		"constructing": {up, not, not},
		"built":        {up, not, not},
		"starting":     {up, not, not},
		"running":      {up, up, up},
		"draining":     {up, up, not},
		"stopping":     {up, up, not},
		"cleaning up":  {up, up, not},
	}, seen)
	_, err := net.Dial("tcp", p.addr)
	require.Error(t, err, "the port is closed")
}

func TestServer_aPortInUseFailsTheStartWithAClearText(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, taken.Close()) }()
	constructed := false
	err = quiet(
		facet.Invoke(func() { constructed = true }),
		health.Server(taken.Addr().String()),
	).Start(t.Context())
	require.ErrorIs(t, err, syscall.EADDRINUSE)
	require.ErrorContains(t, err, "health.Server at ")
	require.ErrorContains(t, err, "server_test.go")
	require.ErrorContains(t, err, "cannot listen for probes; give them an address that is free: listen tcp "+taken.Addr().String())
	require.False(t, constructed, "nothing was constructed before")
}

func TestServer_answersInARollback(t *testing.T) {
	p := newProber(t)
	w := newWorld()
	w.starts = fails(errRefused)
	var seen [3]int
	app := w.app(facet.Invoke(func(lc *facet.Lifecycle) {
		lc.Cleanup(func() error { seen = p.probes(); return nil })
	}), p.server())
	require.ErrorIs(t, app.Run(t.Context()), errRefused)
	require.Equal(t, [3]int{http.StatusOK, http.StatusServiceUnavailable, http.StatusServiceUnavailable}, seen)
}

func TestServer_startsAgainWithTheApp(t *testing.T) {
	p := newProber(t)
	app := newWorld().app(p.server())
	for range 2 {
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, [3]int{http.StatusOK, http.StatusOK, http.StatusOK}, p.probes())
		require.NoError(t, app.Stop(t.Context()))
	}
}

func TestServer_aDoStartsNone(t *testing.T) {
	p := newProber(t)
	require.NoError(t, newWorld().app(p.server()).Do(t.Context(), func(*api) {}))
	require.Empty(t, p.addr)
}

// Neither idle connections nor waiting probes delay the stop.
func TestServer_stopsDespiteIdleConnectionsAndWaitingProbes(t *testing.T) {
	p := newProber(t)
	w := newWorld()
	asked, release := make(chan struct{}), make(chan struct{})
	w.cache = func(context.Context) error { close(asked); <-release; return nil }
	app := w.app(p.server(health.Timeout(time.Minute)), facet.Grace(500*time.Millisecond), facet.StopTimeout(100*time.Millisecond))
	require.NoError(t, app.Start(t.Context()))
	conn, err := net.Dial("tcp", p.addr)
	require.NoError(t, err)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if resp, err := p.client.Get("http://" + p.addr + "/readyz"); err == nil { // it may be cut off
			assert.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
			assert.NoError(t, resp.Body.Close())
		}
	}()
	<-asked
	began := time.Now()
	err = app.Stop(t.Context())
	require.Less(t, time.Since(began), 5*time.Second)
	require.ErrorContains(t, err, "check-hung", "which is the check, and not the server")
	require.NotContains(t, err.Error(), "cleanup-hung")
	<-answered
	close(release)
	_, err = conn.Read(make([]byte, 1))
	require.Error(t, err, "it is closed")
	require.NoError(t, conn.Close())
}

func TestServe_atAnAddressThatOnlyAConstructorKnows(t *testing.T) {
	p := newProber(t)
	type config struct{ probes string }
	serve := func(lc *facet.Lifecycle, app *facet.App, c config) error {
		addr, err := health.Serve(lc, app, c.probes, health.OnListen(func(a net.Addr) { p.addr = a.String() }))
		if err == nil {
			require.Equal(t, p.addr, addr.String())
		}
		return err
	}
	app := newWorld().app(facet.Provide(func() config { return config{"127.0.0.1:0"} }), facet.First(facet.Invoke(serve)))
	require.NoError(t, app.Start(t.Context()))
	require.Equal(t, [3]int{http.StatusOK, http.StatusOK, http.StatusOK}, p.probes())
	require.NoError(t, app.Stop(t.Context()))
	require.Error(t, quiet(facet.Supply(config{"nowhere"}), facet.Invoke(serve)).Start(t.Context()))
}

func TestServer_anObserverThatPanicsLeavesNoPortOpen(t *testing.T) {
	var addr string
	app := quiet(health.Server("127.0.0.1:0", health.OnListen(func(a net.Addr) { addr = a.String(); panic(errRefused) })))
	require.ErrorIs(t, app.Start(t.Context()), errRefused)
	_, err := net.Dial("tcp", addr)
	require.Error(t, err)
}

func TestServer_probesThatGoOnAreAnsweredAtOnceWhenItCloses(t *testing.T) {
	p := newProber(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p.addr = l.Addr().String()
	asked := make(chan struct{})
	closes := health.ServeOn(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
		_, _ = w.Write([]byte("bye"))
	}), nil, time.Minute)
	body := make(chan string)
	go func() {
		_, text := p.get("/")
		body <- text
	}()
	<-asked
	began := time.Now()
	require.NoError(t, closes())
	require.Less(t, time.Since(began), 30*time.Second)
	require.Equal(t, "bye", <-body)
}

func TestServer_awaitsWhatItCutsOff(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	asked, ended := make(chan struct{}), atomic.Bool{}
	closes := health.ServeOn(l, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
		for range 10_000 {
			runtime.Gosched()
		}
		ended.Store(true)
	}), nil, 0)
	conn, err := net.Dial("tcp", l.Addr().String())
	require.NoError(t, err)
	_, err = conn.Write([]byte("GET / HTTP/1.0\r\n\r\n"))
	require.NoError(t, err)
	<-asked
	require.NoError(t, closes())
	require.True(t, ended.Load())
	require.NoError(t, conn.Close())
}

func TestServer_theAppEndsIfItCannotAccept(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	cause, ended := make(chan error), atomic.Bool{}
	closes := health.ServeOn(l, http.NotFoundHandler(), func(err error) {
		cause <- err
		for range 10_000 {
			runtime.Gosched()
		}
		ended.Store(true)
	}, 0)
	err = <-cause
	require.ErrorContains(t, err, "health: probes can no longer be answered: ")
	require.ErrorIs(t, err, net.ErrClosed)
	require.NoError(t, closes())
	require.True(t, ended.Load(), "it is awaited")
}
