// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import "time"

// item is an event on its way.
type item struct {
	event    Event
	done     chan struct{} // closed when it is delivered, or at deadline; nil if nothing waits for it
	deadline time.Time
}

func (it *item) awaitUntil(deadline time.Time) {
	it.done, it.deadline = make(chan struct{}), deadline
}

// release lets go what waits for the item.
func (it *item) release() {
	if it.done != nil {
		close(it.done)
		it.done = nil
	}
}

const (
	// maxQueue is how many events may wait for observers that do not keep up.
	maxQueue = 10_000
	// maxStates is how many more may wait that begin or end something of a run: an
	// observer that missed one would be wrong for the rest of the run.
	maxStates = 1000
)

// queue holds events in order. The zero queue is empty.
type queue struct {
	items []*item
	first int // the index of the first one
}

func (q *queue) hasRoom(op Op) bool {
	n := len(q.items) - q.first
	return n < maxQueue || n < maxQueue+maxStates && (op == OpState || op == OpResult)
}

func (q *queue) push(it *item) {
	if q.first > 0 && len(q.items) == cap(q.items) {
		n := copy(q.items, q.items[q.first:])
		clear(q.items[n:])
		q.items, q.first = q.items[:n], 0
	}
	q.items = append(q.items, it)
}

// pop takes the first one off. It returns nil if there is none.
func (q *queue) pop() *item {
	if q.first == len(q.items) {
		return nil
	}
	it := q.items[q.first]
	q.items[q.first] = nil
	q.first++
	if q.first == len(q.items) {
		q.reset()
	}
	return it
}

// reset keeps the memory of a short queue for the next event.
func (q *queue) reset() {
	const short = 64
	q.items, q.first = q.items[:0], 0
	if cap(q.items) > short {
		q.items = nil
	}
}

// all returns all of them, in order.
func (q *queue) all() []*item { return q.items[q.first:] }
