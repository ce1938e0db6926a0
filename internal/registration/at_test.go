// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

func TestAt_isThePlaceOfTheRegistration(t *testing.T) {
	at := graph.Caller(0)
	spec := read(t, func() *DB { return nil }, provide.At(at))
	require.Equal(t, at, spec.Place)
	spec = read(t, func() *DB { return nil }, provide.At(graph.Place{}))
	require.NotEqual(t, graph.Place{}, spec.Place, "an unknown place changes nothing")
	require.Contains(t, provide.At(at).String(), "At(internal/registration/at_test.go:")
}
