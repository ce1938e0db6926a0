// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// Stream numbers events and hands them to observers. It is safe for concurrent
// use. A nil Stream drops everything.
type Stream struct {
	// Grace is how long an event waits for the observers, and how long one of them
	// may take for one event. Set it before the first event. The default is one
	// second; less than 100 milliseconds count as that, so that an observer is not
	// detached because the machine is busy.
	Grace time.Duration

	enabled bool   // whether there were observers at first; never changes
	onWatch func() // look, as a value

	pump atomic.Pointer[pump] // what delivers; nil while there is nothing to deliver; changes under mu

	mu        sync.Mutex // guards the fields below; never held while an observer runs
	observers []*observer
	seq       uint64
	panics    []error

	current *item       // is being delivered; nil if no pump is at work
	turn    int         // the index of the observer that gets it next
	urgent  []*item     // warnings about observers, which come next
	queue   queue       // what comes after them
	watch   *time.Timer // looks after the pump
	behind  bool        // an event has gone on without the observers, which have not caught up yet
}

// NewStream returns a stream to observers, which get every event. Failures gets
// only those with an Err, after the observers; nil is none.
func NewStream(failures func(Event), observers ...func(Event)) *Stream {
	s := &Stream{enabled: len(observers) > 0}
	s.onWatch = s.look
	for _, call := range observers {
		if call != nil {
			s.observers = append(s.observers, &observer{call: call})
		}
	}
	if failures != nil {
		s.observers = append(s.observers, &observer{call: failures, failuresOnly: true})
	}
	return s
}

// Enabled reports whether events without an Err are of use to any observer. A
// caller asks before it makes one.
func (s *Stream) Enabled() bool { return s != nil && s.enabled }

// Emit hands e to the observers and returns when all of them have had it, and the
// events before it. It waits for Grace at most, and not at all on a goroutine that
// runs an observer, or while the observers have not caught up with an event that
// has gone on without them. The observers get the event in any case, later. Emit
// sets the time of an event that has none.
func (s *Stream) Emit(e Event) {
	if s == nil || e.Err == nil && !s.enabled {
		return
	}
	if done := s.add(e, !s.Observing()); done != nil {
		<-done
	}
}

// Post is [Stream.Emit] that does not wait. It may be called with a lock held.
func (s *Stream) Post(e Event) {
	if s == nil || e.Err == nil && !s.enabled {
		return
	}
	s.add(e, false)
}

// Flush waits as [Stream.Emit] does, for the events until now.
func (s *Stream) Flush() {
	if s == nil || s.pump.Load() == nil || s.Observing() {
		return
	}
	if done := s.awaitLast(); done != nil {
		<-done
	}
}

// Observing reports whether the calling goroutine is the one that runs an observer
// of this stream now. What waits for the observers must not wait there.
func (s *Stream) Observing() bool {
	if s == nil {
		return false
	}
	p := s.pump.Load()
	switch {
	case p == nil:
		return false
	case p.nameless:
		return isNameless()
	default:
		id := p.id.Load()
		return id != 0 && id == guard.GoroutineID()
	}
}

// Begin says that a run begins. Observers that were detached, and have returned
// since, get events again, with a warning of how many they have missed. Panics that
// [Stream.Err] has not returned are forgotten: they were of the run before. It does
// not wait, and may be called with a lock held.
func (s *Stream) Begin() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.panics = nil
	for _, o := range s.observers {
		if o.detached && !o.inside {
			s.tellMissed(o)
			o.detached = false
		}
	}
}

// End says that a run is about to end. It returns what [Stream.Err] does, and warns
// of the events that observers have missed. It does not wait.
func (s *Stream) End() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	for _, o := range s.observers {
		s.tellMissed(o)
	}
	s.mu.Unlock()
	return s.Err()
}

// Err returns the panics of observers since the last call or [Stream.Begin],
// joined; nil if there were none.
func (s *Stream) Err() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	err := errors.Join(s.panics...)
	s.panics = nil
	return err
}

// add queues an event. It returns what is closed when the observers have had it,
// or should have had it, and nil if it does not matter.
func (s *Stream) add(e Event, waits bool) (done chan struct{}) {
	now := time.Now()
	if e.Time.IsZero() {
		e.Time = now
	}
	it := &item{event: e}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.queue.hasRoom(e.Op) {
		for _, o := range s.observers {
			o.miss(&it.event)
		}
		return nil
	}
	if waits && !s.behind {
		it.awaitUntil(now.Add(s.grace()))
	}
	s.queue.push(it)
	if s.pump.Load() == nil {
		s.start(now)
	}
	return it.done
}

// awaitLast returns what is closed when what was queued until now is delivered, nil
// if nothing is to be awaited.
func (s *Stream) awaitLast() (done chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pump.Load() == nil || s.behind {
		return nil
	}
	all := slices.Concat([]*item{s.current}, s.urgent, s.queue.all())
	last := all[len(all)-1]
	if last == nil {
		return nil
	}
	if last.done == nil {
		last.awaitUntil(time.Now().Add(s.grace()))
	}
	return last.done
}

const (
	usualGrace = time.Second
	leastGrace = 100 * time.Millisecond
)

func (s *Stream) grace() time.Duration {
	if s.Grace == 0 {
		return usualGrace
	}
	return max(s.Grace, leastGrace)
}
