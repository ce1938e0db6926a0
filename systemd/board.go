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

// board is what the events of one run add up to.
type board struct {
	state observe.State
	since time.Time     // when that was entered
	took  time.Duration // of building and starting

	constructed, started, drained, stopped int

	waiting map[step]began
	failure string // the first on the way up or down
	sick    string // why the app is not alive, while it is running
	ended   bool
	result  string // the headline of the error, "" for none

	flags    []string // to be sent, in this order
	progress bool     // a step has ended, or a phase begun, since this was last said
	told     bool     // that the app stops
}

// step is a constructor, hook or cleanup; one component has one at a time of a name.
type step struct{ node, hook string }

// began is when a step did; the order of events decides between equal times.
type began struct {
	at  time.Time
	seq uint64
}

// maxWaiting is how many steps are known that go on: one whose end was missed stays.
const maxWaiting = 10_000

// add takes the next event, and of one with an error the headline.
func (b *board) add(e observe.Event, said string) {
	switch e.Op {
	case observe.OpState:
		b.enter(e)
	case observe.OpResult:
		b.ended, b.result = true, said
		b.tellStopping()
	case observe.OpConstructing, observe.OpStarting, observe.OpDraining, observe.OpStopping, observe.OpCleaning:
		if len(b.waiting) < maxWaiting {
			b.waiting[step{e.Node, e.Hook}] = began{e.Time, e.Seq}
		}
	case observe.OpConstructed:
		b.end(e, said, &b.constructed)
	case observe.OpStarted:
		b.end(e, said, &b.started)
	case observe.OpDrained:
		b.end(e, said, &b.drained)
	case observe.OpStopped, observe.OpCleaned:
		b.end(e, said, &b.stopped)
	case observe.OpAbandoned:
		b.end(e, said, new(int))
	case observe.OpLaunched, observe.OpFinished, observe.OpReturned, observe.OpSignal, observe.OpWarning:
	}
}

func (b *board) enter(e observe.Event) {
	if b.state == observe.StateBuilding || b.state == observe.StateStarting {
		b.took += e.Time.Sub(b.since)
	}
	b.state, b.since = e.State, e.Time
	b.progress = e.State != observe.StateBuilding && e.State != observe.StateRunning
	switch e.State {
	case observe.StateRunning:
		b.flags = append(b.flags, ready)
	case observe.StateDraining, observe.StateStopping:
		b.tellStopping()
	default:
	}
}

// tellStopping has it told once that the app stops.
func (b *board) tellStopping() {
	if !b.told {
		b.told = true
		b.flags = append(b.flags, stopping)
	}
}

// end notes the end of a step. What Do starts and stops in a running app is no
// news: it neither fails the app nor is waited for.
func (b *board) end(e observe.Event, said string, count *int) {
	delete(b.waiting, step{e.Node, e.Hook})
	if b.state == observe.StateRunning {
		return
	}
	b.progress = true
	switch {
	case e.Err == nil:
		*count++
	case b.failure == "" && !e.Follows:
		b.failure = said
	}
}
