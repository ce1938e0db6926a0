// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import "time"

// item is an event in the queue.
type item struct {
	event    Event
	done     chan struct{} // closed when it is delivered, or at deadline; nil if no goroutine waits for it
	deadline time.Time
}

func (it *item) awaitUntil(deadline time.Time) {
	it.done, it.deadline = make(chan struct{}), deadline
}

// release ends the wait for the item.
func (it *item) release() {
	if it.done != nil {
		close(it.done)
		it.done = nil
	}
}

const (
	// maxQueue is the number of events that may wait for slow observers.
	maxQueue = 10_000
	// maxStates is the number of further events of OpState and OpResult that may wait.
	// An observer that misses one of these is wrong for the rest of the run.
	maxStates = 1000
)

// queue holds events in order. The zero queue is empty.
type queue struct {
	items []*item
	head  int // the index of the first event
}

func (q *queue) hasRoom(op Op) bool {
	n := len(q.items) - q.head
	return n < maxQueue || n < maxQueue+maxStates && (op == OpState || op == OpResult)
}

func (q *queue) push(it *item) {
	if q.head > 0 && len(q.items) == cap(q.items) {
		n := copy(q.items, q.items[q.head:])
		clear(q.items[n:])
		q.items, q.head = q.items[:n], 0
	}
	q.items = append(q.items, it)
}

// pop removes and returns the first event, or nil.
func (q *queue) pop() *item {
	if q.head == len(q.items) {
		return nil
	}
	it := q.items[q.head]
	q.items[q.head] = nil
	q.head++
	if q.head == len(q.items) {
		q.reset()
	}
	return it
}

// reset keeps the memory of a short queue for later events.
func (q *queue) reset() {
	const short = 64
	q.items, q.head = q.items[:0], 0
	if cap(q.items) > short {
		q.items = nil
	}
}

// all returns all events in order.
func (q *queue) all() []*item { return q.items[q.head:] }
