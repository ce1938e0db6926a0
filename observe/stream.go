// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"
)

// Stream numbers events and hands them to observers. It is safe for concurrent
// use. A nil Stream drops everything.
type Stream struct {
	token     chan struct{} // held while the fields below are used
	observers []func(Event) // nil where one was dropped
	failures  func(Event)   // gets events with Err
	seq       uint64
	panics    []error

	enabled bool // whether there were observers at first; never changes
}

// NewStream returns a stream to observers, which get every event. Failures gets
// only those with an Err; nil is nobody.
func NewStream(failures func(Event), observers ...func(Event)) *Stream {
	return &Stream{
		token:     make(chan struct{}, 1),
		failures:  failures,
		observers: slices.Clone(observers),
		enabled:   len(observers) > 0,
	}
}

// Enabled tells whether events without an Err are of use to anybody. A caller
// asks before it makes one.
func (s *Stream) Enabled() bool { return s != nil && s.enabled }

// Emit numbers e, sets its time if it has none, and calls the observers one
// after another. It waits for the events before it.
func (s *Stream) Emit(e Event) {
	if s == nil || e.Err == nil && !s.enabled {
		return
	}
	s.token <- struct{}{}
	defer func() { <-s.token }()
	s.seq++
	e.Seq = s.seq
	if e.Time.IsZero() {
		e.Time = time.Now()
	}
	for i, observe := range s.observers {
		if observe != nil && !s.call(observe, e) {
			s.observers[i] = nil
		}
	}
	if s.failures != nil && e.Err != nil && !s.call(s.failures, e) {
		s.failures = nil
	}
}

func (s *Stream) call(observe func(Event), e Event) (ok bool) {
	defer func() {
		if v := recover(); v != nil {
			s.panics = append(s.panics, fmt.Errorf(
				"observer-panicked: an observer was dropped at the event %q: panic: %v\n%s", e.Op, v, debug.Stack()))
			ok = false
		}
	}()
	observe(e)
	return true
}

// Err returns the panics of observers so far, joined; nil if there were none.
func (s *Stream) Err() error {
	if s == nil {
		return nil
	}
	s.token <- struct{}{}
	defer func() { <-s.token }()
	return errors.Join(s.panics...)
}
