// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/examples/programs/internal/process"
)

func TestRoutes_areServedUntilTheProgramIsTerminated(t *testing.T) {
	r := process.Start(t, process.Build(t), "-addr", "127.0.0.1:0")
	addr := r.Await(t, "listening on (.*)")
	code, body := process.Get(t, "http://"+addr+"/hello")
	require.Equal(t, http.StatusOK, code)
	require.Equal(t, "hello\n", body)
	code, _ = process.Get(t, "http://"+addr+"/uptime")
	require.Equal(t, http.StatusOK, code)
	r.Terminate(t)
	require.Zero(t, r.Code(), r.Output())
	require.Contains(t, r.Output(), "facet: app stopped")
}

func TestRoutes_anAddressInUseFailsTheStart(t *testing.T) {
	program := process.Build(t)
	first := process.Start(t, program, "-addr", "127.0.0.1:0")
	addr := first.Await(t, "listening on (.*)")
	second := process.Start(t, program, "-addr", addr)
	require.Equal(t, 1, second.Code())
	require.Contains(t, second.Output(), "address already in use")
	require.Contains(t, second.Output(), "component=main.NewServer hook=http")
	first.Terminate(t)
	require.Zero(t, first.Code())
}
