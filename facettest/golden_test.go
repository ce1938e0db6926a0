// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/facettest"
	"github.com/facet-go/facet/provide"
)

type (
	config struct{}
	store  struct{}
	server struct{}
)

func newStore(lc *facet.Lifecycle, _ config) *store {
	lc.OnStart(func(context.Context) error { return nil })
	return &store{}
}

func newServer(*store) *server { return &server{} }

func newUnused(*server) int { return 0 }

func shop(more ...facet.Option) *facet.App {
	return facet.New(append(more,
		facet.Supply(config{}),
		facet.Module("stores", facet.Provide(newStore, provide.Parallel("io"))),
		facet.Provide(newServer),
		facet.Provide(newUnused),
		facet.Invoke(func(*server) {}),
	)...)
}

func TestGraph_isComparedWithTheFile(t *testing.T) {
	facettest.Graph(t, shop(), "testdata/graph.txt")
	app := shop()
	require.NoError(t, app.Build(t.Context()))
	facettest.Graph(t, app, "testdata/graph_built.txt")
	require.NoError(t, app.Stop(t.Context()))
}

func TestGraph_showsTheDifferences(t *testing.T) {
	update := os.Getenv("FACETTEST_UPDATE")
	t.Setenv("FACETTEST_UPDATE", "")
	got := failing(func(tb *fake) {
		facettest.Graph(tb, shop(facet.Invoke(func(lc *facet.Lifecycle, _ int) {})), "testdata/graph.txt")
	})
	require.Len(t, got.failures, 1)
	t.Setenv("FACETTEST_UPDATE", update)
	golden(t, "testdata/graph_diff.txt", got.text())
}

func TestGraph_writesTheFileOnRequest(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "graph.txt")
	missing := failing(func(tb *fake) { facettest.Graph(tb, shop(), file) })
	require.Contains(t, missing.text(), "FACETTEST_UPDATE=1")
	t.Setenv("FACETTEST_UPDATE", "1")
	facettest.Graph(t, shop(), file)
	t.Setenv("FACETTEST_UPDATE", "")
	facettest.Graph(t, shop(), file)

	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, []byte(strings.ReplaceAll(string(text), "\n", "\r\n")), 0o600))
	facettest.Graph(t, shop(), file)
}

// golden compares a text with a file.
func golden(t *testing.T, file, text string) {
	t.Helper()
	if os.Getenv("FACETTEST_UPDATE") == "1" {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}
