// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/registration"
)

func TestModule_pathNamesItsAncestors(t *testing.T) {
	var app *registration.Module
	outer := &registration.Module{Name: "http"}
	inner := &registration.Module{Name: "admin", Parent: outer}
	require.Equal(t, []string{"", "http", "http.admin"}, []string{app.Path(), outer.Path(), inner.Path()})
}

func TestModule_parallelGroupIsTheNearest(t *testing.T) {
	var app *registration.Module
	outer := &registration.Module{Name: "http", Parallel: true}
	inner := &registration.Module{Name: "admin", Parent: outer}
	innermost := &registration.Module{Name: "users", Parent: inner, Parallel: true}
	require.Equal(t, []string{"", "http", "http", "http.admin.users"}, []string{
		app.ParallelGroup(), outer.ParallelGroup(), inner.ParallelGroup(), innermost.ParallelGroup(),
	})
	require.Empty(t, (&registration.Module{Name: "plain"}).ParallelGroup())
}
