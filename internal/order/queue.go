// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package order

import "container/heap"

// Queue is a set of values from which the first in an order is taken.
type Queue[V any] struct{ heap valueHeap[V] }

// NewQueue returns an empty queue. less reports whether v comes before w.
func NewQueue[V any](less func(v, w V) bool) Queue[V] { return Queue[V]{valueHeap[V]{less: less}} }

// Len returns the number of values.
func (q *Queue[V]) Len() int { return len(q.heap.list) }

// Push adds a value.
func (q *Queue[V]) Push(v V) {
	q.heap.list = append(q.heap.list, v)
	heap.Fix(&q.heap, len(q.heap.list)-1)
}

// Pop takes the first value. The queue must not be empty.
func (q *Queue[V]) Pop() V {
	list := q.heap.list
	first, last := list[0], len(list)-1
	list[0] = list[last]
	if q.heap.list = list[:last]; last > 0 {
		heap.Fix(&q.heap, 0)
	}
	return first
}

// valueHeap is for package heap. Its Push and Pop, which would allocate, are not used.
type valueHeap[V any] struct {
	less func(v, w V) bool
	list []V
}

func (h *valueHeap[V]) Len() int           { return len(h.list) }
func (h *valueHeap[V]) Less(i, j int) bool { return h.less(h.list[i], h.list[j]) }
func (h *valueHeap[V]) Swap(i, j int)      { h.list[i], h.list[j] = h.list[j], h.list[i] }
func (h *valueHeap[V]) Push(any)           {}
func (h *valueHeap[V]) Pop() any           { return nil }
