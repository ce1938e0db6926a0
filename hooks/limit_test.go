// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/hooks"
)

func TestLimit_theLongestWayToGoGoesFirstTiesBySequence(t *testing.T) {
	b := newFixture()
	b.mode = hooks.Mode{Concurrent: true, Limit: 1}
	b.component("a").Append(b.pair("a"))
	b.component("b").Append(b.pair("b"))
	b.component("c", 1).Append(b.pair("c"))
	b.component("d", 2).Append(b.pair("d"))
	b.up(t)
	require.Equal(t, []string{"+b", "+c", "+a", "+d"}, b.took())
	require.NoError(t, b.stop(t))
	require.Equal(t, []string{"-d", "-c", "-b", "-a"}, b.took())
}

func TestLimit_nodesWithoutStepsAreNoWayToGo(t *testing.T) {
	b := newFixture()
	b.mode = hooks.Mode{Concurrent: true, Limit: 1}
	b.component("a").Append(b.pair("a"))
	for dep := range 5 {
		b.component("idle", dep)
	}
	b.component("b").Append(b.pair("b"))
	b.component("c", 6).Append(b.pair("c"))
	b.up(t)
	require.Equal(t, []string{"+b", "+a", "+c"}, b.took())
	require.NoError(t, b.stop(t))
}
