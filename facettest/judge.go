// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facettest

import (
	"context"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// judge notes what went otherwise than promised.
func (tr *trial) judge() {
	g, calls := tr.app.Graph(), tr.recorder.calls()
	tr.judgeResult()
	tr.judgeCounts(g, calls)
	tr.judgeOrder(g, calls)
}

// judgeResult looks for errors that are missing, and for those that nobody injected.
func (tr *trial) judgeResult() {
	if tr.reached.Load() && tr.result == nil {
		tr.find("the run ended without an error")
	}
	for _, err := range parts(tr.result) {
		if !tr.isOfFault(err) {
			tr.find("this failed as well: %s", guard.Text(err))
		}
	}
}

// parts returns the first cause and what came after it.
func parts(err error) []error {
	if err == nil {
		return nil
	}
	if f, ok := err.(*facet.Failure); ok { //nolint:errorlint // the result itself
		return append([]error{f.Cause}, f.Later...)
	}
	return []error{err}
}

// isOfFault tells whether an error is the fault or follows from it: whatever else is
// in progress then is cut short.
func (tr *trial) isOfFault(err error) bool {
	if guard.Is(err, errInjected) {
		return true
	}
	ended := guard.Is(err, context.Canceled) || guard.Is(err, context.DeadlineExceeded)
	return tr.fault.late && ended
}

// tally says how often the functions of a registration were called.
type tally struct {
	starts, succeeded, stops, others int
}

// count sums the calls up. The index of a registration is that of its kind's list.
func count(calls []record) map[registration]*tally {
	tallies := map[registration]*tally{}
	for _, c := range calls {
		r := c.registration()
		if tallies[r] == nil {
			tallies[r] = &tally{}
		}
		t := tallies[r]
		switch c.Phase {
		case hooks.PhaseStart:
			t.starts++
			if c.err == nil {
				t.succeeded++
			}
		case hooks.PhaseStop:
			t.stops++
		default:
			t.others++
		}
	}
	return tallies
}

// judgeCounts looks at how often everything that is registered was called.
func (tr *trial) judgeCounts(g *graph.Graph, calls []record) {
	tallies := count(calls)
	for i := range g.Nodes {
		n := &g.Nodes[i]
		index := map[string]int{} // by list
		for _, h := range n.Hooks {
			list := h.Kind
			if list != "drain" && list != "cleanup" {
				list = "steps"
			}
			t := tallies[registration{n.ID, h.Kind, index[list]}]
			index[list]++
			if t == nil {
				t = &tally{}
			}
			name := title(hooks.Call{Component: n.ID, Phase: h.Kind, Hook: h.Name})
			tr.judgeCount(name+" at "+h.Place.String(), h.Kind, *t)
		}
	}
}

func (tr *trial) judgeCount(name, kind string, t tally) {
	if t.starts > 1 {
		tr.find("%s was started %d times", name, t.starts)
	}
	switch kind {
	case "start+stop":
		if t.stops != t.succeeded {
			tr.find("%s started %d times and was stopped %d times", name, t.succeeded, t.stops)
		}
	case "stop":
		if t.stops > 1 || tr.started && t.stops == 0 {
			tr.find("%s was called %d times", name, t.stops)
		}
	case "cleanup":
		if t.others != 1 {
			tr.find("%s was called %d times", name, t.others)
		}
	case "drain", "task", "serve":
		if t.others > 1 {
			tr.find("%s was called %d times", name, t.others)
		}
	}
}
