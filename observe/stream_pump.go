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

// pump is a goroutine that delivers events until no events are left. It is a separate
// goroutine, so that an observer that calls runtime.Goexit, as require does in tests,
// does not end the goroutine that emits. If an observer hangs or ends the goroutine, a
// new pump takes over.
type pump struct {
	nameless bool          // the goroutine is known by its first function, not by id; never changes
	id       atomic.Uint64 // of the goroutine, unless it is nameless

	// Stream.mu guards the fields below.
	observer *observer // the observer that runs; nil between two calls
	item     *item     // that it has
	since    time.Time
}

// nameless reports whether a pump of some stream is nameless. To ask for the id of a
// goroutine costs 1 us, more than the rest of an event. So only one pump of the process
// is nameless: it is known by the first function of its goroutine. All other pumps have
// ids.
var nameless atomic.Bool

// start starts a pump. Stream.mu is held.
func (s *Stream) start(now time.Time) {
	p := &pump{nameless: nameless.CompareAndSwap(false, true), since: now}
	s.pump.Store(p)
	if s.watch == nil {
		s.watch = time.AfterFunc(s.grace(), s.check)
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
	const last = 3 // the function, its wrapper by the compiler, and runtime.goexit
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

// releaseNameless lets another pump be nameless.
func (p *pump) releaseNameless() {
	if p.nameless {
		nameless.Store(false)
	}
}

func (s *Stream) deliver(p *pump) {
	pprof.SetGoroutineLabels(context.Background()) // the labels of the component that emits do not apply
	returned := false
	defer func() {
		if !returned {
			s.dropObserver(p, recover())
		}
	}()
	for s.advance(p) {
		p.observer.call(p.item.event)
	}
	returned = true
}

// advance moves on to the next observer that accepts the event, and after the last one
// to the next event. It returns false if p has nothing left to do.
func (s *Stream) advance(p *pump) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pump.Load() != p { // another pump has taken over
		p.releaseNameless()
		p.observer.running = false
		return false
	}
	p.observer = nil
	for s.current != nil || s.advanceEvent(p) {
		for s.nextObserver < len(s.observers) {
			o := s.observers[s.nextObserver]
			s.nextObserver++
			if o.accepts(&s.current.event) {
				if p.item != nil { // else it has only begun, and to look again costs a tenth of an event
					p.since = time.Now()
				}
				p.observer, p.item = o, s.current
				return true
			}
		}
		if !s.advanceEvent(p) {
			return false
		}
	}
	return false
}

// advanceEvent moves on to the next event. It returns false, and stops p, if there is
// no event. Stream.mu is held.
func (s *Stream) advanceEvent(p *pump) bool {
	delivered := s.current
	if n := len(s.warnings); n > 0 {
		s.current = s.warnings[0]
		if last := s.warnings[n-1]; last.done == nil && delivered != nil {
			// The goroutine that waits for the event also waits for the warnings about it.
			last.done, last.deadline, delivered.done = delivered.done, delivered.deadline, nil
		}
		if s.warnings = s.warnings[1:]; n == 1 {
			s.warnings = nil
		}
	} else {
		s.current = s.queue.pop()
	}
	if s.current != nil {
		s.seq++
		s.current.event.Seq, s.nextObserver = s.seq, 0
	} else {
		s.stopPump(p)
	}
	if delivered != nil {
		delivered.release()
	}
	return s.current != nil
}

// stopPump ends the current pump. Stream.mu is held.
func (s *Stream) stopPump(p *pump) {
	s.pump.Store(nil)
	p.releaseNameless()
	s.watch.Stop()
	s.watch, s.lagging = nil, false
}

// dropObserver continues without an observer that has panicked with v, or that has
// called runtime.Goexit if v is nil.
func (s *Stream) dropObserver(p *pump, v any) {
	s.mu.Lock()
	o := p.observer
	o.dropped, o.running, o.missed = true, false, 0
	p.observer = nil // the methods of v may take time
	s.mu.Unlock()
	err := dropError(p.item.event.Op, o, v)

	s.mu.Lock()
	defer s.mu.Unlock()
	p.releaseNameless()
	if s.pump.Load() == p {
		s.panics = append(s.panics, err)
		s.addWarning(err)
		s.start(time.Now())
	} else { // another pump has taken over
		s.addWarning(err)
	}
}

// addWarning queues a warning about an observer. Stream.mu is held.
func (s *Stream) addWarning(err error) {
	now := time.Now()
	s.warnings = append(s.warnings, &item{event: Event{Time: now, Op: OpWarning, Err: err}})
	if s.pump.Load() == nil {
		s.start(now)
	}
}
