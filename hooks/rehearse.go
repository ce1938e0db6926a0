// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"time"

	"github.com/facet-go/facet/internal/order"
	"github.com/facet-go/facet/observe"
)

// Rehearse computes a start of the plan without running it, as [observe.Plan] says. It
// keeps the limit and the priorities of an execution. Its time is that of an execution
// whose hooks return at once, without goroutines.
func (p *Plan) Rehearse(concurrent bool, end func(step observe.StepID, begin time.Duration) time.Duration) []observe.RehearsedStep {
	if p == nil {
		return nil
	}
	d, mode := p.dag, p.mode
	if concurrent && !p.IsConcurrent() {
		mode = Mode{Concurrent: true}
		d = buildDAG(p.nodes, nil, mode)
	}
	r := newRehearsal(d, mode, end)
	r.run()
	return r.result()
}

// IsConcurrent reports whether each component waits for nothing but its own dependencies.
func (p *Plan) IsConcurrent() bool {
	return p != nil && p.mode.Concurrent && p.mode.Limit == 0 && !p.mode.Shuffled
}

// rehearsal is an execution of a start in computed time.
type rehearsal struct {
	dag
	limit int
	end   func(observe.StepID, time.Duration) time.Duration

	nth      []int // by vertex: the number among what its component starts, or none
	inDegree []int32
	ready    order.Queue[int32]
	running  order.Queue[int32] // by their ends
	now      time.Duration

	begins, ends []time.Duration // by vertex
	slotOf       []int32         // by vertex: the one whose end made a place for it, or none
	begun        []int32         // steps in the order of their begins
	ended        []int32         // vertices in the order of their ends
}

func newRehearsal(d dag, mode Mode, end func(observe.StepID, time.Duration) time.Duration) *rehearsal {
	n := len(d.vertices)
	r := &rehearsal{
		dag: d, limit: mode.limit(), end: end, nth: make([]int, n), inDegree: d.successors.InDegrees(),
		begins: make([]time.Duration, n), ends: make([]time.Duration, n), slotOf: make([]int32, n),
	}
	r.ready = order.NewQueue(r.less(mode))
	r.running = order.NewQueue(func(v, w int32) bool { return r.ends[v] < r.ends[w] || r.ends[v] == r.ends[w] && v < w })
	started := 0
	for v := range d.vertices {
		r.nth[v], r.slotOf[v] = none, none
		vx := &d.vertices[v]
		if v > 0 && d.vertices[v-1].lc != vx.lc {
			started = 0
		}
		if vx.kind == vertexStep && vx.step().isStarted() {
			r.nth[v] = started
			started++
		}
	}
	return r
}

// isStarted reports whether a start calls something of the step.
func (s *step) isStarted() bool { return s.isTask() || s.entryPoints.start != 0 }

// less is that of an execution of a start.
func (r *rehearsal) less(mode Mode) func(v, w int32) bool {
	if mode.Shuffled {
		drawn := mode.random(PhaseStart).Perm(len(r.vertices))
		return func(v, w int32) bool { return drawn[v] < drawn[w] }
	}
	var paths order.Paths
	counts := func(v int32) bool { return r.nth[v] != none }
	return func(v, w int32) bool {
		if r.limit > 0 {
			if x, y := paths.LongestFrom(r.successors, v, counts), paths.LongestFrom(r.successors, w, counts); x != y {
				return x > y
			}
		}
		return v < w
	}
}

func (r *rehearsal) run() {
	var first []int32
	for v, n := range r.inDegree {
		if n == 0 {
			first = append(first, order.Vertex(v))
		}
	}
	for _, v := range first { // reach changes the degrees
		r.reach(v)
	}
	r.dispatch(none)
	for r.running.Len() > 0 {
		v := r.running.Pop()
		r.now = r.ends[v]
		r.complete(v)
		r.dispatch(v)
	}
}

// reach makes a vertex ready. One with nothing to do ends at once.
func (r *rehearsal) reach(v int32) {
	for noops := []int32{v}; len(noops) > 0; {
		v := noops[len(noops)-1]
		noops = noops[:len(noops)-1]
		if r.nth[v] != none {
			r.ready.Push(v)
			continue
		}
		r.begins[v], r.ends[v] = r.now, r.now
		noops = append(noops, r.endOf(v)...)
	}
}

func (r *rehearsal) complete(v int32) {
	for _, s := range r.endOf(v) {
		r.reach(s)
	}
}

// endOf records the end of a vertex, and returns the vertices that waited for it alone.
func (r *rehearsal) endOf(v int32) (next []int32) {
	r.ended = append(r.ended, v)
	for _, s := range r.successors[v] {
		if r.inDegree[s]--; r.inDegree[s] == 0 {
			next = append(next, s)
		}
	}
	return next
}

// dispatch begins steps as far as the limit allows. by is the vertex whose end has made a
// place, or none.
func (r *rehearsal) dispatch(by int32) {
	for r.ready.Len() > 0 && (r.limit == 0 || r.running.Len() < r.limit) {
		v := r.ready.Pop()
		if r.limit > 0 {
			r.slotOf[v] = by
		}
		id := observe.StepID{Node: r.vertices[v].lc.name(), Nth: r.nth[v]}
		r.begins[v], r.ends[v] = r.now, max(r.end(id, r.now), r.now)
		r.begun = append(r.begun, v)
		r.running.Push(v)
	}
}

// result computes the slacks backwards from the last end.
func (r *rehearsal) result() []observe.RehearsedStep {
	latest := make([]time.Duration, len(r.vertices)) // end that delays nothing
	for v := range latest {
		latest[v] = r.now
	}
	for i := len(r.ended) - 1; i >= 0; i-- {
		v := r.ended[i]
		for _, s := range r.successors[v] {
			latest[v] = min(latest[v], latest[s]-(r.ends[s]-r.begins[s]))
		}
		if slot := r.slotOf[v]; slot != none {
			latest[slot] = min(latest[slot], latest[v]-(r.ends[v]-r.begins[v]))
		}
	}
	list := make([]observe.RehearsedStep, len(r.begun))
	for i, v := range r.begun {
		list[i] = observe.RehearsedStep{
			StepID: observe.StepID{Node: r.vertices[v].lc.name(), Nth: r.nth[v]},
			Begin:  r.begins[v], End: r.ends[v], Slack: latest[v] - r.ends[v],
		}
	}
	return list
}
