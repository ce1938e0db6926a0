// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/hooks"
)

// newHTTPServer is the server of the README.
func newHTTPServer(lc *facet.Lifecycle, _ *base) *http.Server {
	server := &http.Server{Handler: http.NotFoundHandler(), ReadHeaderTimeout: time.Second}
	lc.Serve("http", func(_ context.Context, ready func()) error {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		ready()
		return server.Serve(listener)
	}, hooks.StopWith(server.Shutdown), hooks.Clean(http.ErrServerClosed))
	return server
}

func TestFaultsInRealTime_passForTheServerOfTheREADME(t *testing.T) {
	facettest.FaultsInRealTime(t, facet.Provide(newBase, newHTTPServer), facet.Invoke(func(*http.Server) {}))
}

func TestFaultsBounded(t *testing.T) {
	if os.Getenv("FACETTEST_FAULTS") == "" {
		t.Skip("run by TestFaults_areBoundedAndSaySo")
	}
	facettest.Faults(t, facet.Provide(newBase), facet.Invoke(func(*base) {}))
}

func TestFaults_areBoundedAndSaySo(t *testing.T) {
	for set, want := range map[string]string{"3": "3 of 24 faults are tried", "many": `FACETTEST_FAULTS="many" is not a number of faults`} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFaultsBounded$", "-test.v")
		cmd.Env = append(os.Environ(), "FACETTEST_FAULTS="+set)
		out, err := cmd.CombinedOutput()
		require.Equal(t, set == "3", err == nil, "%s", out)
		require.Contains(t, string(out), want)
		if set == "3" {
			require.Equal(t, 3, bytes.Count(out, []byte("=== RUN   TestFaultsBounded/")))
		}
	}
}

func TestGraphOf_takesOptions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.txt")
	opts := []facet.Option{facet.Provide(newBase), facet.Invoke(func(*base) {})}
	t.Setenv("FACETTEST_UPDATE", "1")
	facettest.GraphOf(t, file, opts...)
	t.Setenv("FACETTEST_UPDATE", "")
	facettest.GraphOf(t, file, opts...)
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, strings.ToLower(string(text)), "newbase")
}
