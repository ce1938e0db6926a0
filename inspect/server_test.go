// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/inspect"
	fo "github.com/facet-go/facet/observe"
)

func event() fo.Event { return fo.Event{Op: fo.OpLaunched, Node: "a.New", Time: time.Now()} }

func TestServer_refusesAPublicAddress(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:0"} {
		err := newApp(passes, inspect.Server(addr)).Start(t.Context())
		require.ErrorContains(t, err, "inspect.Server at ")
		require.ErrorContains(t, err, "refuses the public address")
		require.ErrorContains(t, err, "inspect.Public()")
	}
	require.ErrorContains(t, newApp(passes, inspect.Server("nonsense")).Start(t.Context()), "cannot listen for the page")
}

func TestServer_isOnLoopbackUnlessPublic(t *testing.T) {
	for _, public := range []bool{false, true} {
		var at *net.TCPAddr
		opts := []inspect.ServerOption{inspect.OnListen(func(a net.Addr) { at, _ = a.(*net.TCPAddr) }), nil}
		if public {
			opts = append(opts, inspect.Public())
		}
		app := newApp(passes, inspect.Server(":0", opts...))
		require.NoError(t, app.Start(t.Context()))
		require.Equal(t, !public, at.IP.IsLoopback())
		require.NoError(t, app.Stop(t.Context()))
		_, err := net.Dial("tcp", at.String())
		require.Error(t, err, "the port is closed")
	}
}

// viewer is an open stream.
type viewer struct {
	*bufio.Reader
	close func()
}

func view(t *testing.T, url string) viewer {
	t.Helper()
	transport := &http.Transport{}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, url, http.NoBody)
	require.NoError(t, err)
	resp, err := transport.RoundTrip(req) //nolint:bodyclose // the viewer closes it
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, "text/event-stream", resp.Header.Get("Content-Type"))
	return viewer{bufio.NewReader(resp.Body), func() { _ = resp.Body.Close(); transport.CloseIdleConnections() }}
}

// until reads messages until one has a state of the app.
func (v viewer) until(t *testing.T, state string) (d data) {
	t.Helper()
	for d.Current == nil || d.Current.State != state {
		d, _ = nextMessage(t, v.Reader)
	}
	return d
}

func TestServer_aViewerSeesEachStateAndTheEnd(t *testing.T) {
	addr, release := "", make(chan struct{})
	app := newApp(func(ctx context.Context) error { <-release; return nil },
		inspect.Server("127.0.0.1:0", inspect.OnListen(func(a net.Addr) { addr = a.String() })),
		facet.Invoke(func(lc *facet.Lifecycle) {
			lc.OnStop(func(ctx context.Context) error { <-release; return nil })
		}))
	require.NoError(t, app.Build(t.Context()))
	v := view(t, "http://"+addr+"/events")
	defer v.close()
	require.Len(t, v.until(t, "built").Declared.Nodes, 7)
	started := make(chan error)
	go func() { started <- app.Start(context.Background()) }()
	require.Contains(t, v.until(t, "starting").Clock.Sentence, "Not up after")
	release <- struct{}{}
	require.NoError(t, <-started)
	up := v.until(t, "running")
	require.Nil(t, up.Declared, "it is sent once")
	stopped := make(chan error)
	go func() { stopped <- app.Stop(context.Background()) }()
	v.until(t, "stopping")
	release <- struct{}{}
	require.NoError(t, <-stopped)
	for event := ""; event != "end"; {
		_, event = nextMessage(t, v.Reader)
	}
}

func TestServer_aViewerThatDoesNotReadDelaysNoStop(t *testing.T) {
	addr := ""
	app := newApp(passes, inspect.Server("127.0.0.1:0", inspect.OnListen(func(a net.Addr) { addr = a.String() })), facet.StopTimeout(time.Minute))
	require.NoError(t, app.Start(t.Context()))
	var conns []net.Conn
	for range 3 {
		conn, err := net.Dial("tcp", addr)
		require.NoError(t, err)
		_, err = conn.Write([]byte("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"))
		require.NoError(t, err)
		_, err = conn.Read(make([]byte, 1)) // the stream is open
		require.NoError(t, err)
		conns = append(conns, conn)
	}
	began := time.Now()
	require.NoError(t, app.Stop(t.Context()))
	require.Less(t, time.Since(began), 10*time.Second)
	for _, conn := range conns {
		require.NoError(t, conn.Close())
	}
}

// A server of the app waits for its requests in a stop hook. Streams do not keep it.
func TestHandler_streamsEndWhenTheAppStops(t *testing.T) {
	var server *httptest.Server
	app := newApp(passes, facet.Invoke(func(lc *facet.Lifecycle, app *facet.App) {
		server = httptest.NewServer(inspect.Handler(app))
		lc.OnStop(server.Config.Shutdown)
		lc.Cleanup(func() error { server.Close(); return nil })
	}), facet.StopTimeout(time.Minute))
	require.NoError(t, app.Start(t.Context()))
	v := view(t, server.URL+"/inspect/events")
	defer v.close()
	v.until(t, "running")
	began := time.Now()
	require.NoError(t, app.Stop(t.Context()))
	require.Less(t, time.Since(began), 30*time.Second)
	for event := ""; event != "end"; {
		_, event = nextMessage(t, v.Reader)
	}
}

func TestHandler_hasAtMostSixteenViewers(t *testing.T) {
	server := httptest.NewServer(inspect.Handler(newApp(passes)))
	t.Cleanup(server.Close)
	for range 16 {
		t.Cleanup(view(t, server.URL+"/events").close)
	}
	require.Equal(t, http.StatusServiceUnavailable, get(server.Config.Handler, "/events").Code)
}
