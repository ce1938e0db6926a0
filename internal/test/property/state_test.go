// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"errors"
	"slices"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// What the app says: states, events, results; and how long it takes.

// automaton says which state may follow which.
var automaton = map[facet.State][]facet.State{
	facet.StateNew:      {facet.StateBuilding},
	facet.StateBuilding: {facet.StateBuilt, facet.StateStopping, facet.StateStopped, facet.StateFailed},
	facet.StateBuilt:    {facet.StateStarting, facet.StateStopping},
	facet.StateStarting: {facet.StateRunning, facet.StateStopping},
	facet.StateRunning:  {facet.StateDraining},
	facet.StateDraining: {facet.StateStopping},
	facet.StateStopping: {facet.StateStopped, facet.StateFailed},
	facet.StateStopped:  {facet.StateBuilding},
	facet.StateFailed:   {facet.StateBuilding},
}

// checkStates: the state moves along the automaton; it is failed exactly if the
// result is an error; drain hooks run while draining only.
func (o *oracle) checkStates() {
	now := facet.StateNew
	o.eachState(func(i int, s facet.State) {
		if !slices.Contains(automaton[now], s) {
			o.failf(i, "the automaton: from %v to %v", now, s)
		}
		now = s
	})
	if now != facet.StateNew && now != facet.StateStopped && now != facet.StateFailed {
		o.failf(len(o.trace), "the automaton: the app is %v in the end", now)
	}
	var result error
	drains := false
	for i := range o.trace {
		m := &o.trace[i]
		switch {
		case m.role == draining && !m.ends && !drains:
			o.failf(i, "%s while the app did not drain", m.who())
		case m.role != told:
		case m.event.Op == observe.OpResult:
			result = m.event.Err
		case m.event.Op == observe.OpState:
			drains = m.event.State == facet.StateDraining
			if s := m.event.State; (s == facet.StateFailed) != (result != nil) && (s == facet.StateFailed || s == facet.StateStopped) {
				o.failf(i, "the automaton: %v with the result %v", s, result)
			}
		}
	}
}

// checkEvents: there is one event for each hook that is called, and one for its
// end unless it was abandoned.
func (o *oracle) checkEvents() {
	type key struct {
		op   observe.Op
		hook string
	}
	count := map[key]int{}
	for i := range o.trace {
		if m := &o.trace[i]; m.role == told {
			count[key{m.event.Op, m.event.Hook}]++
		}
	}
	expect := func(op observe.Op, hook string, yes bool) {
		if n := count[key{op, hook}]; (n == 1) != yes || n > 1 {
			o.failf(0, "the events tell what happened: %v %s %d times, want %v", op, hook, n, yes)
		}
	}
	for _, c := range o.components {
		for i, s := range c.spec.steps {
			start, stop, work := o.span(starting, c, i), o.span(stopping, c, i), o.span(working, c, i)
			switch s.kind {
			case both, startOnly:
				expect(observe.OpStarting, c.name(i), start != nothing)
				expect(observe.OpStarted, c.name(i), start != nothing && start.left == never)
				expect(observe.OpStopping, c.name(i), stop != nothing && start.left == never)
				expect(observe.OpStopped, c.name(i), stop != nothing && stop.left == never)
			case stopOnly:
				expect(observe.OpStopping, c.name(i), stop != nothing)
				expect(observe.OpStopped, c.name(i), stop != nothing && stop.left == never)
			default:
				expect(observe.OpLaunched, c.name(i), start != nothing || work != nothing)
			}
			expect(observe.OpLaunched, c.added(i), o.span(adding, c, i) != nothing)
		}
		for i := range c.spec.drains {
			s := o.span(draining, c, i)
			expect(observe.OpDraining, c.drain(i), s != nothing)
			expect(observe.OpDrained, c.drain(i), s != nothing && s.left == never)
		}
	}
}

// checkResults: all that wait for a run get the same result.
func (o *oracle) checkResults() {
	for c, s := range o.methods {
		begin, end := &o.trace[s.begin], &o.trace[s.end]
		var state *facet.StateError
		switch {
		case c.name != "Stop" && c.name != "Run" || errors.As(end.err, &state):
			continue
		case c.name == "Stop" && begin.state == facet.StateNew:
			continue
		case c.name == "Stop" && (begin.state == facet.StateStopped || begin.state == facet.StateFailed):
			o.isResult(s.end, 0)
		default:
			o.isResult(s.end, c.from)
		}
	}
}

// isResult checks that a call returned the result of a run that ended meanwhile.
func (o *oracle) isResult(at, from int) {
	for _, e := range o.ended {
		if e.at >= from && e.at < at && e.err == o.trace[at].err { //nolint:errorlint // the very same
			return
		}
	}
	o.failf(at, "one result: %s got %v", o.trace[at].who(), o.trace[at].err)
}

const (
	startTimeout = 15 * time.Second
	stopTimeout  = 10 * time.Second
	grace        = time.Second
)

// checkTimes: the formulas of the budgets.
func (o *oracle) checkTimes() {
	if o.w.calm {
		return
	}
	rest := time.Duration(o.w.steps()) * time.Millisecond
	for c, s := range o.methods {
		if c.name != "Stop" {
			continue
		}
		took, limit := o.trace[s.end].at-o.trace[s.begin].at, o.w.drain+stopTimeout+2*grace+rest
		if o.trace[s.begin].state != facet.StateRunning {
			limit += grace
		}
		if took > limit {
			o.failf(s.end, "bounded time: %s took %v, more than %v", o.trace[s.end].who(), took, limit)
		}
	}
	for c, s := range o.calls {
		m := o.methods[c]
		if took := o.trace[m.end].at - o.trace[s.end].at; o.alone(c) && took > stopTimeout+2*grace+rest {
			o.failf(m.end, "bounded time: %s took %v after its function had ended", o.trace[m.end].who(), took)
		}
	}
	var began, down time.Duration
	from := facet.StateNew
	o.eachState(func(i int, s facet.State) {
		at := o.trace[i].at
		switch s {
		case facet.StateStarting:
			began = at
		case facet.StateStopping:
			if from == facet.StateStarting && len(o.calls) == 0 && at-began > startTimeout+grace {
				o.failf(i, "bounded time: the start failed after %v", at-began)
			}
			down = at
		case facet.StateStopped, facet.StateFailed:
			if from == facet.StateStopping && at-down > stopTimeout+2*grace+rest {
				o.failf(i, "bounded time: the way down took %v", at-down)
			}
		default:
		}
		from = s
	})
}

// alone reports whether nothing else was called during a call of Do.
func (o *oracle) alone(c *call) bool {
	own := o.methods[c]
	for other, s := range o.methods {
		if other != c && s.begin < own.end && s.end > own.begin {
			return false
		}
	}
	return !c.nested
}
