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

// verify records the broken promises.
func (fr *faultRun) verify() {
	g, calls := fr.app.Graph(), fr.recorder.calls()
	fr.verifyResult()
	fr.verifyCounts(g, calls)
	fr.verifyOrder(g, calls)
}

// verifyResult finds a missing error, and errors that the fault has not caused.
func (fr *faultRun) verifyResult() {
	if fr.injected.Load() && fr.result == nil {
		fr.addFinding("the run ended without an error")
	}
	for _, err := range causes(fr.result) {
		if !fr.isCausedByFault(err) {
			fr.addFinding("this failed as well: %s", guard.Text(err))
		}
	}
}

// causes returns the first cause and the later ones.
func causes(err error) []error {
	if err == nil {
		return nil
	}
	if f, ok := err.(*facet.Failure); ok { //nolint:errorlint // the result itself
		return append([]error{f.Cause}, f.Later...)
	}
	return []error{err}
}

// isCausedByFault reports whether an error is the fault or follows from it: a fault
// that uses up the time cancels the other calls in progress.
func (fr *faultRun) isCausedByFault(err error) bool {
	if guard.Is(err, errInjected) {
		return true
	}
	ended := guard.Is(err, context.Canceled) || guard.Is(err, context.DeadlineExceeded)
	return fr.fault.late && ended
}

// callCounts are the numbers of calls of one registration.
type callCounts struct {
	starts, succeeded, stops, others int
}

// countCalls counts the calls. The index of a registration is its index in the list of
// its kind.
func countCalls(calls []record) map[registration]*callCounts {
	tallies := map[registration]*callCounts{}
	for _, c := range calls {
		r := c.registration()
		if tallies[r] == nil {
			tallies[r] = &callCounts{}
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

// verifyCounts checks the number of calls of every registration.
func (fr *faultRun) verifyCounts(g *graph.Graph, calls []record) {
	tallies := countCalls(calls)
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
				t = &callCounts{}
			}
			name := callTitle(hooks.Call{Component: n.ID, Phase: h.Kind, Hook: h.Name})
			fr.verifyCount(name+" at "+h.Place.String(), h.Kind, *t)
		}
	}
}

func (fr *faultRun) verifyCount(name, kind string, t callCounts) {
	if t.starts > 1 {
		fr.addFinding("%s was started %d times", name, t.starts)
	}
	switch kind {
	case "start+stop":
		if t.stops != t.succeeded {
			fr.addFinding("%s started %d times and was stopped %d times", name, t.succeeded, t.stops)
		}
	case "stop":
		if t.stops > 1 || fr.started && t.stops == 0 {
			fr.addFinding("%s was called %d times", name, t.stops)
		}
	case "cleanup":
		if t.others != 1 {
			fr.addFinding("%s was called %d times", name, t.others)
		}
	case "drain", "task", "serve":
		if t.others > 1 {
			fr.addFinding("%s was called %d times", name, t.others)
		}
	}
}
