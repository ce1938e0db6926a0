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
	// MaxGoroutines is the largest number of goroutines of which a [Dumper] takes
	// stacks. Ten thousand stop the world for ten milliseconds, a hundred thousand for
	// a hundred and fifty.
	MaxGoroutines = 10_000

	// pause is the time between two dumps of a [Dumper].
	pause = time.Second

	// Unhurried is how long what has no deadline waits for a dump.
	Unhurried = time.Second
)

// Hurried is how long what goes on without something after a grace waits for a dump.
func Hurried(grace time.Duration) time.Duration {
	return min(max(grace/4, 50*time.Millisecond), 100*time.Millisecond)
}

// Dumper takes dumps for one app: at most one a second, and none of more than
// [MaxGoroutines]. The zero value is ready for use. Its methods are safe for
// concurrent use.
//
// There is one for each app and not one for the process, because apps may run in
// bubbles of testing/synctest, each with a clock of its own.
type Dumper struct {
	mu   sync.Mutex // guards last; never held while a dump is taken
	last *timedDump // nil if the last one is a second old
}

// shot is a dump that is being taken or was taken.
type timedDump struct {
	began    time.Time
	done     chan struct{} // closed when dump is valid
	dump     *Dump
	complete bool // guarded by Dumper.mu
}

// Look is what a [Dumper] has to show: a dump, or the reason why there is none.
type Look struct {
	dump   *Dump
	fresh  bool // it was taken after it was asked for
	reason string
}

// Seen is what a [Look] shows of one goroutine.
type Seen struct {
	Stack   string // of the goroutine, "" if it has ended or Why says something
	Started string // stacks of other goroutines, as [Dump.Started] returns them
	Why     string // why there are no stacks, else ""
}

// Take looks at all goroutines. The dump is taken on another goroutine, for which
// Take waits until limit has passed since that began. A dump of less than a second
// ago is shown again.
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

// isRecent reports whether the dump keeps the next one from being taken. A time in
// the future is that of another clock. Dumper.mu is held.
func (s *timedDump) isRecent(now time.Time) bool {
	age := now.Sub(s.began)
	return !s.complete || age >= 0 && age < pause
}

// take takes the dump. It is let go after a second, as it may be large.
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

// await reports whether the dump is there within limit after it was begun.
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

// At shows a goroutine, and those that a component started. What it shows has been
// so since a time, for example since a hook was called on the goroutine: an older
// dump would show what the goroutine did before.
func (l Look) At(goroutine uint64, since time.Time, component string) Seen {
	if l.dump == nil || !l.fresh && !l.dump.began.After(since) {
		return Seen{Why: l.reason}
	}
	stack := l.dump.Stack(goroutine)
	return Seen{Stack: stack, Started: l.dump.Started(component, stack)}
}
