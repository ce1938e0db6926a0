// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"time"

	"github.com/facet-go/facet/observe"
)

// SlowAfter is the time after which what has not returned is an event of OpSlow. Each
// further event comes after twice the time.
const SlowAfter = 2 * time.Second

// slowStep is a step that has not returned for a while.
type slowStep struct {
	*snapshot
	elapsed time.Duration
}

// reportSlow posts an event for each running step that is slow. It returns the time until
// the next one is due. Draining takes its time, and is not slow.
func (e *execution) reportSlow() (next time.Duration) {
	list, next := e.takeSlow()
	for _, s := range list {
		s.addWaiting()
		e.x.config.Stream.Post(observe.Event{
			Op: observe.OpSlow, Node: s.step.component(), Hook: s.step.nameIn(s.Phase), Took: s.elapsed,
			Waiting: s.Waiting, MoreWaiting: s.MoreWaiting,
		})
	}
	return next
}

// takeSlow returns the steps whose event is due.
func (e *execution) takeSlow() (list []slowStep, next time.Duration) {
	next = SlowAfter
	if e.phase == PhaseDrain {
		return nil, next
	}
	e.x.mu.Lock()
	defer e.x.mu.Unlock()
	now := e.now()
	for _, f := range e.inFlight {
		at := f.abandonTime()
		if f.step == nil || f.returned || f.abandoned || !at.IsZero() && !at.After(now) {
			continue // or it is about to be abandoned, which is reported
		}
		elapsed, due := now.Sub(f.startedAt), SlowAfter<<f.slowCount
		if elapsed >= due {
			list = append(list, slowStep{e.snapshot(f), elapsed})
			f.slowCount++
			due *= 2
		}
		next = min(next, due-elapsed)
	}
	return list, next
}
