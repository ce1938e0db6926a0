// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package otelfacet_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/trace"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/otelfacet"
)

// endpoint is a collector that keeps what it gets over HTTP.
func endpoint(t *testing.T) (url string, spans func() []*otlp.Span) {
	t.Helper()
	requests := make(chan *collector.ExportTraceServiceRequest, 100)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		request := &collector.ExportTraceServiceRequest{}
		if err == nil {
			err = proto.Unmarshal(body, request)
		}
		if err != nil || r.URL.Path != "/v1/traces" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		requests <- request
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(server.Close)
	return server.URL, func() (list []*otlp.Span) {
		for {
			select {
			case r := <-requests:
				for _, resource := range r.GetResourceSpans() {
					for _, scope := range resource.GetScopeSpans() {
						require.Equal(t, "github.com/facet-go/facet/otelfacet", scope.GetScope().GetName())
						list = append(list, scope.GetSpans()...)
					}
				}
			default:
				return list
			}
		}
	}
}

func TestUse_aCollectorGetsTheTracesOfARun(t *testing.T) {
	url, spans := endpoint(t)
	exporter, err := otlptracehttp.New(t.Context(), otlptracehttp.WithEndpointURL(url+"/v1/traces"))
	require.NoError(t, err)
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	app := facet.New(otelfacet.Use(otelfacet.Provider(provider)), facet.Log(nil),
		facet.Provide(func(lc *facet.Lifecycle) *db {
			lc.Append(facet.Hook{Name: "open", OnStart: works(0), OnStop: works(0)})
			return &db{}
		}), facet.Invoke(func(*db) {}))
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	byID := map[string]*otlp.Span{}
	var names []string
	for _, s := range spans() {
		byID[string(s.GetSpanId())] = s
		if parent := s.GetParentSpanId(); len(parent) > 0 {
			names = append(names, s.GetName()) // below
		}
	}
	for _, want := range []string{"construct otelfacet_test.", "start otelfacet_test.", "stop otelfacet_test."} {
		require.True(t, contains(names, want), "%s in %q", want, names)
	}
	for _, s := range byID {
		if parent := s.GetParentSpanId(); len(parent) > 0 {
			require.Contains(t, []string{"start", "stop"}, byID[string(parent)].GetName())
		}
	}
	require.NoError(t, provider.Shutdown(t.Context()))
}

func contains(names []string, prefix string) bool {
	for _, n := range names {
		if strings.HasPrefix(n, prefix) {
			return true
		}
	}
	return false
}
