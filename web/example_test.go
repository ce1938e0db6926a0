// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/web"
)

func NewGreetings() web.Route {
	return web.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello, %s", r.PathValue("name"))
	})
}

// show prints a response.
func show(url string) {
	response, err := http.Get(url) //nolint:noctx,gosec // an example
	if err != nil {
		fmt.Println(err)
		return
	}
	body, _ := io.ReadAll(response.Body) // an error shows as a short text
	_ = response.Body.Close()
	fmt.Println(response.Status, string(body))
	http.DefaultClient.CloseIdleConnections()
}

// run starts an app, calls use with its server, and stops it.
func run(app *facet.App, use func(*web.Endpoint)) {
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
		return
	}
	server, err := facet.Lookup[*web.Endpoint](app)
	if err != nil {
		fmt.Println(err)
	}
	use(server)
	fmt.Println(app.Stop(context.Background()))
}

func ExampleServer() {
	app := facet.New(
		facet.Provide(func() http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") })
		}),
		web.Server("127.0.0.1:0"), // ":8080" in a program
	)
	run(app, func(server *web.Endpoint) { show("http://" + server.Addr().String()) })
	// Output:
	// 200 OK hello
	// <nil>
}

func ExampleRoutes() {
	app := facet.New(
		facet.Provide(NewGreetings, provide.Group("routes")),
		web.Server("127.0.0.1:0", web.Routes("routes")),
	)
	run(app, func(server *web.Endpoint) { show("http://" + server.Addr().String() + "/hello/world") })
	// Output:
	// 200 OK hello, world
	// <nil>
}

func ExampleServe() {
	type Config struct{ Addr string }
	app := facet.New(
		facet.Supply(Config{"127.0.0.1:0"}),
		facet.Provide(func(lc *facet.Lifecycle, cfg Config) (*web.Endpoint, error) {
			return web.Serve(lc, &http.Server{Addr: cfg.Addr, Handler: http.NotFoundHandler()}) //nolint:gosec // Serve sets the timeouts
		}),
		facet.Invoke(func(*web.Endpoint) {}),
	)
	run(app, func(server *web.Endpoint) { show("http://" + server.Addr().String()) })
	// Output:
	// 404 Not Found 404 page not found
	//
	// <nil>
}

func ExampleDraining() {
	begun := make(chan struct{})
	stream := func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-web.Draining(r.Context()) // and other events
		fmt.Fprint(w, "bye")
	}
	app := facet.New(facet.Value[http.Handler](http.HandlerFunc(stream)), web.Server("127.0.0.1:0"))
	run(app, func(server *web.Endpoint) {
		go func() {
			<-begun
			app.Shutdown(nil)
		}()
		show("http://" + server.Addr().String())
	})
	// Output:
	// 200 OK bye
	// <nil>
}
