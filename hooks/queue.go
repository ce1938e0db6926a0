// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"container/heap"
	"math/rand/v2"
)

// queue holds the ready vertices, as a heap.
type queue struct {
	less func(v, w int32) bool // reports whether v comes first
	list []int32
}

func (q *queue) push(v int32) {
	q.list = append(q.list, v)
	heap.Fix(q, len(q.list)-1)
}

func (q *queue) pop() int32 {
	first, last := q.list[0], len(q.list)-1
	q.list[0] = q.list[last]
	if q.list = q.list[:last]; last > 0 {
		heap.Fix(q, 0)
	}
	return first
}

// Len, Less and Swap are for package heap. Push and Pop, which would allocate, are not
// used.
func (q *queue) Len() int           { return len(q.list) }
func (q *queue) Less(i, j int) bool { return q.less(q.list[i], q.list[j]) }
func (q *queue) Swap(i, j int)      { q.list[i], q.list[j] = q.list[j], q.list[i] }
func (q *queue) Push(any)           {}
func (q *queue) Pop() any           { return nil }

// order returns which of two ready vertices comes first: with a limit the one with the
// longest path, else the first in construction order, at a stop the last; or as drawn.
func (e *execution) order(mode Mode) func(v, w int32) bool {
	reverse := e.phase != PhaseStart
	if mode.Shuffled {
		drawn := mode.random(e.phase).Perm(len(e.vertices))
		return func(v, w int32) bool { return drawn[v] < drawn[w] }
	}
	return func(v, w int32) bool {
		if e.limit > 0 {
			if x, y := e.longestFrom(v), e.longestFrom(w); x != y {
				return x > y
			}
		}
		return v < w != reverse
	}
}

// random returns the source of chance of a phase. It is the same in every run.
func (m Mode) random(phase Phase) *rand.Rand {
	const start, stop = 1, 2 // streams of one seed
	stream := uint64(stop)
	if phase == PhaseStart {
		stream = start
	}
	return rand.New(rand.NewPCG(m.Seed, stream)) //nolint:gosec // an order, no secret
}
