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

// market is an app with each kind of line in its text.
func market(changed bool) *facet.App {
	type (
		route  struct{}
		seed   struct{}
		params struct {
			facet.In
			Routes []route `group:"routes"`
			Soft   []route `group:"more routes,soft"`
			Seed   *seed   `optional:"true"`
			Config config
			Store  *store
		}
	)
	privacy := facet.Options(facet.Provide(newStore, provide.Private()))
	if changed {
		privacy = facet.Options(facet.Provide(newStore), facet.Provide(func() route { return route{} }, provide.Group("more routes")))
	}
	return facet.New(
		facet.Module("stores", privacy, facet.Provide(newServer, provide.After[config]()), facet.Invoke(func(*server) {})),
		facet.Supply(config{}),
		facet.If(!changed, facet.Provide(newOtherStore)),
		facet.Provide(func() route { return route{} }, provide.Group("routes")),
		facet.Replace(func() config { return config{} }),
		facet.Decorate(func(c config) config { return c }),
		facet.Invoke(func(params) {}),
	)
}

func newOtherStore() *store { return &store{} }

func TestGraph_saysWhatHasChangedInWordsOfTheWiring(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.txt")
	update := os.Getenv("FACETTEST_UPDATE")
	t.Setenv("FACETTEST_UPDATE", "1")
	facettest.Graph(t, market(false), file)
	t.Setenv("FACETTEST_UPDATE", "")
	facettest.Graph(t, market(false), file)
	got := failing(func(tb *fake) { facettest.Graph(tb, market(true), file) })
	t.Setenv("FACETTEST_UPDATE", update)
	golden(t, "testdata/graph_changes.txt", strings.ReplaceAll(got.text(), file, "graph.txt"))
}

func TestGraph_saysThatOnlyTheOrderDiffers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.txt")
	text, err := os.ReadFile("testdata/graph.txt")
	require.NoError(t, err)
	const first = "value facettest_test.config\n    gives facettest_test.config\n"
	require.NoError(t, os.WriteFile(file, []byte(strings.TrimPrefix(string(text), first)+first), 0o600))
	t.Setenv("FACETTEST_UPDATE", "")
	got := failing(func(tb *fake) { facettest.Graph(tb, shop(), file) })
	require.Contains(t, got.text(), "FACETTEST_UPDATE=1:\nonly the order of construction differs\n\nlines of the file")
}

func TestGraph_aFileOfAnotherFormIsNoFailureOfItsOwn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "graph.txt")
	text := "\n    gives lost\nconstructor\nno such kind\nconstructor a\n    gives T[name=broken]\n    needs [name=\"\n    gives T[name=\"x]\n    after\n"
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	t.Setenv("FACETTEST_UPDATE", "")
	got := failing(func(tb *fake) { facettest.Graph(tb, shop(), file) })
	require.Contains(t, got.text(), "- a removed: constructor; gave T[name=\"x], T[name=broken]; needed [name=\"\n")
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
