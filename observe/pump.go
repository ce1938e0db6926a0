// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"context"
	"reflect"
	"runtime"
	"runtime/pprof"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// pump is a goroutine that delivers until there is nothing left to deliver. It is
// a goroutine of its own so that an observer that calls runtime.Goexit, as a
// test's does by require, does not take along what emits. A pump that an observer
// holds up, or ends, is replaced by another.
type pump struct {
	nameless bool          // never changes
	id       atomic.Uint64 // of the goroutine, if it is not nameless

	// The fields below are guarded by Stream.mu.
	calls *observer // what runs; nil between two calls
	event *item     // that it has
	since time.Time
}

// nameless says that a pump of some stream is nameless. The number of a goroutine
// costs 1 us, which is more than the rest of an event. So a pump has it taken only
// if there is another one in the process; until then it is known by the function
// that its goroutine began with.
var nameless atomic.Bool

// start starts a pump. Stream.mu is held.
func (s *Stream) start(now time.Time) {
	p := &pump{nameless: nameless.CompareAndSwap(false, true), since: now}
	s.pump.Store(p)
	if s.watch == nil {
		s.watch = time.AfterFunc(s.grace(), s.onWatch)
	}
	if p.nameless {
		go deliverNameless(s, p)
	} else {
		go deliverNamed(s, p)
	}
}

//go:noinline
func deliverNameless(s *Stream, p *pump) { s.deliver(p) }

func deliverNamed(s *Stream, p *pump) {
	p.id.Store(guard.GoroutineID())
	s.deliver(p)
}

// isNameless reports whether the calling goroutine is the nameless pump.
func isNameless() bool {
	entry := reflect.ValueOf(deliverNameless).Pointer()
	const last = 3 // the function is behind what the compiler wraps it in, and runtime.goexit
	var pcs [64]uintptr
	n, skip := len(pcs), 2
	for n == len(pcs) {
		n = runtime.Callers(skip, pcs[:])
		skip += n - last
	}
	for _, pc := range pcs[max(n-last, 0):n] {
		if f := runtime.FuncForPC(pc - 1); f != nil && f.Entry() == entry {
			return true
		}
	}
	return false
}

// leaves lets another pump be nameless.
func (p *pump) leaves() {
	if p.nameless {
		nameless.Store(false)
	}
}

func (s *Stream) deliver(p *pump) {
	pprof.SetGoroutineLabels(context.Background()) // it is not of the component whose event it has
	returned := false
	defer func() {
		if !returned {
			s.drop(p, recover())
		}
	}()
	for s.next(p) {
		p.calls.call(p.event.event)
	}
	returned = true
}

// next goes on with the next observer, and with the next event after the last of
// them. It returns false if there is nothing left to do for p.
func (s *Stream) next(p *pump) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pump.Load() != p { // it has been replaced
		p.leaves()
		p.calls.inside = false
		return false
	}
	p.calls = nil
	for s.current != nil || s.advance(p) {
		for s.turn < len(s.observers) {
			o := s.observers[s.turn]
			s.turn++
			if o.gets(&s.current.event) {
				if p.event != nil { // else it has only begun, and to look again costs a tenth of an event
					p.since = time.Now()
				}
				p.calls, p.event = o, s.current
				return true
			}
		}
		if !s.advance(p) {
			return false
		}
	}
	return false
}

// advance goes on with the next event. It returns false, and ends p, if there is
// none. Stream.mu is held.
func (s *Stream) advance(p *pump) bool {
	delivered := s.current
	if n := len(s.urgent); n > 0 {
		s.current = s.urgent[0]
		if last := s.urgent[n-1]; last.done == nil && delivered != nil {
			// What waits for the event waits for what is to be said about it.
			last.done, last.deadline, delivered.done = delivered.done, delivered.deadline, nil
		}
		if s.urgent = s.urgent[1:]; n == 1 {
			s.urgent = nil
		}
	} else {
		s.current = s.queue.pop()
	}
	if s.current != nil {
		s.seq++
		s.current.event.Seq, s.turn = s.seq, 0
	} else {
		s.rest(p)
	}
	if delivered != nil {
		delivered.release()
	}
	return s.current != nil
}

// rest ends the last pump. Stream.mu is held.
func (s *Stream) rest(p *pump) {
	s.pump.Store(nil)
	p.leaves()
	s.watch.Stop()
	s.watch, s.behind = nil, false
}

// drop goes on without an observer that has panicked with v, or called
// runtime.Goexit if v is nil.
func (s *Stream) drop(p *pump, v any) {
	s.mu.Lock()
	o := p.calls
	o.dropped, o.inside, o.missed = true, false, 0
	p.calls = nil // what v says may take time
	s.mu.Unlock()
	err := dropError(p.event.event.Op, o, v)

	s.mu.Lock()
	defer s.mu.Unlock()
	p.leaves()
	if s.pump.Load() == p {
		s.panics = append(s.panics, err)
		s.warn(err)
		s.start(time.Now())
	} else { // the run has gone on without it
		s.warn(err)
	}
}

// warn tells of an observer. Stream.mu is held.
func (s *Stream) warn(err error) {
	now := time.Now()
	s.urgent = append(s.urgent, &item{event: Event{Time: now, Op: OpWarning, Err: err}})
	if s.pump.Load() == nil {
		s.start(now)
	}
}
