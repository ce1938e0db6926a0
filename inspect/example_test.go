// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/inspect"
)

type (
	Cache struct{}
	API   struct{}
)

func NewCache(lc *facet.Lifecycle) *Cache {
	lc.OnStart(func(context.Context) error { return errors.New("dial tcp 10.0.0.7:6379: connection refused") })
	return &Cache{}
}

func NewAPI(*Cache) *API { return &API{} }

func ExampleServer() {
	app := facet.New(
		inspect.Server("127.0.0.1:0", inspect.OnListen(func(at net.Addr) {
			resp, err := http.Get("http://" + at.String())
			if err != nil {
				fmt.Println(err)
				return
			}
			defer func() { _ = resp.Body.Close() }()
			fmt.Println(resp.StatusCode, resp.Header.Get("Content-Type"))
		})),
		facet.Log(nil),
	)
	fmt.Println(app.Start(context.Background()), app.Stop(context.Background()))
	// Output:
	// 200 text/html; charset=utf-8
	// <nil> <nil>
}

// The page of a start that has failed is kept as a file.
func ExamplePage() {
	var recorder inspect.Recorder
	app := facet.New(facet.Observe(recorder.Observe), facet.Log(nil), facet.Provide(NewCache, NewAPI), facet.Invoke(func(*API) {}))
	if err := app.Start(context.Background()); err == nil {
		return
	}
	var file bytes.Buffer // os.Create("page.html")
	err := inspect.Page(&file, inspect.Take(app, &recorder))
	fmt.Println(err, strings.Contains(file.String(), "dial tcp 10.0.0.7:6379: connection refused"))
	failures, _ := recorder.Failures()
	fmt.Println(failures[0].Op, failures[0].Hook)
	// Output:
	// <nil> true
	// started OnStart
}

// The page is a part of the app's own server, for people with a password.
func ExampleHandler() {
	var recorder inspect.Recorder
	app := facet.New(facet.Observe(recorder.Observe), facet.Log(nil), facet.Provide(NewCache))
	mux := http.NewServeMux()
	mux.Handle("/inspect/", inspect.Handler(app, inspect.Record(&recorder), inspect.Hosts("ops.example.com"),
		inspect.Authenticate(func(_ http.ResponseWriter, r *http.Request) bool {
			_, password, _ := r.BasicAuth()
			return password == "secret"
		})))
	fmt.Println(get(mux, "/inspect/").Code)
	fmt.Println(get(mux, "/inspect/", func(r *http.Request) { r.SetBasicAuth("me", "secret") }).Code)
	// Output:
	// 403
	// 200
}
