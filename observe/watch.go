// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"slices"
	"time"
)

// look is called by the timer of the stream while a pump is at work: it lets go
// what has waited long enough, and detaches the observer that does not return.
func (s *Stream) look() {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.pump.Load()
	if p == nil {
		return
	}
	now := time.Now()
	next := now.Add(s.grace())
	if p.calls != nil {
		if until := p.since.Add(s.grace()); until.After(now) {
			next = until
		} else {
			s.detach(p, now)
		}
	}
	if waits := s.letGo(now); !waits.IsZero() && waits.Before(next) {
		next = waits
	}
	s.watch.Reset(next.Sub(now))
}

// letGo lets go what has waited for Grace. It returns when the next one will have.
// Stream.mu is held.
func (s *Stream) letGo(now time.Time) (next time.Time) {
	for _, it := range slices.Concat([]*item{s.current}, s.urgent, s.queue.all()) {
		switch {
		case it == nil || it.done == nil:
		case it.deadline.After(now):
			if next.IsZero() || it.deadline.Before(next) {
				next = it.deadline
			}
		default:
			it.release()
			s.behind = true
		}
	}
	return next
}

// detach goes on without the observer that p calls. Stream.mu is held.
func (s *Stream) detach(p *pump, now time.Time) {
	o := p.calls
	o.detached, o.inside = true, true
	s.start(now)
	s.warn(hungError(p.event.event.Op, o, s.grace()))
}

// tellMissed warns of what an observer has missed since that was last told.
// Stream.mu is held.
func (s *Stream) tellMissed(o *observer) {
	if o.missed > 0 {
		s.warn(missedError(o))
		o.missed = 0
	}
}
