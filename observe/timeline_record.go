// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import "time"

// record is the steps of one start or stop in the order of their begins. Its times are
// relative to the begin, and never go back from one event to the next.
type record struct {
	began    time.Time
	isBegun  bool
	isClosed bool
	length   time.Duration // of a closed record
	before   time.Duration // the part before the first hook may begin

	last   time.Duration    // of the last event
	nodes  map[string]int32 // by id: the position in open
	open   []int32          // by node: the last step that has not ended, or none
	steps  []stepRecord
	closed []int32 // steps in the order of their ends
}

const none = -1

// stepRecord is one call of a constructor, hook or cleanup.
type stepRecord struct {
	node, hook string
	after      string // as Event.After
	begin, end time.Duration
	before     int32 // an earlier step of the node that had not ended, or none
	number     int32 // of the node
	endedFirst int32 // how many steps had ended when it began
	endPlace   int32 // its place among the ended ones, or none
	op         Op    // OpConstructing and so on
	outcome    outcome
}

// outcome is how a step has ended.
type outcome uint8

const (
	stepRuns outcome = iota
	stepDone
	stepFailed
	stepCutShort   // its start was cancelled
	stepAbandoned  // it has not returned in time
	stepLateReturn // it has returned after that
)

// reset begins a record, and keeps the memory of the last one.
func (r *record) reset(at time.Time) {
	clear(r.steps)
	clear(r.nodes)
	*r = record{began: at, isBegun: true, nodes: r.nodes, open: r.open[:0], steps: r.steps[:0], closed: r.closed[:0]}
}

// at returns the time of an event in the record.
func (r *record) at(t time.Time) time.Duration {
	r.last = max(r.last, t.Sub(r.began))
	return r.last
}

// close ends the record. Steps that still run have no end.
func (r *record) close(at time.Time) {
	if r.isBegun && !r.isClosed {
		r.length, r.isClosed = r.at(at), true
	}
}

func (r *record) begin(e *Event) {
	number, ok := r.nodes[e.Node]
	if !ok {
		if r.nodes == nil {
			r.nodes = map[string]int32{}
		}
		number = int32(len(r.open)) //nolint:gosec // so many components do not fit in memory
		r.nodes[e.Node] = number
		r.open = append(r.open, none)
	}
	r.steps = append(r.steps, stepRecord{
		node: e.Node, hook: e.Hook, after: e.After, begin: r.at(e.Time), before: r.open[number], number: number,
		endedFirst: int32(len(r.closed)), endPlace: none, op: e.Op, //nolint:gosec // as above
	})
	r.open[number] = int32(len(r.steps) - 1) //nolint:gosec // as above
}

// end ends a step. It returns false if the record has no such step.
func (r *record) end(e *Event) bool {
	how := stepDone
	switch {
	case e.Follows:
		how = stepCutShort
	case e.Err != nil:
		how = stepFailed
	}
	return r.take(e, e.Op-1, how)
}

// take removes a step from those that have not ended. op is that of its begin, or any.
func (r *record) take(e *Event, op Op, how outcome) bool {
	number, ok := r.nodes[e.Node]
	if !ok {
		return false
	}
	link := &r.open[number]
	for *link != none {
		i := *link
		s := &r.steps[i]
		if s.hook == e.Hook && (s.op == op || op == anyOp) {
			*link = s.before
			s.end, s.outcome, s.endPlace = r.at(e.Time), how, int32(len(r.closed)) //nolint:gosec // as above
			r.closed = append(r.closed, i)
			return true
		}
		link = &s.before
	}
	return false
}

const anyOp = Op(255)

// abandon records that a step is abandoned, or that it has returned after that. It
// returns false if the record has no such step.
func (r *record) abandon(e *Event) bool {
	if e.Op == OpAbandoned {
		return r.take(e, anyOp, stepAbandoned)
	}
	for i := len(r.steps) - 1; i >= 0; i-- {
		if s := &r.steps[i]; s.outcome == stepAbandoned && s.node == e.Node && s.hook == e.Hook {
			s.outcome = stepLateReturn
			return true
		}
	}
	return false
}
