// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"slices"
	"time"
)

// checkDeadlines is called by the timer of the stream while a pump is active. It ends
// the waits that have reached their deadlines, and detaches an observer that does not
// return.
func (s *Stream) checkDeadlines() {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pump.Load()
	if p == nil {
		return
	}
	now := time.Now()
	next := now.Add(s.grace())
	if p.observer != nil {
		if until := p.since.Add(s.grace()); until.After(now) {
			next = until
		} else {
			s.detach(p, now)
		}
	}
	if waits := s.releaseOverdue(now); !waits.IsZero() && waits.Before(next) {
		next = waits
	}
	s.watch.Reset(next.Sub(now))
}

// releaseOverdue ends the waits that have reached their deadlines. It returns the next
// deadline. Stream.mu is held.
func (s *Stream) releaseOverdue(now time.Time) (next time.Time) {
	for _, it := range slices.Concat([]*item{s.current}, s.warnings, s.queue.all()) {
		switch {
		case it == nil || it.done == nil:
		case it.deadline.After(now):
			if next.IsZero() || it.deadline.Before(next) {
				next = it.deadline
			}
		default:
			it.release()
			s.lagging = true
		}
	}
	return next
}

// detach continues without the observer that p calls. Stream.mu is held.
func (s *Stream) detach(p *pump, now time.Time) {
	o := p.observer
	o.detached, o.running = true, true
	s.start(now)
	s.addWarning(hungError(p.item.event.Op, o, s.grace()))
}

// warnMissed warns of the events that an observer has missed since the last warning.
// Stream.mu is held.
func (s *Stream) warnMissed(o *observer) {
	if o.missed > 0 {
		s.addWarning(missedError(o))
		o.missed = 0
	}
}
