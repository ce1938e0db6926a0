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

// Stream numbers events and passes them to observers. It is safe for concurrent use. A
// nil Stream drops everything. Stream is the engine of package facet and has no stable
// API.
type Stream struct {
	// Grace is the time that an event waits for the observers, and the time that one
	// observer may take for one event. Set it before the first event. The default is
	// one second. Values below 100 milliseconds count as 100 milliseconds, so that an
	// observer is not detached because the machine is busy.
	Grace time.Duration

	enabled bool   // NewStream got observers; never changes
	hasLog  bool   // NewStream got a log; never changes
	check   func() // checkDeadlines as a value, which saves an allocation

	pump atomic.Pointer[pump] // nil while there is nothing to deliver; changes under mu

	mu        sync.Mutex // guards the fields below; never held while an observer runs
	observers []*observer
	seq       uint64
	panics    []error

	current      *item       // the event that is being delivered; nil if there is no pump
	nextObserver int         // the index of the observer that receives it next
	warnings     []*item     // warnings about observers; they come before queue
	queue        queue       // the events after current and warnings
	watch        *time.Timer // calls checkDeadlines while there is a pump
	lagging      bool        // the wait of an event ended early, and the observers have not caught up
}

// NewStream returns a stream to observers, which receive every event. log receives, after
// the observers, what a log at level info shows: failures and warnings, states, signals
// and what is slow. It may be nil.
func NewStream(log func(Event), observers ...func(Event)) *Stream {
	s := &Stream{enabled: len(observers) > 0, hasLog: log != nil}
	s.check = s.checkDeadlines
	for _, call := range observers {
		if call != nil {
			s.observers = append(s.observers, &observer{call: call})
		}
	}
	if log != nil {
		s.observers = append(s.observers, &observer{call: log, isLog: true})
	}
	return s
}

// matters reports whether a log at level info may show the event.
func matters(e *Event) bool {
	return e.Err != nil || e.Op == OpState || e.Op == OpSignal || e.Op == OpSlow
}

// wants reports whether any observer wants the event.
func (s *Stream) wants(e *Event) bool { return s != nil && (s.enabled || s.hasLog && matters(e)) }

// Enabled reports whether any observer wants every event. Callers check it before they
// make an event that is no failure and that a log at level info does not show.
func (s *Stream) Enabled() bool { return s != nil && s.enabled }

// Emit passes e to the observers and returns when all of them have received it and the
// events before it. It waits at most for Grace. It does not wait on a goroutine that
// runs an observer, nor while the observers have not caught up with an event whose wait
// has ended early. The observers receive the event later in these cases. If e has no
// time, Emit sets it.
func (s *Stream) Emit(e Event) {
	if !s.wants(&e) {
		return
	}
	if done := s.add(e, !s.Observing()); done != nil {
		<-done
	}
}

// Post is [Stream.Emit] without the wait. It may be called with a lock held.
func (s *Stream) Post(e Event) {
	if !s.wants(&e) {
		return
	}
	s.add(e, false)
}

// Flush waits as [Stream.Emit] does, for all events that are queued now.
func (s *Stream) Flush() {
	if s == nil || s.pump.Load() == nil || s.Observing() {
		return
	}
	if done := s.awaitLast(); done != nil {
		<-done
	}
}

// Observing reports whether the calling goroutine now runs an observer of this stream.
// A call that waits for the observers must not wait on this goroutine.
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

// Begin is called when a run begins. Detached observers that have returned receive
// events again, after a warning with the number of missed events. Panics that
// [Stream.Err] has not returned are forgotten, because they belong to an earlier run.
// Begin does not wait, and may be called with a lock held.
func (s *Stream) Begin() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.panics = nil
	for _, o := range s.observers {
		if o.detached && !o.running {
			s.warnMissed(o)
			o.detached = false
		}
	}
}

// End is called before a run ends. It returns [Stream.Err], and warns of events that
// observers have missed. It does not wait.
func (s *Stream) End() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	for _, o := range s.observers {
		s.warnMissed(o)
	}
	s.mu.Unlock()
	return s.Err()
}

// Err returns the joined panics of observers since the last call or [Stream.Begin], or
// nil.
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

// add queues an event. It returns a channel that is closed when the observers have
// received the event or its wait is over. It returns nil if the caller need not wait.
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
			o.countMissed(&it.event)
		}
		return nil
	}
	if waits && !s.lagging {
		it.awaitUntil(now.Add(s.grace()))
	}
	s.queue.push(it)
	if s.pump.Load() == nil {
		s.start(now)
	}
	return it.done
}

// awaitLast returns a channel that is closed when all queued events are delivered or
// their wait is over. It returns nil if the caller need not wait.
func (s *Stream) awaitLast() (done chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pump.Load() == nil || s.lagging {
		return nil
	}
	all := slices.Concat([]*item{s.current}, s.warnings, s.queue.all())
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
	defaultGrace = time.Second
	minGrace     = 100 * time.Millisecond
)

func (s *Stream) grace() time.Duration {
	if s.Grace == 0 {
		return defaultGrace
	}
	return max(s.Grace, minGrace)
}
