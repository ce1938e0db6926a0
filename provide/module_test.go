// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/provide"
)

func TestModule_pathNamesItsAncestors(t *testing.T) {
	var app *provide.Module
	outer := &provide.Module{Name: "http"}
	inner := &provide.Module{Name: "admin", Parent: outer}
	require.Equal(t, []string{"", "http", "http.admin"}, []string{app.Path(), outer.Path(), inner.Path()})
}

func TestModule_parallelGroupIsTheNearest(t *testing.T) {
	var app *provide.Module
	outer := &provide.Module{Name: "http", Parallel: true}
	inner := &provide.Module{Name: "admin", Parent: outer}
	innermost := &provide.Module{Name: "users", Parent: inner, Parallel: true}
	require.Equal(t, []string{"", "http", "http", "http.admin.users"}, []string{
		app.ParallelGroup(), outer.ParallelGroup(), inner.ParallelGroup(), innermost.ParallelGroup(),
	})
	require.Empty(t, (&provide.Module{Name: "plain"}).ParallelGroup())
}
