// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command routes is an HTTP server whose routes are a value group: each handler is a
// constructor of its own, and the server does not know them.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// Route is a handler with its pattern.
type Route interface {
	http.Handler
	Pattern() string
}

// Hello says hello.
type Hello struct{}

// NewHello returns the route.
func NewHello() *Hello { return &Hello{} }

// Pattern is the path of the route.
func (*Hello) Pattern() string { return "GET /hello" }

func (*Hello) ServeHTTP(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "hello") }

// Clock tells the time since the start.
type Clock struct{ began time.Time }

// NewClock returns the route.
func NewClock() *Clock { return &Clock{time.Now()} }

// Pattern is the path of the route.
func (*Clock) Pattern() string { return "GET /uptime" }

func (c *Clock) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprintln(w, time.Since(c.began).Round(time.Second))
}

// Routes are all routes of the program.
type Routes struct {
	facet.In

	All []Route `group:"routes"`
}

// NewMux returns a handler of all routes.
func NewMux(routes Routes) *http.ServeMux {
	mux := http.NewServeMux()
	for _, r := range routes.All {
		mux.Handle(r.Pattern(), r)
	}
	return mux
}

// Addr is the address of the server.
type Addr string

// NewServer serves mux at addr as long as the app runs.
func NewServer(lc *facet.Lifecycle, addr Addr, mux *http.ServeMux) *http.Server {
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	lc.Serve("http", func(ctx context.Context, ready func()) error {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", string(addr))
		if err != nil {
			return err
		}
		fmt.Println("listening on", listener.Addr())
		ready()
		return server.Serve(listener)
	}, hooks.StopWith(server.Shutdown), hooks.Clean(http.ErrServerClosed))
	return server
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	flag.Parse()
	facet.Main(
		facet.Supply(Addr(*addr)),
		facet.Provide(NewHello, provide.As[Route](), provide.Group("routes")),
		facet.Provide(NewClock, provide.As[Route](), provide.Group("routes")),
		facet.Provide(NewMux, NewServer),
		facet.Invoke(func(*http.Server) {}),
	)
}
