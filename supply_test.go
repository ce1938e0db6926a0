// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
)

func TestSupply_ofAResultStructProvidesItsFields(t *testing.T) {
	type ports struct {
		facet.Out

		Public int      `name:"public"`
		Admin  int      `name:"admin"`
		Hosts  []string `group:"hosts,flatten"`
	}
	type wanted struct {
		facet.In

		Public int      `name:"public"`
		Admin  int      `name:"admin"`
		Hosts  []string `group:"hosts"`
	}
	var got wanted
	app := facet.New(facet.Supply(ports{Public: 80, Admin: 81, Hosts: []string{"a", "b"}}), facet.Populate(&got))
	require.NoError(t, app.Build(t.Context()))
	require.Equal(t, 80, got.Public)
	require.Equal(t, 81, got.Admin)
	require.Equal(t, []string{"a", "b"}, got.Hosts)
	require.NoError(t, app.Stop(t.Context()))
}
