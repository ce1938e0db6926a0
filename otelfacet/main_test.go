// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/otelfacet"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// traced is an app whose spans are kept.
type traced struct {
	*facet.App
	spans *tracetest.InMemoryExporter
}

func newTraced(t *testing.T, opts ...facet.Option) traced {
	t.Helper()
	exporter := tracetest.NewInMemoryExporter()
	provider := trace.NewTracerProvider(trace.WithSyncer(exporter))
	app := facet.New(otelfacet.Use(otelfacet.Provider(provider)), facet.Log(nil), facet.Options(opts...))
	require.NoError(t, app.Err())
	return traced{app, exporter}
}

// span returns the only span with that name.
func (a traced) span(t *testing.T, name string) tracetest.SpanStub {
	t.Helper()
	var names []string
	var found []tracetest.SpanStub
	for _, s := range a.spans.GetSpans() {
		names = append(names, s.Name)
		if s.Name == name {
			found = append(found, s)
		}
	}
	require.Len(t, found, 1, "%s in %q", name, names)
	return found[0]
}

// linked returns the names of the spans that a span links to.
func (a traced) linked(s tracetest.SpanStub) (names []string) {
	for _, link := range s.Links {
		for _, other := range a.spans.GetSpans() {
			if other.SpanContext.SpanID() == link.SpanContext.SpanID() {
				names = append(names, other.Name)
			}
		}
	}
	return names
}

func attributeOf(s tracetest.SpanStub, key attribute.Key) string {
	for _, a := range s.Attributes {
		if a.Key == key {
			return a.Value.AsString()
		}
	}
	return ""
}

func took(s tracetest.SpanStub) time.Duration { return s.EndTime.Sub(s.StartTime) }
