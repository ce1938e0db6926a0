// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"strconv"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// newPhase returns the times of a phase, or nil.
func newPhase(p *observe.PhaseTimes, numbers map[string]int) *phase {
	if p == nil {
		return nil
	}
	w := &phase{
		Wall: -1, Before: micros(p.Before), Work: micros(p.Work), Peak: p.Peak, Failed: p.Failed, Steps: make([]step, len(p.Steps)),
		Parts: make([]part, len(p.Blame)), Chain: make([]link, len(p.Chain)), Concurrent: microsOr(p.Concurrent), Unknown: []named{},
	}
	if p.Ended {
		w.Wall = micros(p.Wall)
	} else {
		w.Work = 0 // it grows
	}
	number := w.numberer(numbers)
	waits := map[string]time.Duration{}
	running := map[string]time.Duration{}
	for i := range p.Steps {
		s := &p.Steps[i]
		w.Steps[i] = step{
			Node: number(s.Node), Hook: graph.HookName(s.Node, cut(s.Hook, maxLine)), Kind: s.Kind, Eligible: micros(s.Eligible), Begin: micros(s.Begin),
			End: micros(s.End), Outcome: string(s.Outcome), Slack: microsOr(s.Slack),
		}
		waits[s.Node] += s.Begin - s.Eligible
		if s.Outcome == observe.OutcomeRuns {
			w.Steps[i].End = -1
			running[s.Node] += s.End - s.Begin
		}
	}
	w.addChain(p)
	for i := range p.Blame {
		b := &p.Blame[i]
		w.Parts[i] = part{number(b.Node), micros(b.Own - running[b.Node]), micros(waits[b.Node]), microsOr(b.Slack), microsOr(b.Without), b.OnChain && p.Ended}
	}
	return w
}

// addChain adds the critical chain of a phase that has ended.
func (w *phase) addChain(p *observe.PhaseTimes) {
	if !p.Ended {
		w.Chain = []link{}
		return
	}
	for i, l := range p.Chain {
		w.Chain[i] = link{l.Step, micros(l.Wait), micros(l.Own)}
		if l.Step >= 0 && (w.Steps[l.Step].Kind != "construct" || l.Own > p.Wall/100) {
			w.Steps[l.Step].OnChain = true
		}
	}
}

// numberer returns a function from ids to numbers, which adds unknown nodes.
func (w *phase) numberer(numbers map[string]int) func(id string) int {
	unknown := map[string]int{}
	return func(id string) int {
		if number, ok := numbers[id]; ok {
			return number
		}
		if _, ok := unknown[id]; !ok {
			w.Unknown = append(w.Unknown, named{line(graph.ShortName(id))})
			unknown[id] = -len(w.Unknown)
		}
		return unknown[id]
	}
}

// graphPhase returns the start that the times of the nodes are about, or nil.
func graphPhase(g *graph.Graph, numbers map[string]int) *phase {
	begin, end := startOf(g)
	if begin.IsZero() {
		return nil
	}
	path := g.CriticalPath()
	w := &phase{Wall: micros(end.Sub(begin)), Steps: []step{}, Parts: []part{}, Chain: []link{}, Concurrent: -1, Unknown: []named{}}
	onChain := map[string]bool{}
	for _, l := range path.Links {
		onChain[l.Node] = true
	}
	for i := range g.Nodes {
		n := &g.Nodes[i]
		t := n.Timing
		if t.Started.IsZero() {
			continue
		}
		s := step{Node: i, Hook: "start hooks", Kind: "start", Begin: micros(t.Started.Sub(begin)), End: -1, Outcome: string(observe.OutcomeRuns), Slack: -1, OnChain: onChain[n.ID]}
		s.Eligible = s.Begin
		if !t.Eligible.IsZero() {
			s.Eligible = max(min(micros(t.Eligible.Sub(begin)), s.Begin), 0)
		}
		p := part{Node: numbers[n.ID], Wait: s.Begin - s.Eligible, Slack: -1, Without: -1, OnChain: s.OnChain, Own: micros(t.Construct)}
		if !t.Up.IsZero() {
			s.End, s.Outcome = max(micros(t.Up.Sub(begin)), s.Begin), string(observe.OutcomeDone)
			p.Own += s.End - s.Begin
			w.Work += s.End - s.Begin
			if slack, ok := path.Slack[n.ID]; ok {
				s.Slack = micros(slack)
				p.Slack = s.Slack
			}
		}
		w.Steps, w.Parts = append(w.Steps, s), append(w.Parts, p)
	}
	return w
}

// startOf returns when the first hook began and the last one was done, as far as the
// times of the nodes tell.
func startOf(g *graph.Graph) (begin, end time.Time) {
	for i := range g.Nodes {
		t := &g.Nodes[i].Timing
		if !t.Started.IsZero() && (begin.IsZero() || t.Started.Before(begin)) {
			begin = t.Started
		}
		if t.Up.After(end) {
			end = t.Up
		}
	}
	if end.Before(begin) {
		end = begin
	}
	return begin, end
}

// graphSentence is the first line of a page without a timeline.
func graphSentence(s *Snapshot) string {
	byState := map[graph.State]int{}
	unused := 0
	for i := range s.Graph.Nodes {
		byState[s.Graph.Nodes[i].State]++
		if !s.Graph.Nodes[i].Reached {
			unused++
		}
	}
	if len(s.Graph.Nodes) == 0 {
		return "The graph is empty: nothing is registered."
	}
	list := []string{text.Count(len(s.Graph.Nodes), "component")}
	for _, state := range []graph.State{graph.StateFailed, graph.StateStarting, graph.StateRunning, graph.StateStopping, graph.StateStopped} {
		if n := byState[state]; n > 0 {
			list = append(list, strconv.Itoa(n)+" "+state.String())
		}
	}
	if unused > 0 {
		list = append(list, strconv.Itoa(unused)+" that no root needs")
	}
	if n := len(s.Problems); n > 0 {
		list = append(list, text.Count(n, "problem"))
	}
	return strings.Join(list, ", ") + "."
}
