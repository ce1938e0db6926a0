// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"time"

	"github.com/facet-go/facet/observe"
)

const (
	ready    = "READY=1"
	stopping = "STOPPING=1"
)

// runProgress is the progress of one run, as far as its events tell.
type runProgress struct {
	state      observe.State
	stateSince time.Time     // when state began
	startTook  time.Duration // the time of building and starting

	constructed, started, drained, stopped int

	waiting  map[step]beginning
	failure  string // the first failure of the start or the stop
	notAlive string // why the running app is not alive, or ""
	ended    bool
	result   string // the first line of the error, or ""

	flags           []string // flags to send, in order
	progressed      bool     // a step has ended or a phase has begun since the last message
	stoppingFlagged bool     // STOPPING=1 has been sent or is in flags
}

// step is a constructor, hook or cleanup. A component runs at most one step with a name
// at a time.
type step struct{ node, hook string }

// beginning is the begin of a step. The number of the event orders equal times.
type beginning struct {
	at  time.Time
	seq uint64
}

// maxWaiting is the number of running steps that are remembered. A step whose end event
// was missed stays in the map.
const maxWaiting = 10_000

// add adds the next event. firstLine is the headline of its error.
func (b *runProgress) add(e observe.Event, firstLine string) {
	switch e.Op {
	case observe.OpState:
		b.setState(e)
	case observe.OpResult:
		b.ended, b.result = true, firstLine
		b.flagStopping()
	case observe.OpConstructing, observe.OpStarting, observe.OpDraining, observe.OpStopping, observe.OpCleaning:
		if len(b.waiting) < maxWaiting {
			b.waiting[step{e.Node, e.Hook}] = beginning{e.Time, e.Seq}
		}
	case observe.OpConstructed:
		b.endStep(e, firstLine, &b.constructed)
	case observe.OpStarted:
		b.endStep(e, firstLine, &b.started)
	case observe.OpDrained:
		b.endStep(e, firstLine, &b.drained)
	case observe.OpStopped, observe.OpCleaned:
		b.endStep(e, firstLine, &b.stopped)
	case observe.OpAbandoned:
		b.endStep(e, firstLine, new(int))
	case observe.OpLaunched, observe.OpFinished, observe.OpReturned, observe.OpSignal, observe.OpWarning:
	}
}

func (b *runProgress) setState(e observe.Event) {
	if b.state == observe.StateBuilding || b.state == observe.StateStarting {
		b.startTook += e.Time.Sub(b.stateSince)
	}
	b.state, b.stateSince = e.State, e.Time
	b.progressed = e.State != observe.StateBuilding && e.State != observe.StateRunning
	switch e.State {
	case observe.StateRunning:
		b.flags = append(b.flags, ready)
	case observe.StateDraining, observe.StateStopping:
		b.flagStopping()
	default:
	}
}

// flagStopping queues STOPPING=1 once.
func (b *runProgress) flagStopping() {
	if !b.stoppingFlagged {
		b.stoppingFlagged = true
		b.flags = append(b.flags, stopping)
	}
}

// endStep records the end of a step. The steps of a Do in a running app do not count:
// they do not make the app fail, and it does not wait for them.
func (b *runProgress) endStep(e observe.Event, firstLine string, count *int) {
	delete(b.waiting, step{e.Node, e.Hook})
	if b.state == observe.StateRunning {
		return
	}
	b.progressed = true
	switch {
	case e.Err == nil:
		*count++
	case b.failure == "" && !e.Follows:
		b.failure = firstLine
	}
}
