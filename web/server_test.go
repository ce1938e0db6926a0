// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"net"
	"net/http"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/web"
)

func TestServer_listensBeforeWhatDependsOnItStarts(t *testing.T) {
	client := newClient(t)
	var body string
	app := quiet(handles(says("hello")), web.Server(anywhere), facet.Invoke(func(lc *facet.Lifecycle, e *web.Endpoint) {
		require.Nil(t, e.Addr(), "nothing listens yet")
		lc.OnStart(func(context.Context) error {
			_, body = get(t, client, "http://"+e.Addr().String())
			return nil
		})
	}))
	require.NoError(t, app.Validate())
	e := start(t, app)
	require.Equal(t, "hello", body)
	require.NoError(t, app.Stop(t.Context()))
	_, err := net.Dial("tcp", e.Addr().String())
	require.Error(t, err, "the port is closed")
	require.Zero(t, e.Requests()+e.Hijacked())
}

func TestServer_isARootOfBuildsAndNotOfCalls(t *testing.T) {
	listened := 0
	app := quiet(handles(says("")), web.Server("", web.Listen(func(context.Context, string) (net.Listener, error) {
		listened++
		return newMemory(), nil
	})))
	require.NoError(t, app.Do(t.Context(), func(http.Handler) {}))
	require.Zero(t, listened)
	for range 2 {
		require.NoError(t, app.Start(t.Context()))
		require.NoError(t, app.Stop(t.Context()))
	}
	require.Equal(t, 2, listened, "once in each run")
}

func TestName_eachServerHasItsHandlerAndItsEndpoint(t *testing.T) {
	app := quiet(
		handles(says("public")), web.Server(anywhere),
		facet.Value[http.Handler](says("admin"), provide.Name("admin")), web.Server(anywhere, web.Name("admin")),
	)
	require.NoError(t, app.Start(t.Context()))
	client := newClient(t)
	for _, name := range []string{"", "admin"} {
		e, err := facet.Lookup[*web.Endpoint](app, name)
		require.NoError(t, err)
		_, body := get(t, client, "http://"+e.Addr().String())
		require.Equal(t, map[string]string{"": "public", "admin": "admin"}[name], body)
	}
	require.NoError(t, app.Stop(t.Context()))
}

func TestServer_twoOfOneNameAreAProblemOfTheGraph(t *testing.T) {
	var problem *facet.Problem
	err := quiet(handles(says("")), web.Server(anywhere), web.Server(anywhere)).Validate()
	require.ErrorAs(t, err, &problem)
	require.Equal(t, "duplicate-provider", problem.Slug)
}

func TestServer_withoutAHandlerIsAProblemOfTheGraph(t *testing.T) {
	var problem *facet.Problem
	err := quiet(web.Server(anywhere)).Validate()
	require.ErrorAs(t, err, &problem)
	require.Equal(t, "missing-dependency", problem.Slug)
	require.ErrorContains(t, err, "listed at web/server_test.go:", "the line of the option")
}

func TestRoutes_areThoseOfAGroup(t *testing.T) {
	app := quiet(web.Server(anywhere, web.Routes("routes")),
		facet.Provide(func() web.Route { return web.Handle("GET /orders/{id}", says("an order")) }, provide.Group("routes")),
		facet.Provide(func() web.Route { return web.HandleFunc("GET /users", says("users")) }, provide.Group("routes")),
		facet.Provide(func() web.Route { return web.Route{Pattern: "POST /users", Handler: says("a user")} }, provide.Group("routes")),
	)
	e, client := start(t, app), newClient(t)
	_, body := get(t, client, "http://"+e.Addr().String()+"/orders/1")
	require.Equal(t, "an order", body)
	_, body = get(t, client, "http://"+e.Addr().String()+"/users")
	require.Equal(t, "users", body)
	response, _ := get(t, client, "http://"+e.Addr().String()+"/")
	require.Equal(t, http.StatusNotFound, response.status)
	require.NoError(t, app.Stop(t.Context()))
}

func TestRoutes_whatIsWrongFailsTheBuildWithBothLines(t *testing.T) {
	for name, c := range map[string]struct {
		routes []web.Route
		want   string
	}{
		"twice": {
			[]web.Route{web.Handle("GET /a", says("")), web.Handle("GET /b", says("")), web.Handle("GET /a", says(""))},
			`the route "GET /a" at web/server_test.go:N is registered twice, first as "GET /a" at web/server_test.go:N`,
		},
		"conflict":    {[]web.Route{{Pattern: "/a/{x}", Handler: says("")}, {Pattern: "/{x}/b", Handler: says("")}}, `the route "/{x}/b" conflicts with "/a/{x}": `},
		"no pattern":  {[]web.Route{{Handler: says("")}}, `the route "" is refused: http: invalid pattern`},
		"bad pattern": {[]web.Route{web.Handle("GET /{", says(""))}, `the route "GET /{" at web/server_test.go:N is refused: parsing "GET /{": `},
		"no handler":  {[]web.Route{web.HandleFunc("/", nil)}, `the route "/" at web/server_test.go:N has no handler`},
	} {
		err := quiet(facet.Provide(func() []web.Route { return c.routes }, provide.Group("routes,flatten")),
			web.Server(anywhere, web.Routes("routes"))).Build(t.Context())
		var e *web.Error
		require.ErrorAs(t, err, &e, name)
		require.Equal(t, "bad-route", e.Slug, name)
		text := regexp.MustCompile(`(server_test\.go):\d+`).ReplaceAllString(e.Error(), "$1:N")
		require.Contains(t, text, c.want, name)
		require.NotContains(t, text, "route.go", name)
		require.Contains(t, text, "bad-route: web.Server at web/server_test.go:N: the route", name)
	}
}

func TestServer_anAddressInUseFailsTheStartWithAClearText(t *testing.T) {
	taken, err := net.Listen("tcp", anywhere)
	require.NoError(t, err)
	defer taken.Close() //nolint:errcheck // nothing depends on it
	app := quiet(handles(says("")), web.Server(taken.Addr().String()))
	require.NoError(t, app.Validate())
	err = app.Start(t.Context())
	var e *web.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, "listen-failed", e.Slug)
	require.ErrorIs(t, err, syscall.EADDRINUSE)
	require.ErrorContains(t, err, "web.Server at web/server_test.go:")
	require.ErrorContains(t, err, `cannot listen at "`+taken.Addr().String()+`"; use an address that is free: `)
}

func TestListen_mayHangPanicOrReturnNothing(t *testing.T) {
	for name, listen := range map[string]func(context.Context, string) (net.Listener, error){
		"nothing": func(context.Context, string) (net.Listener, error) { return nil, nil },
		"panics":  func(context.Context, string) (net.Listener, error) { panic(errBoom) },
		"fails":   func(context.Context, string) (net.Listener, error) { return nil, errBoom },
		"hangs":   func(ctx context.Context, _ string) (net.Listener, error) { <-ctx.Done(); return nil, ctx.Err() },
	} {
		began := time.Now()
		app := quiet(handles(says("")), web.Server("", web.Listen(listen)), facet.StartTimeout(50*time.Millisecond))
		var e *web.Error
		switch err := app.Start(t.Context()); name {
		case "panics":
			require.ErrorIs(t, err, errBoom)
		case "hangs":
			require.ErrorContains(t, err, "facet.StartTimeout sets it")
		default:
			require.ErrorAs(t, err, &e, name)
			require.Equal(t, "listen-failed", e.Slug, name)
		}
		require.Less(t, time.Since(began), 5*time.Second, name)
	}
}

func TestServer_wrongOptionsAreProblemsOfValidate(t *testing.T) {
	for name, opt := range map[string]web.ServerOption{
		"an option is nil": nil,
		"StopTimeout(-1s) must be positive; leave it out for no limit of its own": web.StopTimeout(-time.Second),
		`Routes("") needs the name of a value group`:                              web.Routes(""),
		"Listen is given nil":                                   web.Listen(nil),
		"TLSConfig is given nil":                                web.TLSConfig(nil),
		`TLS("cert.pem", "") needs the names of two files`:      web.TLS("cert.pem", ""),
		"Limit: a negative HeaderBytes; a header needs a limit": web.Limit(web.Limits{HeaderBytes: -1}),
	} {
		require.ErrorContains(t, quiet(handles(says("")), web.Server(anywhere, opt)).Validate(), name)
	}
}

func TestOption_printsAsInCode(t *testing.T) {
	for want, opt := range map[string]web.ServerOption{
		`Name("admin")`: web.Name("admin"), `Routes("routes")`: web.Routes("routes"), "StopTimeout(5s)": web.StopTimeout(5 * time.Second),
		`TLS("a", "b")`: web.TLS("a", "b"), "H2C()": web.H2C(), "WhenReady()": web.WhenReady(),
	} {
		require.Equal(t, want, opt.String())
	}
}

func TestServe_takesTheServerOfAConstructor(t *testing.T) {
	var server *http.Server
	var states int
	app := quiet(handles(says("hello")), facet.Provide(func(lc *facet.Lifecycle, h http.Handler) (*web.Endpoint, error) {
		server = &http.Server{Addr: anywhere, Handler: h, ReadTimeout: time.Hour, WriteTimeout: time.Minute, ConnState: func(net.Conn, http.ConnState) { states++ }}
		server.BaseContext = func(net.Listener) context.Context { return t.Context() }
		return web.Serve(lc, server, web.Limit(web.Limits{Idle: time.Minute}))
	}), facet.Invoke(func(*web.Endpoint) {}))
	e := start(t, app)
	_, body := get(t, newClient(t), "http://"+e.Addr().String())
	require.Equal(t, "hello", body)
	require.NoError(t, app.Stop(t.Context()))
	require.Positive(t, states)
	require.Equal(t, []any{time.Hour, time.Minute, time.Minute, 5 * time.Second, 64 << 10},
		[]any{server.ReadTimeout, server.WriteTimeout, server.IdleTimeout, server.ReadHeaderTimeout, server.MaxHeaderBytes}, "what is set, an option, and defaults")
}

func TestServe_refusesNilAndAServerThatItHas(t *testing.T) {
	require.NoError(t, quiet(facet.Invoke(func(lc *facet.Lifecycle) {
		_, err := web.Serve(lc, nil)
		require.ErrorContains(t, err, "bad-server: web.Serve at web/server_test.go:")
		require.ErrorContains(t, err, "the server is nil")
		server := &http.Server{Addr: anywhere}
		_, err = web.Serve(lc, server)
		require.NoError(t, err)
		_, err = web.Serve(lc, server)
		require.ErrorContains(t, err, "the server is given to web.Serve twice")
	})).Build(t.Context()))
}
