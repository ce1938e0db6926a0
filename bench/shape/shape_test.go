// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package shape_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/bench/shape"
)

func all() []shape.Shape {
	var list []shape.Shape
	for _, n := range []int{10, 100, 1000} {
		list = append(list, shape.Chain(n), shape.Wide(n), shape.Layered(n), shape.Parts(n))
	}
	return list
}

func TestShapes_needOnlyWhatComesBefore(t *testing.T) {
	for _, s := range all() {
		require.Len(t, s.Deps, s.N, s.ID())
		for i, deps := range s.Deps {
			for _, d := range deps {
				require.Less(t, d, i, s.ID())
			}
		}
	}
}

// Otherwise a build would leave constructors out.
func TestTop_reachesAll(t *testing.T) {
	for _, s := range all() {
		require.Equal(t, s.N, reached(s, s.Top), s.ID())
	}
}

func TestTenth_reachesATenth(t *testing.T) {
	for _, s := range all() {
		if s.N >= 100 {
			require.InDelta(t, s.N/10, reached(s, s.Tenth), float64(s.N)/20, s.ID())
		}
	}
}

func TestParts_privateKeysAreNeededInTheirModuleOnly(t *testing.T) {
	s := shape.Parts(100)
	for i, deps := range s.Deps {
		for _, d := range deps {
			if d == s.Private[d/shape.ModuleSize] {
				require.Equal(t, d/shape.ModuleSize, i/shape.ModuleSize)
			}
		}
	}
}

func TestLayered_hasAsManyLayersAsAreInOne(t *testing.T) {
	s := shape.Layered(100)
	require.InDelta(t, 10, s.CriticalPath(func(int) float64 { return 1 }), 0)
}

func TestCriticalPath_isTheHeaviestChain(t *testing.T) {
	s := shape.Shape{N: 4, Deps: [][]int{nil, nil, {0}, {1, 2}}}
	require.InDelta(t, 9, s.CriticalPath(func(i int) float64 { return []float64{1, 7, 1, 2}[i] }), 0)
}

func reached(s shape.Shape, from []int) int {
	seen := make([]bool, s.N)
	count := 0
	var visit func(list []int)
	visit = func(list []int) {
		for _, i := range list {
			if !seen[i] {
				seen[i] = true
				count++
				visit(s.Deps[i])
			}
		}
	}
	visit(from)
	return count
}
