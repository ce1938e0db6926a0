// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// callWatch records the calls of facet that have not returned, and their deadlines.
type callWatch struct {
	mu  sync.Mutex
	ops map[*openCall]struct{}
	end time.Time // the deadline of calls that last until the stop; zero while the app may run
}

// openCall is one call of facet that has not returned.
type openCall struct {
	name      string
	began     time.Time
	due       time.Time // the deadline; zero for a call that lasts until the stop
	unbounded bool      // it may last until hanging functions are released
}

// bound is the limit of a call.
type bound int

const (
	atOnce    bound = iota // within the slack
	untilStop              // within the slack after the stop
	nested                 // the same, for a call inside a function that facet may wait for
	unbounded              // after hanging functions are released
)

func newCallWatch() *callWatch { return &callWatch{ops: map[*openCall]struct{}{}} }

// begin records a call.
func (w *callWatch) begin(name string, b bound, slack time.Duration) *openCall {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := &openCall{name: name, began: time.Now(), unbounded: b == unbounded}
	if b == atOnce {
		o.due = o.began.Add(slack)
	}
	w.ops[o] = struct{}{}
	return o
}

// finish records the return of a call.
func (w *callWatch) finish(o *openCall) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.ops, o)
}

// setStop sets the deadline of the calls that last until the stop. The zero time is for
// an app that may run.
func (w *callWatch) setStop(end time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.end = end
}

// releaseAll sets a deadline for calls without one, because hanging functions are
// released.
func (w *callWatch) releaseAll() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for o := range w.ops {
		o.unbounded = false
	}
}

// openCalls returns the number of calls that have not returned, without those that may
// last until hanging functions are released.
func (w *callWatch) openCalls() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for o := range w.ops {
		if !o.unbounded {
			n++
		}
	}
	return n
}

// overdue returns the name of a call that should have returned, or "".
func (w *callWatch) overdue() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for o := range w.ops {
		due := o.due
		if due.IsZero() {
			due = w.end
		}
		if !o.unbounded && !due.IsZero() && now.After(due) {
			return o.String()
		}
	}
	return ""
}

func (o *openCall) String() string {
	return fmt.Sprintf("%s, for %v", o.name, time.Since(o.began).Round(time.Millisecond))
}

// text lists the calls that have not returned.
func (w *callWatch) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var lines []string
	for o := range w.ops {
		note := ""
		if o.unbounded {
			note = " (it may hang)"
		}
		lines = append(lines, "  "+o.String()+note+"\n")
	}
	slices.Sort(lines)
	return "calls that have not returned:\n" + strings.Join(lines, "")
}
