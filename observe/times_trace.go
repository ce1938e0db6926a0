// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"encoding/json"
	"time"

	"github.com/facet-go/facet/internal/text"
)

// traceEvent is an event of the Trace Event Format. Times are in microseconds.
type traceEvent struct {
	Name string         `json:"name"`
	Cat  string         `json:"cat,omitempty"`
	Ph   string         `json:"ph"` // X is a slice, M is metadata
	Ts   float64        `json:"ts"`
	Dur  *float64       `json:"dur,omitempty"`
	Pid  int            `json:"pid"`
	Tid  int            `json:"tid"`
	Args map[string]any `json:"args,omitempty"`
}

// Trace returns the times as JSON in the Trace Event Format of Chrome, which Perfetto
// (ui.perfetto.dev) opens. The start and the stop are one process each, which both begin
// at 0. A component is a thread; its slices are constructors, hooks, and waits between the
// time when a hook could begin and its begin.
func (t *Times) Trace() []byte {
	w := &traceWriter{events: []traceEvent{}}
	w.addPhase(1, "start", t.Start)
	w.addPhase(2, "stop", t.Stop)
	data, err := json.Marshal(struct {
		TraceEvents     []traceEvent      `json:"traceEvents"`
		DisplayTimeUnit string            `json:"displayTimeUnit"`
		OtherData       map[string]string `json:"otherData"`
	}{w.events, "ms", map[string]string{"summary": t.Sentence()}})
	if err != nil {
		return []byte("{}") // numbers and valid text only: it does not fail
	}
	return data
}

type traceWriter struct{ events []traceEvent }

// traceLane is a thread. Slices of one thread must not overlap, and drain hooks of one
// component may.
type traceLane struct {
	tid int
	end time.Duration
}

func (w *traceWriter) addPhase(pid int, name string, p *PhaseTimes) {
	if p == nil || len(p.Steps) == 0 {
		return
	}
	w.addName("process_name", name, pid, 0)
	lanes, tids := map[string][]*traceLane{}, 0
	for i := range p.Steps {
		s := &p.Steps[i]
		var lane *traceLane
		for _, l := range lanes[s.Node] {
			if lane == nil && l.end <= s.Begin {
				lane = l
			}
		}
		if lane == nil {
			tids++
			lane = &traceLane{tid: tids}
			lanes[s.Node] = append(lanes[s.Node], lane)
			w.addName("thread_name", shortNode(s.Node), pid, lane.tid)
			w.events = append(w.events, traceEvent{Name: "thread_sort_index", Ph: "M", Pid: pid, Tid: lane.tid, Args: map[string]any{"sort_index": lane.tid}})
		}
		if ready := max(s.Eligible, lane.end); s.Begin > ready {
			w.addSlice("waits", "wait", ready, s.Begin-ready, pid, lane.tid, nil)
		}
		w.addSlice(s.traceName(), s.Kind, s.Begin, s.own(), pid, lane.tid, map[string]any{"component": text.Line(s.Node), "outcome": s.Outcome})
		lane.end = s.End
	}
}

func (w *traceWriter) addName(what, name string, pid, tid int) {
	w.events = append(w.events, traceEvent{Name: what, Ph: "M", Pid: pid, Tid: tid, Args: map[string]any{"name": name}})
}

func (w *traceWriter) addSlice(name, cat string, at, took time.Duration, pid, tid int, args map[string]any) {
	dur := microseconds(took)
	w.events = append(w.events, traceEvent{Name: name, Cat: cat, Ph: "X", Ts: microseconds(at), Dur: &dur, Pid: pid, Tid: tid, Args: args})
}

func microseconds(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

func (s *StepTimes) traceName() string {
	if s.Kind == "construct" {
		return "constructor"
	}
	return s.hookName()
}
