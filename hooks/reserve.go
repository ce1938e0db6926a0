// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/order"
)

// Reserve keeps d of the stop timeout for a stop hook that comes late, for example the
// flush of telemetry: the hook is called with at least d left (less a millisecond for each hook
// before it, if very many hang). The contexts of the hooks
// and tasks before it end so much earlier, with the two Graces that these may take. The
// sum of the reserves on a path must be less than the stop timeout; otherwise the build
// fails. Nothing is kept after a further signal has ended the stop timeout. Reserve
// applies to OnStop, and to an Append with a stop hook; a d of 0 or less is a registration
// error.
func Reserve(d time.Duration) Option {
	return option{"Reserve(" + d.String() + ")", func(s *step) {
		switch {
		case s.kind != kindHook || s.stop == nil:
			s.setProblem("Reserve applies to a stop hook only: to OnStop, or to an Append with OnStop")
		case d <= 0:
			s.setProblem(fmt.Sprintf("Reserve(%v) must be positive; leave it out if the hook needs no time of its own", d))
		case s.reserve > 0:
			s.setProblem("Reserve is given twice; leave one out")
		default:
			s.reserve = d
		}
	}}
}

// reserves are the parts of the stop timeout that the vertices of a stop leave to later
// hooks. Without a limit on the number of hooks that run, these are the hooks on a path
// from the vertex.
type reserves struct {
	after []time.Duration // by vertex: how long before the deadline its context ends; nil with a limit
	next  []int32         // by vertex: the next hook for which that is, or none

	limited []reservation // with a limit
}

// reservation is the reserve of one hook for a stop with a limit. Every vertex that does
// not come later may delay the hook.
type reservation struct {
	vertex     int32
	keep       time.Duration
	comesLater []bool // by vertex
}

// newReserves returns the reserves in a dag that is read in the order of the stop. Each
// counts with extra. A step counts if counts reports it.
func newReserves(d *dag, extra time.Duration, limited bool, counts func(*step) bool) reserves {
	own := func(v int32) time.Duration {
		if s := d.vertices[v].step(); s != nil && s.reserve > 0 && counts(s) {
			return saturatingAdd(s.reserve, extra)
		}
		return 0
	}
	if limited {
		return reserves{limited: d.reservations(own)}
	}
	r := reserves{after: make([]time.Duration, len(d.vertices)), next: make([]int32, len(d.vertices))}
	for _, v := range slices.Backward(d.successors.Sorted()) {
		r.next[v] = none
		for _, w := range d.successors[v] {
			keep, next := r.after[w], r.next[w]
			if reserve := own(w); reserve > 0 {
				keep, next = saturatingAdd(keep, reserve), w
			}
			if keep > r.after[v] {
				r.after[v], r.next[v] = keep, next
			}
		}
	}
	return r
}

// reservations returns the hooks with a reserve.
func (d *dag) reservations(own func(v int32) time.Duration) []reservation {
	var list []reservation
	for i := range d.vertices {
		v := order.Vertex(i)
		keep := own(v)
		if keep == 0 {
			continue
		}
		later := make([]bool, len(d.vertices))
		for _, w := range d.successors.ReachableFrom(v, func(int32, int32) bool { return false }) {
			later[w] = true // v too
		}
		list = append(list, reservation{v, keep, later})
	}
	return list
}

// of returns how long before the deadline the context of v ends, and the hook for which
// that is. isPending reports whether a hook has not been called.
func (r *reserves) of(v int32, isPending func(v int32) bool) (keep time.Duration, next int32) {
	if r.after != nil {
		return r.after[v], r.next[v]
	}
	next = none
	for _, other := range r.limited {
		if !other.comesLater[v] && isPending(other.vertex) {
			keep, next = saturatingAdd(keep, other.keep), other.vertex
		}
	}
	return keep, next
}

// largestReserve returns the largest sum of reserves of a stop of the plan, with extra
// for each, and their steps in the order of the stop. Executor.mu is held, or counts reads
// nothing that it guards.
func (p *Plan) largestReserve(extra time.Duration, counts func(*step) bool) (sum time.Duration, steps []*step) {
	d := p.reversed()
	// A vertex ahead of all leaves its time to every reserve.
	all := make([]int32, len(d.vertices))
	for i := range all {
		all[i] = order.Vertex(i)
	}
	d.vertices = append(slices.Clip(d.vertices), vertex{nil, none, vertexJoin})
	d.successors = append(d.successors, all)
	r := newReserves(&d, extra, p.mode.limit() > 0, counts)
	first := order.Vertex(len(all))
	sum, next := r.of(first, func(int32) bool { return true })
	for _, other := range r.limited {
		steps = append(steps, d.vertices[other.vertex].step())
	}
	for ; r.limited == nil && next != none; next = r.next[next] {
		steps = append(steps, d.vertices[next].step())
	}
	return sum, steps
}

// ReserveProblem returns the problem of a plan whose stop hooks reserve no less than the
// whole stop timeout, or nil. A budget of 0 or less is no limit.
func (p *Plan) ReserveProblem(budget time.Duration) *graph.Problem {
	if budget <= 0 || !p.hasReserves {
		return nil
	}
	sum, steps := p.largestReserve(0, func(*step) bool { return true })
	if sum < budget {
		return nil
	}
	names, verb := make([]string, len(steps)), "reserves"
	for i, s := range steps {
		names[i] = fmt.Sprintf("%s (%v)", stepName(s.component(), s.nameIn(PhaseStop)), s.reserve)
	}
	if len(names) > 1 {
		verb = "together reserve"
	}
	return &graph.Problem{
		Slug: "reserve-too-long", Place: steps[0].place,
		Text: fmt.Sprintf("%s %s %v of the stop timeout, which is %v; raise facet.StopTimeout, or lower hooks.Reserve",
			strings.Join(names, ", "), verb, sum, budget),
	}
}

// limitedRun is the part of the stop timeout that a run has if it leaves time to later
// hooks.
type limitedRun struct {
	ctxEnd    time.Time // zero if it leaves none
	abandonAt time.Time
	cause     *guard.TimeoutError
}

// beforeReserves returns what limits a run of v that begins now. Executor.mu is held.
func (e *execution) beforeReserves(v int32, now time.Time) limitedRun {
	if e.reserves.after == nil && e.reserves.limited == nil {
		return limitedRun{}
	}
	keep, next := e.reserves.of(v, func(w int32) bool { return e.vertices[w].step().state != stepStopped })
	deadline, ok := e.ctx.Deadline()
	if !ok || keep == 0 {
		return limitedRun{}
	}
	l := limitedRun{ctxEnd: deadline.Add(-keep), cause: e.reserveError(next, keep)}
	l.abandonAt = l.ctxEnd.Add(e.x.config.Grace)
	if !now.Before(l.ctxEnd) {
		// As after the deadline, all that begin now share a Grace, which follows that of the others.
		share := l.abandonAt.Add(e.x.config.Grace).Sub(now) / time.Duration(e.longestFrom(v))
		l.abandonAt = now.Add(max(share, minGraceShare))
	}
	return l
}

// reserveError is the cause of the contexts that end before the deadline of the stop.
func (e *execution) reserveError(next int32, keep time.Duration) *guard.TimeoutError {
	s := e.vertices[next].step()
	return &guard.TimeoutError{
		Name: "the time to stop before a reserve", Budget: e.budget - keep,
		SetBy: fmt.Sprintf("facet.StopTimeout is %v, and hooks.Reserve keeps %v of it for %s, twice Grace included",
			e.budget, keep, stepName(s.component(), s.nameIn(PhaseStop))),
	}
}
