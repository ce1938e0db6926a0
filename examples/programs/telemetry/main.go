// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Command telemetry is an HTTP service with probes, metrics and traces.
package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/health"
	"github.com/facet-go/facet/otelfacet"
	"github.com/facet-go/facet/promfacet"
	"github.com/facet-go/facet/provide"
	"github.com/facet-go/facet/web"
)

// Store has a check, which is a probe and a metric.
type Store struct{}

// NewStore connects at start.
func NewStore(lc *facet.Lifecycle) *Store {
	lc.OnStart(func(context.Context) error { time.Sleep(20 * time.Millisecond); return nil })
	lc.OnCheck("ping", func(context.Context) error { return nil })
	return &Store{}
}

// NewHello provides a route.
func NewHello(*Store) web.Route {
	return web.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "hello") })
}

// NewMetrics provides the route that Prometheus scrapes.
func NewMetrics(registry *prometheus.Registry) web.Route {
	return web.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
}

// Announce depends on the server, so its hook runs when the server listens.
func Announce(lc *facet.Lifecycle, server *web.Endpoint) {
	lc.OnStart(func(context.Context) error { fmt.Println("listening on", server.Addr()); return nil })
}

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "where to listen")
	probes := flag.String("probes", "127.0.0.1:8081", "where probes are answered")
	flag.Parse()
	exporter, err := otlptracehttp.New(context.Background()) // OTEL_EXPORTER_OTLP_ENDPOINT says where to
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	registry := prometheus.NewRegistry()
	facet.Main(
		otelfacet.Use(otelfacet.Provider(trace.NewTracerProvider(trace.WithBatcher(exporter)))),
		promfacet.Use(registry, promfacet.Checks(time.Second)),
		health.Server(*probes, health.OnListen(func(a net.Addr) { fmt.Println("probes on", a) })),
		facet.Supply(registry),
		facet.Provide(NewStore),
		facet.Provide(NewHello, provide.Group("routes")),
		facet.Provide(NewMetrics, provide.Group("routes")),
		web.Server(*addr, web.Routes("routes")),
		facet.Invoke(Announce),
	)
}
