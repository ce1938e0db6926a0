// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"container/heap"
	"math/rand/v2"
)

// queue holds what is ready. Without a rank and a source of chance it is first in,
// first out.
type queue struct {
	rank    func(v int32) int32 // the highest comes first; nil for none
	reverse bool                // of one rank, the latest in construction order comes first
	random  *rand.Rand          // draws what comes next; nil for none
	list    []int32
	head    int // of what is not taken; 0 with a rank
}

func (q *queue) len() int { return len(q.list) - q.head }

func (q *queue) push(v int32) {
	if q.rank != nil {
		heap.Push((*ranked)(q), v)
		return
	}
	if q.head == len(q.list) {
		q.list, q.head = q.list[:0], 0
	}
	q.list = append(q.list, v)
}

func (q *queue) pop() int32 {
	if q.rank != nil {
		v, _ := heap.Pop((*ranked)(q)).(int32)
		return v
	}
	if q.random != nil {
		at := q.head + q.random.IntN(q.len())
		q.list[q.head], q.list[at] = q.list[at], q.list[q.head]
	}
	q.head++
	return q.list[q.head-1]
}

// ranked is a queue with a rank as a heap.
type ranked queue

func (r *ranked) Len() int { return len(r.list) }

func (r *ranked) Less(i, j int) bool {
	a, b := r.list[i], r.list[j]
	if x, y := r.rank(a), r.rank(b); x != y {
		return x > y
	}
	return a < b != r.reverse
}

func (r *ranked) Swap(i, j int) { r.list[i], r.list[j] = r.list[j], r.list[i] }

func (r *ranked) Push(v any) {
	n, _ := v.(int32)
	r.list = append(r.list, n)
}

func (r *ranked) Pop() any {
	last := len(r.list) - 1
	v := r.list[last]
	r.list = r.list[:last]
	return v
}

// random returns the source of chance of a phase. It is the same in every run.
func (m Mode) random(phase string) *rand.Rand {
	const start, stop = 1, 2 // streams of one seed
	stream := uint64(stop)
	if phase == PhaseStart {
		stream = start
	}
	return rand.New(rand.NewPCG(m.Seed, stream)) //nolint:gosec // an order, no secret
}
