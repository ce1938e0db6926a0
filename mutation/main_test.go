// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/mutation/living"
)

func TestRun_refusesPackagesThatAreNotMutated(t *testing.T) {
	err := run(t.Context(), settings{list: "living.txt", packages: "hooks,graph"}, io.Discard)
	require.ErrorContains(t, err, `"graph" is none of the packages`)
}

func TestLiving_hasAReasonForEachMutant(t *testing.T) {
	text, err := os.ReadFile("living.txt")
	require.NoError(t, err)
	_, err = living.Parse(string(text))
	require.NoError(t, err)
}
