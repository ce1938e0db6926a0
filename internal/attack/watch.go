// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// watch knows what the program has called of facet and has not returned, and
// until when it should have.
type watch struct {
	mu  sync.Mutex
	ops map[*op]struct{}
	end time.Time // when what lasts until the stop should have returned; zero while the app may run
}

// op is one call of facet.
type op struct {
	name  string
	began time.Time
	due   time.Time // zero for what lasts until the stop
	free  bool      // it may take until all that hangs is released
}

// bound says when a call should return.
type bound int

const (
	atOnce    bound = iota // within the slack
	untilStop              // within the slack after the stop
	nested                 // the same, and something that has a bound may wait for it
	unbounded              // after all that hangs is released
)

func newWatch() *watch { return &watch{ops: map[*op]struct{}{}} }

// begin notes a call.
func (w *watch) begin(name string, b bound, slack time.Duration) *op {
	w.mu.Lock()
	defer w.mu.Unlock()
	o := &op{name: name, began: time.Now(), free: b == unbounded}
	if b == atOnce {
		o.due = o.began.Add(slack)
	}
	w.ops[o] = struct{}{}
	return o
}

// ends notes its return.
func (w *watch) ends(o *op) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.ops, o)
}

// stops notes until when everything that lasts until the stop should return; the
// zero time is for an app that may run.
func (w *watch) stops(end time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.end = end
}

// frees has nothing take until all that hangs is released any more.
func (w *watch) frees() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for o := range w.ops {
		o.free = false
	}
}

// open returns how many calls go on, without those that may take until all that
// hangs is released.
func (w *watch) open() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for o := range w.ops {
		if !o.free {
			n++
		}
	}
	return n
}

// overdue returns the name of a call that should have returned, "" for none.
func (w *watch) overdue() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := time.Now()
	for o := range w.ops {
		due := o.due
		if due.IsZero() {
			due = w.end
		}
		if !o.free && !due.IsZero() && now.After(due) {
			return o.String()
		}
	}
	return ""
}

func (o *op) String() string {
	return fmt.Sprintf("%s, for %v", o.name, time.Since(o.began).Round(time.Millisecond))
}

// text lists what has not returned.
func (w *watch) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var lines []string
	for o := range w.ops {
		note := ""
		if o.free {
			note = " (it may hang)"
		}
		lines = append(lines, "  "+o.String()+note+"\n")
	}
	slices.Sort(lines)
	return "calls that have not returned:\n" + strings.Join(lines, "")
}
