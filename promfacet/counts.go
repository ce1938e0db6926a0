// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package promfacet

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// phases are the labels of the ops that end a call.
var phases = [...]string{
	observe.OpConstructed: "construct", observe.OpStarted: "start", observe.OpDrained: "drain",
	observe.OpStopped: "stop", observe.OpCleaned: "cleanup", observe.OpFinished: "task",
}

// phaseOf returns the phase of the call that an op ends, or "".
func phaseOf(op observe.Op) string {
	if int(op) < len(phases) {
		return phases[op]
	}
	return ""
}

// maxSignals bounds the series of signals, whose names may come from a test or a caller.
const maxSignals = 32

// counts are the counters that events move. The zero value is not ready for use.
type counts struct {
	mu sync.Mutex // guards numbers; never held while user code runs
	numbers
}

// numbers are the values of counters.
type numbers struct {
	app   *facet.App
	state observe.State

	began       time.Time     // of the start or the stop that is under way
	start, stop time.Duration // the last ones; 0 if there was none

	failures  map[place]int
	restarts  map[string]int // by component
	abandoned map[string]int
	slow      map[string]int
	signals   map[string]int
	left      int
	warnings  int
}

// place is where a call failed.
type place struct{ component, phase string }

func newCounts() counts {
	return counts{numbers: numbers{
		failures: map[place]int{}, restarts: map[string]int{}, abandoned: map[string]int{}, slow: map[string]int{}, signals: map[string]int{},
	}}
}

// copied returns a copy that no event changes.
func (c *counts) copied() numbers {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.numbers
	n.failures, n.restarts, n.abandoned = maps.Clone(n.failures), maps.Clone(n.restarts), maps.Clone(n.abandoned)
	n.slow, n.signals = maps.Clone(n.slow), maps.Clone(n.signals)
	return n
}

func (c *counts) add(e *observe.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch e.Op {
	case observe.OpState:
		c.enter(e)
	case observe.OpRestarting:
		c.restarts[e.Node]++
	case observe.OpAbandoned:
		c.abandoned[e.Node]++
		c.left++
	case observe.OpReturned:
		c.left = max(c.left-1, 0) // an observer that was detached has missed events
	case observe.OpSlow:
		c.slow[e.Node]++
	case observe.OpWarning:
		c.warnings++
	case observe.OpSignal:
		if _, ok := c.signals[e.Hook]; ok || len(c.signals) < maxSignals {
			c.signals[e.Hook]++
		}
	default:
		if phase := phaseOf(e.Op); phase != "" && e.Err != nil && !e.Follows {
			c.failures[place{e.Node, phase}]++
		}
	}
}

// enter records a new state of the app, and how long the start or the stop before took.
func (n *numbers) enter(e *observe.Event) {
	switch e.State {
	case observe.StateBuilding, observe.StateDraining:
		n.began = e.Time
	case observe.StateStopping:
		if n.state != observe.StateDraining {
			n.began = e.Time
		}
	case observe.StateRunning:
		n.start = e.Time.Sub(n.began)
	case observe.StateStopped, observe.StateFailed:
		n.stop = e.Time.Sub(n.began)
	default:
	}
	n.state = e.State
}

// valid returns labels as the text format can have them.
func valid(labels []string) []string {
	for i := range labels {
		labels[i] = strings.ToValidUTF8(labels[i], "\uFFFD")
	}
	return labels
}
