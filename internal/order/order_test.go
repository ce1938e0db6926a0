// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package order_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/internal/order"
)

// draw draws a graph whose edges go from smaller vertices to larger ones.
func draw(t *rapid.T) order.Graph {
	g := make(order.Graph, rapid.IntRange(1, 12).Draw(t, "vertices"))
	for v := range g {
		for w := v + 1; w < len(g); w++ {
			if rapid.IntRange(0, 3).Draw(t, "edge") == 0 {
				g[v] = append(g[v], order.Vertex(w))
			}
		}
	}
	return g
}

func TestReversed_turnsEachEdgeOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		r := g.Reversed()
		require.Len(t, r, len(g))
		for v := range g {
			for w := range g {
				require.Equal(t, slices.Contains(g[v], order.Vertex(w)), slices.Contains(r[w], order.Vertex(v)))
			}
		}
		for v, n := range r.InDegrees() {
			require.Len(t, g[v], int(n))
		}
	})
}

func TestSorted_eachComesAfterThoseThatItWaitsFor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		sorted := g.Sorted()
		require.Len(t, sorted, len(g))
		for v, successors := range g {
			for _, w := range successors {
				require.Less(t, slices.Index(sorted, order.Vertex(v)), slices.Index(sorted, w))
			}
		}
	})
}

func TestLongestFrom_countsWhatCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		counts := rapid.SliceOfN(rapid.Bool(), len(g), len(g)).Draw(t, "counts")
		want := make([]int32, len(g)) // of paths on which only what counts is counted
		for v := len(g) - 1; v >= 0; v-- {
			for _, s := range g[v] {
				want[v] = max(want[v], want[s])
			}
			if counts[v] {
				want[v]++
			}
		}
		v := rapid.IntRange(0, len(g)-1).Draw(t, "from")
		if !counts[v] {
			want[v]++
		}
		var paths order.Paths
		got := paths.LongestFrom(g, order.Vertex(v), func(v int32) bool { return counts[v] })
		require.Equal(t, want[v], got)
		require.Equal(t, got, paths.LongestFrom(g, order.Vertex(v), nil), "it is remembered")
	})
}

func TestReachableFrom_nearestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := draw(t)
		near := rapid.IntRange(0, 3).Draw(t, "near")
		isNear := func(v, w int32) bool { return int(v+w)%4 < near }
		const unknown = 1 << 20
		distance := slices.Repeat([]int{unknown}, len(g))
		distance[0] = 0
		for v := range g { // in topological order
			for _, s := range g[v] {
				step := 1
				if isNear(order.Vertex(v), s) {
					step = 0
				}
				distance[s] = min(distance[s], distance[v]+step)
			}
		}
		list := g.ReachableFrom(0, isNear)
		require.True(t, slices.IsSortedFunc(list, func(v, w int32) int { return distance[v] - distance[w] }))
		slices.Sort(list)
		var want []int32
		for v, d := range distance {
			if d < unknown {
				want = append(want, order.Vertex(v))
			}
		}
		require.Equal(t, want, list)
	})
}

func TestQueue_givesTheFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := order.NewQueue(func(v, w int32) bool { return v < w })
		var want []int32
		for range rapid.IntRange(0, 30).Draw(t, "moves") {
			if len(want) == 0 || rapid.Bool().Draw(t, "push") {
				v := rapid.Int32Range(0, 9).Draw(t, "vertex")
				q.Push(v)
				want = append(want, v)
			} else {
				slices.Sort(want)
				require.Equal(t, want[0], q.Pop())
				want = want[1:]
			}
			require.Equal(t, len(want), q.Len())
		}
	})
}

func TestIndependent_isInCyclesThatWaitForNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "vertices")
		edges := make([][]int, n)
		leads := make([][]bool, n) // from a vertex to another one, or to itself
		for v := range edges {
			edges[v] = rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 2).Draw(t, "edges")
			leads[v] = make([]bool, n)
			leads[v][v] = true
			for _, w := range edges[v] {
				leads[v][w] = true
			}
		}
		for mid := range n {
			for v := range n {
				for w := range n {
					leads[v][w] = leads[v][w] || leads[v][mid] && leads[mid][w]
				}
			}
		}
		roots := rapid.SliceOf(rapid.IntRange(0, n-1)).Draw(t, "roots")
		want := make([]bool, n)
		for v := range want {
			want[v] = slices.ContainsFunc(roots, func(root int) bool { return leads[root][v] })
			for w := range n {
				want[v] = want[v] && (!leads[v][w] || leads[w][v])
			}
		}
		got := order.Independent(n, roots, func(v int, visit func(int)) {
			for _, w := range edges[v] {
				visit(w)
			}
		})
		require.Equal(t, want, got)
	})
}
