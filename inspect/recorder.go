// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// Recorder is an observer that keeps what a page shows of a run: the times of an
// [observe.Timeline], and the failures of components. Pass its method Observe to
// facet.Observe, for one app, and the recorder to [Record] or [Take]. [Server] has its own.
//
// Its memory and the cost of an event are those of a timeline, and at most 100 failures
// of a run. The zero Recorder is ready for use. Its methods may be called at any time and
// from any goroutine.
type Recorder struct {
	timeline observe.Timeline
	events   atomic.Uint64

	mu       sync.Mutex // guards the fields below; never held while user code runs
	failures []Failure
	leftOut  int
}

// Failure is a failure of a component, or a warning.
type Failure struct {
	Node    string    `json:"node"`           // id of the component, or ""
	Hook    string    `json:"hook,omitempty"` // name of the hook or task
	Op      string    `json:"op"`             // the name of the event
	Text    string    `json:"text"`           // of the error, of bounded length; it may have several lines
	Time    time.Time `json:"time"`
	Warning bool      `json:"warning,omitempty"` // the app continues
}

const (
	maxFailures    = 100
	maxFailureText = 16 << 10
)

// Observe takes the next event.
func (r *Recorder) Observe(e observe.Event) {
	r.timeline.Observe(e)
	switch {
	case e.Op == observe.OpState && e.State == observe.StateBuilding:
		r.reset()
	case e.Err != nil && !e.Follows && e.Op != observe.OpResult:
		r.add(e, guard.Parts(e.Err, 1)[0].Text)
	}
	r.events.Add(1)
}

func (r *Recorder) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures, r.leftOut = nil, 0
}

func (r *Recorder) add(e observe.Event, text string) {
	f := Failure{
		Node: e.Node, Hook: e.Hook, Op: e.Op.String(), Text: cut(text, maxFailureText), Time: e.Time,
		Warning: e.Op == observe.OpWarning || e.Op == observe.OpRestarting,
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.failures) == maxFailures {
		r.leftOut++
		return
	}
	r.failures = append(r.failures, f)
}

// Times returns the times of the timeline, see [observe.Timeline.Times].
func (r *Recorder) Times(plan observe.Plan) *observe.Times { return r.timeline.Times(plan) }

// Failures returns the failures and warnings of the run, and the number of further ones.
func (r *Recorder) Failures() (list []Failure, leftOut int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.failures), r.leftOut
}
