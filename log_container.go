// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// containerLog is a log that a function of the container makes, see [LogFrom]. Until then
// it keeps the events. It is an observer of the stream, which calls it with one event at a
// time.
type containerLog struct {
	fallback  func(observe.Event) // the default log
	installed atomic.Pointer[installedLog]

	// The fields below belong to the stream, which calls observe.
	isMuted bool // the fallback only counts: the installed log writes
	isEarly bool // a build has begun, and events are kept until the log exists
	kept    []keptEvent
	bytes   int // of the texts of the kept failures
	missed  int
}

// keptEvent is an event with the length of its text.
type keptEvent struct {
	event observe.Event
	bytes int
}

// installedLog is the log of one run.
type installedLog struct {
	log  func(observe.Event)
	deps func() map[string]bool // ids of the components that it needs; known after the build
	at   time.Time
}

// The limits of the kept events.
const (
	maxKept      = 1000
	maxKeptBytes = 1 << 20
)

func newContainerLog(told *atomic.Bool) *containerLog {
	c := &containerLog{}
	c.fallback = defaultLog(told, func() bool { return c.isMuted })
	return c
}

// install makes log receive the events from the next one on, after those that are kept.
func (c *containerLog) install(log func(observe.Event), deps func() map[string]bool) {
	c.installed.Store(&installedLog{log, deps, time.Now()})
}

// observe passes an event on, or keeps it.
func (c *containerLog) observe(e observe.Event) {
	in := c.installed.Load()
	if in != nil && e.Op == observe.OpCleaning && in.deps()[e.Node] {
		c.installed.CompareAndSwap(in, nil)
		in = nil
	}
	if e.Op == observe.OpState && e.State == observe.StateBuilding {
		c.isEarly = true
	}
	switch {
	case in != nil:
		c.handOver(in.log)
		in.log(e)
		c.isMuted = true
		c.fallback(e) // so that it repeats nothing later
		c.isMuted = false
	case c.isEarly && !isLate(e):
		c.keep(e)
	default:
		c.handOver(c.fallback)
		c.fallback(e)
	}
	if in != nil && isEnd(e) && !in.at.After(e.Time) {
		c.installed.CompareAndSwap(in, nil) // the next run installs its own
	}
}

// isLate reports whether a log of the container should exist at e: a constructor takes
// long, or the build has ended.
func isLate(e observe.Event) bool {
	switch e.Op {
	case observe.OpSlow, observe.OpSignal, observe.OpResult, observe.OpAbandoned:
		return true
	case observe.OpState:
		return e.State > observe.StateBuilt
	default:
		return false
	}
}

// isEnd reports whether e is the last event of a run.
func isEnd(e observe.Event) bool {
	return e.Op == observe.OpState && (e.State == observe.StateStopped || e.State == observe.StateFailed)
}

// keep keeps an event. If there are too many, it drops the oldest.
func (c *containerLog) keep(e observe.Event) {
	bytes := 0
	if e.Err != nil {
		bytes = len(guard.Text(e.Err))
	}
	c.kept = append(c.kept, keptEvent{e, bytes})
	c.bytes += bytes
	for len(c.kept) > maxKept || c.bytes > maxKeptBytes {
		c.bytes -= c.kept[0].bytes
		c.kept[0] = keptEvent{}
		c.kept = c.kept[1:]
		c.missed++
	}
}

// handOver gives the kept events to a log.
func (c *containerLog) handOver(log func(observe.Event)) {
	c.isEarly = false
	kept, missed := c.kept, c.missed
	c.kept, c.bytes, c.missed = nil, 0, 0
	if missed > 0 {
		log(observe.Event{Op: observe.OpWarning, Time: time.Now(), Err: &Problem{
			Slug: "log-missed", Text: fmt.Sprintf("%d events were dropped before the log of facet.LogFrom existed; let its constructor need less", missed),
		}})
	}
	for _, k := range kept {
		log(k.event)
	}
}
