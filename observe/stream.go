// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
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
	dropped := len(s.panics)
	s.deliver(e)
	for _, err := range s.panics[dropped:] {
		s.seq++
		s.deliver(Event{Seq: s.seq, Time: e.Time, Op: OpWarning, Err: err})
	}
}

// deliver hands an event to whoever has not been dropped.
func (s *Stream) deliver(e Event) {
	for i := 0; i < len(s.observers); i++ {
		i = s.run(i, e)
	}
	if s.failures != nil && e.Err != nil && !s.isolate(func() { s.failures(e) }, e.Op) {
		s.failures = nil
	}
}

// run calls observers from index i on, and returns the index of the one that had
// to be dropped, or of the last.
func (s *Stream) run(i int, e Event) int {
	kept := s.isolate(func() {
		for ; i < len(s.observers); i++ {
			if observe := s.observers[i]; observe != nil {
				observe(e)
			}
		}
	}, e.Op)
	if !kept {
		s.observers[i] = nil
	}
	return i
}

// isolate calls f on a goroutine of its own and waits for it: an observer that
// calls runtime.Goexit, as a test's does by require, must not take its caller
// along. It returns false if f panicked or did that.
func (s *Stream) isolate(f func(), op Op) (returned bool) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			v := recover()
			switch err, isErr := v.(error); {
			case returned:
			case v == nil:
				s.panics = append(s.panics, fmt.Errorf("observer-exited: an observer was dropped at the event %q: it called runtime.Goexit", op))
			case isErr:
				s.panics = append(s.panics, fmt.Errorf("observer-panicked: an observer was dropped at the event %q: panic: %w\n  stack\n%s", op, err, stack()))
			default:
				s.panics = append(s.panics, fmt.Errorf("observer-panicked: an observer was dropped at the event %q: panic: %v\n  stack\n%s", op, v, stack()))
			}
		}()
		f()
		returned = true
	}()
	<-done
	return returned
}

// stack returns the stack of a panic from the panic on, as other errors show it.
func stack() string {
	text := string(debug.Stack())
	if _, user, ok := strings.Cut(text, "\npanic("); ok {
		_, user, _ = strings.Cut(user, "\n\t") // the place of the panic function
		_, text, _ = strings.Cut(user, "\n")
	}
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")
}

// Err returns the panics of observers since the last call, joined; nil if there
// were none.
func (s *Stream) Err() error {
	if s == nil {
		return nil
	}
	s.token <- struct{}{}
	defer func() { <-s.token }()
	err := errors.Join(s.panics...)
	s.panics = nil
	return err
}
