// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/web"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errBoom = errors.New("boom")

// anywhere is an address with a port that the system chooses.
const anywhere = "127.0.0.1:0"

func quiet(opts ...facet.Option) *facet.App {
	return facet.New(append(opts, facet.Log(nil), facet.Signals())...)
}

// handles provides a function as the handler of the app.
func handles(f http.HandlerFunc) facet.Option { return facet.Value[http.Handler](f) }

func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }
}

// start starts an app and returns its endpoint.
func start(t *testing.T, app *facet.App) *web.Endpoint {
	t.Helper()
	require.NoError(t, app.Start(t.Context()))
	e, err := facet.Lookup[*web.Endpoint](app)
	require.NoError(t, err)
	return e
}

// warnings are the warning events of an app.
type warnings struct {
	mu  sync.Mutex
	all []*web.Error
}

func (w *warnings) option() facet.Option {
	return facet.Observe(func(e observe.Event) {
		var err *web.Error
		if e.Op == observe.OpWarning && errors.As(e.Err, &err) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.all = append(w.all, err)
		}
	})
}

func (w *warnings) slugs() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var slugs []string
	for _, e := range w.all {
		slugs = append(slugs, e.Slug)
	}
	return slugs
}

// memory is a network in the memory, for tests in a bubble.
type memory struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newMemory() *memory { return &memory{conns: make(chan net.Conn), closed: make(chan struct{})} }

func (m *memory) option() web.Option {
	return web.Listen(func(context.Context, string) (net.Listener, error) { return m, nil })
}

func (m *memory) Accept() (net.Conn, error) {
	select {
	case conn := <-m.conns:
		return conn, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

func (m *memory) Close() error {
	m.once.Do(func() { close(m.closed) })
	return nil
}

func (m *memory) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "unix"} }

func (m *memory) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case m.conns <- there:
		return here, nil
	case <-m.closed:
		return nil, net.ErrClosed
	}
}

// client returns a client with connections of its own.
func (m *memory) client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{DialContext: m.dial}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// conn is a connection of a test.
type conn struct {
	net.Conn

	in *bufio.Reader
	t  *testing.T
}

func (m *memory) connect(t *testing.T) *conn {
	t.Helper()
	c, err := m.dial(t.Context(), "", "")
	require.NoError(t, err)
	t.Cleanup(func() { _ = c.Close() })
	return &conn{c, bufio.NewReader(c), t}
}

// send sends a request of HTTP/1.1 without waiting for the response.
func (c *conn) send(path string) {
	c.t.Helper()
	_, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: test\r\n\r\n")
	require.NoError(c.t, err)
}

// reply is a response.
type reply struct {
	status int
	last   bool // of its connection
}

// answer reads a response and its body.
func (c *conn) answer() (reply, string) {
	c.t.Helper()
	response, err := http.ReadResponse(c.in, nil)
	require.NoError(c.t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(c.t, err)
	require.NoError(c.t, response.Body.Close())
	return reply{response.StatusCode, response.Close}, string(body)
}

// isClosed reports whether the server has closed the connection, without further bytes.
func (c *conn) isClosed() bool {
	if err := c.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		return true
	}
	_, err := c.in.ReadByte()
	_ = c.SetReadDeadline(time.Time{}) // it may be closed
	var timeout net.Error
	return err != nil && (!errors.As(err, &timeout) || !timeout.Timeout())
}

// get returns a response and its body.
func get(t *testing.T, client *http.Client, url string) (reply, string) {
	t.Helper()
	response, err := client.Get(url)
	require.NoError(t, err)
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	return reply{response.StatusCode, response.Close}, string(body)
}

// newClient returns a client with connections of its own, over TCP.
func newClient(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 30 * time.Second}
}
