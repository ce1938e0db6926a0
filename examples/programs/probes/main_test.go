// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

func TestProbes_followTheLifeOfTheService(t *testing.T) {
	r := process.Start(t, process.Build(t), "-probes", "127.0.0.1:0")
	url := "http://" + r.Await(t, "probes on (.*)")
	status := func(path string) int { code, _ := process.Get(t, url+path); return code }
	require.Equal(t, http.StatusOK, status("/livez"))
	require.Equal(t, http.StatusServiceUnavailable, status("/readyz"), "it starts")
	_, report := process.Get(t, url+"/reportz")
	require.Contains(t, report, "warm up")

	r.Await(t, "app started")
	require.Equal(t, http.StatusOK, status("/readyz"))
	require.Equal(t, http.StatusOK, status("/startupz"))

	r.Await(t, "database away: true")
	code, body := process.Get(t, url+"/readyz")
	require.Equal(t, http.StatusServiceUnavailable, code)
	require.Contains(t, body, "main.NewAPI failed: main.NewDB is not ready: dial tcp 10.0.0.7:5432: connection refused")

	r.Await(t, "database away: false")
	require.Equal(t, http.StatusOK, status("/readyz"))
	r.Terminate(t)
	r.Await(t, "app draining")
	require.Equal(t, http.StatusServiceUnavailable, status("/readyz"))
	require.Equal(t, http.StatusOK, status("/livez"))
	require.Zero(t, r.Code(), r.Output())
}
