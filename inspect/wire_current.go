// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// current is what changes with events.
type current struct {
	State    string         `json:"state"`  // of the app; "" is unknown
	States   []string       `json:"states"` // by node
	Start    *phase         `json:"start"`
	Stop     *phase         `json:"stop"`
	Failures []failure      `json:"failures"`
	LeftOut  int            `json:"leftOut"`
	Result   string         `json:"result"`
	Totals   observe.Totals `json:"totals"`
	Budget   int64          `json:"budget"`
	Report   string         `json:"report"`
	Measured bool           `json:"measured"` // there is a timeline
}

// phase is a start or a stop.
type phase struct {
	Wall       int64   `json:"wall"` // -1 until it has ended
	Before     int64   `json:"before"`
	Work       int64   `json:"work"`
	Peak       int     `json:"peak"`
	Failed     bool    `json:"failed"`
	Steps      []step  `json:"steps"`
	Parts      []part  `json:"parts"`      // by component, the longest work first
	Chain      []link  `json:"chain"`      // what the wall time consists of
	Concurrent int64   `json:"concurrent"` // -1 is unknown
	Unknown    []named `json:"unknown"`    // components that the graph does not have
}

type named struct {
	Name string `json:"name"`
}

// step is one call. Its node is negative if the graph does not have it: -1 is the first
// of Unknown.
type step struct {
	Node     int    `json:"n"`
	Hook     string `json:"h"`
	Kind     string `json:"k"`
	Eligible int64  `json:"e"`
	Begin    int64  `json:"b"`
	End      int64  `json:"d"` // -1 if it runs
	Outcome  string `json:"o"`
	Slack    int64  `json:"s"` // -1 is unknown
	OnChain  bool   `json:"c"`
}

type part struct {
	Node    int   `json:"n"`
	Own     int64 `json:"own"` // of steps that have ended
	Wait    int64 `json:"wait"`
	Slack   int64 `json:"slack"`   // -1 is unknown
	Without int64 `json:"without"` // -1 is unknown
	OnChain bool  `json:"chain"`
}

type link struct {
	Step int   `json:"step"` // -1 for the time after the last one
	Wait int64 `json:"wait"`
	Own  int64 `json:"own"`
}

type failure struct {
	Node    int    `json:"node"` // -1 is none
	Name    string `json:"name"`
	Hook    string `json:"hook"`
	Op      string `json:"op"`
	Text    string `json:"text"`
	At      int64  `json:"at"`
	Warning bool   `json:"warning"`
}

func micros(d time.Duration) int64 { return d.Microseconds() }

// microsOr is micros of a known duration, or -1.
func microsOr(d *time.Duration) int64 {
	if d == nil {
		return -1
	}
	return d.Microseconds()
}

func newClock(s *Snapshot) clock {
	c := clock{Title: line(s.Title), Taken: s.Taken.UnixMilli(), Sentence: sentence(s)}
	t := s.Times
	if t == nil {
		return c
	}
	if t.For > 0 {
		c.Since = s.Taken.Add(-t.For).UnixMilli()
	}
	if t.Start != nil && !t.Start.Ended {
		c.Started = s.Taken.Add(-t.Start.Wall).UnixMilli()
	}
	if t.Stop != nil && !t.Stop.Ended {
		c.Stopped = s.Taken.Add(-t.Stop.Wall).UnixMilli()
	}
	return c
}

// sentence is the first line of the page.
func sentence(s *Snapshot) string {
	if s.Times != nil {
		return text.Line(cut(s.Times.Sentence(), 2*maxLine))
	}
	return graphSentence(s)
}

func newCurrent(s *Snapshot, numbers map[string]int) *current {
	c := &current{States: make([]string, len(s.Graph.Nodes)), Failures: []failure{}, LeftOut: s.LeftOut, Report: text.Stack(cut(s.Report, maxReport), "")}
	hasState := s.State != observe.StateNew
	for i := range s.Graph.Nodes {
		c.States[i] = s.Graph.Nodes[i].State.String()
		hasState = hasState || s.Graph.Nodes[i].State != graph.StateDeclared
	}
	for i := range s.Failures {
		c.Failures = append(c.Failures, newFailure(&s.Failures[i], numbers))
	}
	switch t := s.Times; {
	case t != nil:
		c.Measured, c.State, c.Result, c.Totals, c.Budget = true, t.State.String(), block(t.Result), t.Totals, micros(t.Budget)
		c.Start, c.Stop = newPhase(t.Start, numbers), newPhase(t.Stop, numbers)
	case hasState:
		c.State = s.State.String()
		if s.State == observe.StateNew { // a graph without an app
			c.State = ""
		}
		c.Start = graphPhase(s.Graph, numbers)
	}
	return c
}

func newFailure(f *Failure, numbers map[string]int) failure {
	w := failure{Node: -1, Name: line(graph.ShortName(f.Node)), Hook: graph.HookName(f.Node, cut(f.Hook, maxLine)), Op: line(f.Op), Text: block(f.Text), At: f.Time.UnixMilli(), Warning: f.Warning}
	if number, ok := numbers[f.Node]; ok {
		w.Node = number
	}
	return w
}
