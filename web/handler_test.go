// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/web"
)

// misbehaves is a handler for each path.
func misbehaves(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/panic":
		w.Header().Set("Content-Encoding", "gzip")
		panic(errBoom)
	case "/panic-late":
		_, _ = io.WriteString(w, strings.Repeat("part ", 2000))
		panic("late")
	case "/panic-hijacked":
		_, _, _ = w.(http.Hijacker).Hijack() //nolint:errcheck // a panic fails the test
		panic(errBoom)
	case "/exit":
		runtime.Goexit()
	case "/exit-late":
		_, _ = io.WriteString(w, strings.Repeat("part ", 2000))
		runtime.Goexit()
	case "/abort":
		panic(http.ErrAbortHandler)
	case "/hostile":
		panic(hostileError{})
	default:
		_, _ = io.WriteString(w, "fine")
	}
}

// hostileError is an error whose text panics.
type hostileError struct{}

func (hostileError) Error() string { panic("no text") }

func TestHandler_aPanicIsAnAnswer500AndAnEvent(t *testing.T) {
	for path, want := range map[string]struct {
		status int // 0 for a connection that is cut off
		slugs  []string
	}{
		"/panic":          {500, []string{"handler-panicked"}},
		"/panic-late":     {0, []string{"handler-panicked"}},
		"/panic-hijacked": {0, []string{"handler-panicked"}},
		"/exit":           {500, []string{"handler-exited"}},
		"/exit-late":      {0, []string{"handler-exited"}},
		"/abort":          {0, nil},
		"/hostile":        {500, []string{"handler-panicked"}},
		"/":               {200, nil},
	} {
		synctest.Test(t, func(t *testing.T) {
			m, w := newMemory(), &warnings{}
			app := quiet(w.option(), handles(misbehaves), web.Server("", m.option()))
			e := start(t, app)
			status := 0
			response, err := m.client(t).Get("http://memory" + path)
			if err == nil {
				_, err = io.ReadAll(response.Body)
				require.NoError(t, response.Body.Close())
			}
			if err == nil {
				status = response.StatusCode
				require.Empty(t, response.Header.Get("Content-Encoding"))
			}
			synctest.Wait()
			require.Equal(t, want.status, status, path)
			require.Equal(t, want.slugs, w.slugs(), path)
			require.Equal(t, []int{0, 0}, []int{e.Requests(), e.Hijacked()}, path)
			require.True(t, app.Running(), path)
			require.NoError(t, app.Stop(t.Context()), path)
		})
	}
}

func TestHandler_theEventNamesTheRequestAndTheLineOfThePanic(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &warnings{}
		app := quiet(w.option(), handles(misbehaves), web.Server("", m.option()))
		start(t, app)
		get(t, m.client(t), "http://memory/panic?password=secret")
		require.ErrorIs(t, w.all[0], errBoom)
		text := w.all[0].Error()
		require.Contains(t, text, "handler-panicked: web.Server at web/handler_test.go:")
		require.Contains(t, text, "the handler of GET /panic has failed: panic: boom")
		require.Contains(t, text, "web_test.misbehaves")
		require.NotContains(t, text, "secret")
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestHandler_aForgedPathMakesNoLineOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &warnings{}
		app := quiet(w.option(), handles(func(http.ResponseWriter, *http.Request) { panic("x") }), web.Server("", m.option()))
		start(t, app)
		get(t, m.client(t), "http://memory/%0AFORGED"+strings.Repeat("x", 5000))
		text := w.all[0].Error()
		require.NotContains(t, text, "\nFORGED")
		head, _, _ := strings.Cut(text, "\n")
		require.Less(t, len(head), 500)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestServer_whatNetHTTPLogsIsAnEvent(t *testing.T) {
	w := &warnings{}
	app := quiet(w.option(), handles(says("")), web.Server(anywhere, tlsOption(t)))
	e := start(t, app)
	c, err := net.Dial("tcp", e.Addr().String())
	require.NoError(t, err)
	_, err = io.WriteString(c, "this is no handshake\r\n\r\n")
	require.NoError(t, err)
	_, _ = io.ReadAll(c)
	require.NoError(t, c.Close())
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{"server-log"}, w.slugs())
	require.ErrorContains(t, w.all[0], "net/http reports: http: TLS handshake error from ")
}

func TestServe_aConnStateThatPanicsHarmsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, w := newMemory(), &warnings{}
		app := quiet(w.option(), facet.Invoke(func(lc *facet.Lifecycle) error {
			_, err := web.Serve(lc, &http.Server{Handler: says("fine"), ConnState: func(_ net.Conn, s http.ConnState) {
				if s == http.StateClosed {
					panic(errBoom)
				}
			}}, m.option())
			return err
		}))
		require.NoError(t, app.Start(t.Context()))
		c := m.connect(t)
		c.send("/")
		_, body := c.answer()
		require.Equal(t, "fine", body)
		require.NoError(t, app.Stop(t.Context()))
		require.Equal(t, []string{"handler-panicked"}, w.slugs())
	})
}

func TestServe_aBaseContextIsTheParentOfRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type key struct{}
		m := newMemory()
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error {
			server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				fmt.Fprintf(w, "%v %v", r.Context().Value(key{}), web.Draining(r.Context()) != nil)
			})}
			server.BaseContext = func(net.Listener) context.Context { return context.WithValue(context.Background(), key{}, "value") }
			_, err := web.Serve(lc, server, m.option())
			return err
		}))
		require.NoError(t, app.Start(t.Context()))
		_, body := get(t, m.client(t), "http://memory/")
		require.Equal(t, "value true", body)
		require.NoError(t, app.Stop(t.Context()))
	})
}

func TestServe_theContextsOfABaseContextEndAtTheDeadlineToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error {
			_, err := web.Serve(lc, &http.Server{
				Handler:     http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
				BaseContext: func(net.Listener) context.Context { return context.Background() },
			}, m.option(), web.StopTimeout(time.Second))
			return err
		}))
		require.NoError(t, app.Start(t.Context()))
		c := m.connect(t)
		c.send("/")
		synctest.Wait()
		result, began := stop(t, app), time.Now()
		answer, _ := c.answer()
		require.Equal(t, http.StatusOK, answer.status, "it ended before it was cut off")
		require.ErrorContains(t, <-result, "requests-cut")
		require.Equal(t, time.Second, time.Since(began))
	})
}

func TestServe_theStopWaitsForConnState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMemory()
		app := quiet(facet.Invoke(func(lc *facet.Lifecycle) error {
			_, err := web.Serve(lc, &http.Server{Handler: says("fine"), ConnState: func(_ net.Conn, s http.ConnState) {
				if s == http.StateClosed {
					time.Sleep(time.Second)
				}
			}}, m.option())
			return err
		}))
		require.NoError(t, app.Start(t.Context()))
		c := m.connect(t)
		c.send("/")
		c.answer()
		began := time.Now()
		require.NoError(t, app.Stop(t.Context()))
		require.GreaterOrEqual(t, time.Since(began), time.Second)
	})
}
