// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

const (
	// MaxGoroutines is the largest number of goroutines for which a [Dumper] takes a
	// dump. A dump of ten thousand goroutines stops the world for ten milliseconds, one
	// of a hundred thousand for a hundred and fifty.
	MaxGoroutines = 10_000

	// pause is the time between two dumps of a [Dumper].
	pause = time.Second

	// Unhurried is the time to wait for a dump without a deadline.
	Unhurried = time.Second
)

// Hurried is the time to wait for a dump after the end of a grace.
func Hurried(grace time.Duration) time.Duration {
	return min(max(grace/4, 50*time.Millisecond), 100*time.Millisecond)
}

// Dumper takes dumps for one app: at most one a second, and none of more than
// [MaxGoroutines] goroutines. The zero value is ready for use. Its methods are safe for
// concurrent use.
//
// There is a Dumper for each app and not for the process, because apps may run in
// bubbles of testing/synctest, each with its own clock.
type Dumper struct {
	mu   sync.Mutex // guards last; never held while a dump is taken
	last *timedDump // nil if the last dump is a second old
}

// timedDump is a dump that is complete or in progress.
type timedDump struct {
	began    time.Time
	done     chan struct{} // closed when dump is valid
	dump     *Dump
	complete bool // guarded by Dumper.mu
}

// Look is the result of a [Dumper]: a dump, or the reason why there is none.
type Look struct {
	dump   *Dump
	fresh  bool // it was taken after the request
	reason string
}

// Seen is the state of one goroutine in a [Look].
type Seen struct {
	Stack   string // of the goroutine; "" if it has ended or Why is set
	Started string // the stacks of other goroutines, from [Dump.Started]
	Why     string // why there are no stacks, or ""
}

// Take dumps all goroutines, on a new goroutine. It waits for the dump until limit has
// passed since the begin of the dump. A dump that is less than a second old is used
// again.
func (d *Dumper) Take(limit time.Duration) Look {
	asked := time.Now()
	count := runtime.NumGoroutine()
	d.mu.Lock()
	s := d.last
	fresh := s == nil || !s.isRecent(asked)
	switch {
	case !fresh:
	case count > MaxGoroutines:
		d.mu.Unlock()
		return Look{reason: tooManyText(count)}
	default:
		s = &timedDump{began: asked, done: make(chan struct{})}
		d.last = s
		go d.take(s)
	}
	d.mu.Unlock()
	if !s.awaitUntil(limit) {
		return Look{reason: fmt.Sprintf("to take it took longer than %v", limit)}
	}
	why := fmt.Sprintf("stacks are taken once a second at most, and were taken %v before", time.Since(s.began).Round(time.Millisecond))
	if count > MaxGoroutines {
		why = tooManyText(count)
	}
	return Look{s.dump, fresh, why}
}

func tooManyText(count int) string {
	return fmt.Sprintf("%d goroutines; stacks are taken of %d at most", count, MaxGoroutines)
}

// isRecent reports whether the dump prevents another one now. A time in the future
// belongs to another clock. Dumper.mu is held.
func (s *timedDump) isRecent(now time.Time) bool {
	age := now.Sub(s.began)
	return !s.complete || age >= 0 && age < pause
}

// take takes the dump. It drops the dump after a second, because it may be large.
func (d *Dumper) take(s *timedDump) {
	s.dump = TakeDump()
	d.mu.Lock()
	s.complete = true
	d.mu.Unlock()
	close(s.done)
	time.AfterFunc(pause, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if d.last == s {
			d.last = nil
		}
	})
}

// awaitUntil reports whether the dump is complete within limit after its begin.
func (s *timedDump) awaitUntil(limit time.Duration) bool {
	timer := time.NewTimer(time.Until(s.began.Add(limit)))
	defer timer.Stop()
	select {
	case <-s.done:
		return true
	case <-timer.C:
	}
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// At returns the state of a goroutine, and of the goroutines that a component started.
// The caller's state has lasted since a time, for example since a hook was called: an
// older dump would show an earlier activity of the goroutine.
func (l Look) At(goroutine uint64, since time.Time, component string) Seen {
	if l.dump == nil || !l.fresh && !l.dump.began.After(since) {
		return Seen{Why: l.reason}
	}
	stack := l.dump.Stack(goroutine)
	return Seen{Stack: stack, Started: l.dump.Started(component, stack)}
}
