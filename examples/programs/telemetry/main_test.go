// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

func TestTelemetry_aCollectorAndPrometheusGetIt(t *testing.T) {
	names := make(chan string, 100)
	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var request collector.ExportTraceServiceRequest
		body, err := io.ReadAll(r.Body)
		if err != nil || proto.Unmarshal(body, &request) != nil {
			return
		}
		for _, resource := range request.GetResourceSpans() {
			for _, scope := range resource.GetScopeSpans() {
				for _, span := range scope.GetSpans() {
					names <- span.GetName()
				}
			}
		}
	}))
	defer endpoint.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint.URL)

	r := process.Start(t, process.Build(t), "-addr", "127.0.0.1:0", "-probes", "127.0.0.1:0")
	url := "http://" + r.Await(t, "listening on (.*)")
	_, body := process.Get(t, url+"/hello")
	require.Equal(t, "hello\n", body)
	r.Await(t, "app started")
	_, metrics := process.Get(t, url+"/metrics")
	for _, line := range []string{
		`facet_state{state="running"} 1`, `facet_component_up{component="main.NewStore"} 1`, `facet_check_up{check="ping",component="main.NewStore"} 1`,
	} {
		require.Contains(t, metrics, line+"\n")
	}
	r.Terminate(t)
	require.Zero(t, r.Code(), r.Output())
	close(names)
	var all []string
	for name := range names {
		all = append(all, name)
	}
	for _, name := range []string{"start", "construct main.NewHello", "start main.NewStore OnStart", "stop"} {
		require.Contains(t, all, name)
	}
}

func TestTelemetry_isTheProgramOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../../docs/telemetry.md")
	require.NoError(t, err)
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	_, code, _ := strings.Cut(string(program), "package main\n")
	require.Contains(t, string(page), "```go\npackage main\n"+code+"```\n")
}
