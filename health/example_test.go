// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
)

type (
	Cache  struct{}
	Orders struct{}
	API    struct{}
)

func NewCache(lc *facet.Lifecycle) *Cache {
	lc.OnCheck("ping", func(context.Context) error { return errors.New("dial tcp 10.0.0.7:6379: connection refused") })
	return &Cache{}
}

func NewOrders(*Cache) *Orders { return &Orders{} }

func NewAPI(lc *facet.Lifecycle, _ *Orders) *API {
	lc.OnCheck("listener", func(context.Context) error { return nil })
	return &API{}
}

// components are an API that needs orders, which need a cache, which cannot be reached.
var components = facet.Options(
	facet.Provide(NewCache), facet.Provide(NewOrders), facet.Provide(NewAPI), facet.Invoke(func(*API) {}),
)

func ExampleCheck() {
	app := facet.New(components)
	fmt.Println(health.Check(context.Background(), app).Err())
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	report := health.Check(context.Background(), app)
	fmt.Println(report.State, report.Ready)
	for _, c := range report.Components {
		if c.Kind.String() == "constructor" {
			fmt.Println(c.Name, c.Ready)
		}
	}
	fmt.Println(report.Err())
	fmt.Println(app.Stop(context.Background()))
	// Output:
	// the app is new
	// running false
	// health_test.NewCache false
	// health_test.NewOrders false
	// health_test.NewAPI false
	// health_test.NewAPI is not ready: health_test.NewOrders is not ready: health_test.NewCache is not ready: dial tcp 10.0.0.7:6379: connection refused
	// <nil>
}

func ExampleHandler() {
	app := facet.New(components)
	probes := httptest.NewServer(health.Handler(app))
	defer probes.Close()
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	show(probes.URL + "/livez")
	show(probes.URL + "/readyz?verbose")
	show(probes.URL + "/readyz?verbose&exclude=health_test.NewCache")
	fmt.Println(app.Stop(context.Background()))
	// Output:
	// 200 OK
	// ok
	//
	// 503 Service Unavailable
	// [+]ping ok
	// [+]app ok
	// [-]health_test.NewCache/ping failed: dial tcp 10.0.0.7:6379: connection refused
	// [-]health_test.NewOrders failed: health_test.NewCache is not ready: dial tcp 10.0.0.7:6379: connection refused
	// [+]health_test.NewAPI/listener ok
	// [-]health_test.NewAPI failed: health_test.NewOrders is not ready: health_test.NewCache is not ready: dial tcp 10.0.0.7:6379: connection refused
	// readyz check failed
	//
	// 200 OK
	// [+]ping ok
	// [+]app ok
	// [+]health_test.NewCache/ping excluded: ok
	// [+]health_test.NewAPI/listener ok
	// readyz check passed
	//
	// <nil>
}

func ExampleServer() {
	var addr net.Addr
	app := facet.New(
		components,
		health.Server("127.0.0.1:0", health.OnListen(func(a net.Addr) { addr = a })), // ":8081" in a program
	)
	if err := app.Build(context.Background()); err != nil {
		fmt.Println(err)
	}
	show("http://" + addr.String() + "/startupz?verbose")
	if err := app.Start(context.Background()); err != nil {
		fmt.Println(err)
	}
	show("http://" + addr.String() + "/startupz?verbose")
	fmt.Println(app.Stop(context.Background()))
	// Output:
	// 503 Service Unavailable
	// [+]ping ok
	// [-]app failed: the app is built
	// startupz check failed
	//
	// 200 OK
	// [+]ping ok
	// [+]app ok
	// startupz check passed
	//
	// <nil>
}

// show requests a probe and prints the response.
func show(url string) {
	resp, err := http.Get(url) //nolint:noctx // an example
	if err != nil {
		fmt.Println(err)
		return
	}
	text, _ := io.ReadAll(resp.Body) // an error shows as a short text
	_ = resp.Body.Close()
	fmt.Printf("%s\n%s\n", resp.Status, text)
	if resp.ContentLength == 2 {
		fmt.Println()
	}
}
