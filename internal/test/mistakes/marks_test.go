// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package mistakes_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/golden"
	"github.com/facet-go/facet/testdata/shop/pages"
	"github.com/facet-go/facet/testdata/shop/pg"
)

func cachedDB(db *pg.DB) *pg.DB     { return db }
func realSite(*pg.DB) *pages.Server { return nil }
func fakeSite() *pages.Server       { return nil }
func readConfig() pg.Config         { return pg.Config{} }

// TestGraph_showsWhatIsPrivateDecoratedAndReplaced holds the views of a graph in which
// all of that is marked.
func TestGraph_showsWhatIsPrivateDecoratedAndReplaced(t *testing.T) {
	app := facet.New(
		facet.Log(nil),
		facet.Provide(pg.NewDB),
		facet.Module("storage", facet.Private(), facet.Provide(readConfig)),
		facet.Supply(pg.Config{}),
		facet.Decorate(tracedDB),
		facet.Provide(realSite),
		facet.Replace(fakeSite),
		facet.Module("reports", facet.Decorate(cachedDB), facet.Provide(pages.NewReport), facet.Invoke(runReport)),
		facet.Invoke(useDB, serveSite),
	)
	require.NoError(t, app.Validate())
	require.NoError(t, app.Build(t.Context()))
	g := app.Graph()
	for i := range g.Nodes {
		g.Nodes[i].Timing = graph.Timing{}
	}
	text, err := json.Marshal(g)
	require.NoError(t, err)
	var back graph.Graph
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, g.Text(), back.Text())
	require.Equal(t, g.DOT(), back.DOT())
	require.Equal(t, g.Mermaid(), back.Mermaid())

	views := maskLines(g.Text()) + "\n" + g.DOT() + "\n" + g.Mermaid()
	golden.Equal(t, "marks.golden", views)
	require.NoError(t, app.Stop(t.Context()))
}
