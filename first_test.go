// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

func TestFirst_isConstructedFirstAndCleanedUpLastWhereverItIsListed(t *testing.T) {
	var log []string
	part := func(name string) facet.Option {
		return facet.Invoke(func(lc *facet.Lifecycle) {
			log = append(log, "construct "+name)
			lc.Cleanup(func() error { log = append(log, "clean up "+name); return nil })
		})
	}
	app := quiet(
		part("a"),
		facet.Module("m", facet.First(part("first"), facet.First(part("second"))), part("b")),
		facet.First(part("third")),
		facet.If(false, facet.First(part("skipped"))),
	)
	require.NoError(t, app.Start(t.Context()))
	require.NoError(t, app.Stop(t.Context()))
	require.Equal(t, []string{
		"construct first", "construct second", "construct third", "construct a", "construct b",
		"clean up b", "clean up a", "clean up third", "clean up second", "clean up first",
	}, log)
	require.Equal(t, "m", app.Graph().Nodes[0].Module)
}

func TestFirst_whatIfSkippedIsRemembered(t *testing.T) {
	err := quiet(
		facet.If(false, facet.First(facet.Value(8))),
		facet.Invoke(func(int) {}),
	).Validate()
	require.ErrorContains(t, err, "facet.If")
}
