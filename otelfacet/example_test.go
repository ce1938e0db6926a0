// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet_test

import (
	"context"
	"fmt"

	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/otelfacet"
)

func ExampleUse() {
	exporter := tracetest.NewInMemoryExporter() // in a program: otlptracehttp.New(ctx)
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	app := facet.New(
		otelfacet.Use(otelfacet.Provider(provider)),
		facet.Log(nil),
		facet.Provide(func(lc *facet.Lifecycle) *cache {
			lc.OnStart(func(context.Context) error { return nil })
			return &cache{}
		}),
		facet.Invoke(func(*cache) {}),
	)
	ctx := context.Background()
	if err := app.Start(ctx); err != nil {
		fmt.Println(err)
	}
	if err := app.Stop(ctx); err != nil {
		fmt.Println(err)
	}
	for _, span := range exporter.GetSpans() {
		if span.Name == "start" || span.Name == "stop" {
			fmt.Println(span.Name, len(span.Links))
		}
	}
	if err := provider.Shutdown(ctx); err != nil {
		fmt.Println(err)
	}
	// Output:
	// start 0
	// stop 1
}
