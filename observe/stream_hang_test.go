// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/hostile"
	"github.com/facet-go/facet/observe"
)

// stuck is an observer that does not return from some events until it is released.
type stuck struct {
	record

	at    func(observe.Event) bool
	letGo chan struct{}
}

func stuckAt(seqs ...uint64) *stuck {
	return &stuck{at: func(e observe.Event) bool { return slices.Contains(seqs, e.Seq) }, letGo: make(chan struct{})}
}

func (s *stuck) hang(e observe.Event) {
	s.observe(e)
	if s.at(e) {
		<-s.letGo
	}
}

// got waits until all goroutines are blocked and returns the numbers of the events.
func (s *stuck) got() []uint64 {
	synctest.Wait()
	return s.seqs()
}

// warnings returns the texts of the warnings, each cut before a word.
func (r *record) warnings(until string) []string {
	var list []string
	for _, e := range r.events {
		if e.Op == observe.OpWarning {
			text, _, _ := strings.Cut(e.Err.Error(), until)
			list = append(list, text)
		}
	}
	return list
}

func emit(s *observe.Stream, n int) {
	for range n {
		s.Emit(observe.Event{Op: observe.OpStarting})
	}
}

func TestStream_detachesAnObserverThatDoesNotReturnWithinGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rest, failures record
		bad := stuckAt(2)
		defer close(bad.letGo)
		s := observe.NewStream(failures.observe, func(e observe.Event) { bad.hang(e) }, rest.observe)
		began := time.Now()
		emit(s, 4)
		synctest.Wait()
		require.Equal(t, time.Second, time.Since(began), "one second in all")
		require.Equal(t, []uint64{1, 2}, bad.got())
		require.Equal(t, []uint64{1, 2, 3, 4, 5}, rest.seqs(), "the others get everything")
		told := rest.warnings("\n")
		require.Len(t, told, 1)
		require.Regexp(t, `^observer-hung: the observer observe_test.TestStream_\w+.func1.\d at observe/stream_hang_test.go:\d+ had not`, told[0])
		require.Contains(t, told[0], `had not returned from the event "starting" after 1s`)
		require.Equal(t, told, failures.warnings("\n"))
		require.NoError(t, s.Err(), "it is no failure of the run")
	})
}

func TestStream_attachesAnObserverThatHasReturnedInTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rest record
		bad := stuckAt(2)
		s := observe.NewStream(nil, bad.hang, rest.observe)
		s.Begin()
		emit(s, 4)
		synctest.Wait()
		require.NoError(t, s.End())
		s.Begin()
		emit(s, 1)
		require.Equal(t, []uint64{1, 2}, bad.got(), "it has not returned")
		close(bad.letGo)
		synctest.Wait()
		emit(s, 1)
		require.Equal(t, []uint64{1, 2}, bad.got(), "no run has begun")
		s.Begin()
		emit(s, 1)
		synctest.Wait()
		require.Equal(t, []uint64{1, 2, 9, 10}, bad.got())
		missed := rest.warnings(": it was detached")[1:]
		require.Len(t, missed, 2)
		require.True(t, strings.HasSuffix(missed[0], "has missed 3 events"), missed[0])
		require.True(t, strings.HasSuffix(missed[1], "has missed 3 events"), missed[1])
		require.Contains(t, bad.warnings("\n")[0], "has missed 3 events", "and knows it")
	})
}

func TestStream_severalObserversThatHangCostOneGrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var rest record
		a, b, log := stuckAt(1), stuckAt(1), stuckAt(1)
		s := observe.NewStream(log.hang, a.hang, b.hang, rest.observe)
		s.Grace = 3 * time.Second
		began := time.Now()
		s.Emit(observe.Event{Op: observe.OpStarted, Err: errBoom})
		emit(s, 9)
		s.Flush()
		require.Equal(t, 3*time.Second, time.Since(began))
		time.Sleep(time.Minute)
		synctest.Wait()
		require.True(t, slices.IsSorted(rest.seqs()))
		require.Len(t, rest.events, 10+3)
		for _, o := range []*stuck{a, b, log} {
			require.Len(t, o.events, 1)
			close(o.letGo)
		}
		began = time.Now()
		emit(s, 9)
		require.Zero(t, time.Since(began))
		require.Len(t, rest.events, 10+3+9, "they have caught up, and are waited for again")
	})
}

func TestStream_aSlowObserverReceivesEverything(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		s := observe.NewStream(nil, func(e observe.Event) {
			time.Sleep(900 * time.Millisecond)
			r.observe(e)
		})
		began := time.Now()
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() { emit(s, 1) })
		}
		wg.Wait()
		require.Equal(t, time.Second, time.Since(began), "none waits longer than Grace")
		time.Sleep(time.Minute)
		synctest.Wait()
		require.Equal(t, []uint64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, r.seqs())
		require.NoError(t, s.End())
	})
}

func TestStream_graceIsAtLeast100Milliseconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := stuckAt(1)
		s := observe.NewStream(nil, bad.hang)
		s.Grace = time.Millisecond
		began := time.Now()
		emit(s, 2)
		require.Equal(t, 100*time.Millisecond, time.Since(began))
		close(bad.letGo)
	})
}

func TestStream_keepsABoundedNumberOfEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		release := make(chan struct{})
		s := observe.NewStream(nil, func(e observe.Event) {
			if e.Seq == 1 {
				<-release
			}
			r.observe(e)
		})
		s.Grace = time.Hour
		for range 20_000 {
			s.Post(observe.Event{Op: observe.OpStarting})
		}
		s.Post(observe.Event{Op: observe.OpResult})
		close(release)
		s.Flush()
		require.InDelta(t, 10_001, len(r.events), 1)
		require.Equal(t, observe.OpResult, r.events[len(r.events)-1].Op, "what ends a run is kept")
		require.NoError(t, s.End())
		s.Flush()
		require.Regexp(t, `^observer-missed: the observer .* has missed \d+ events: it did not keep up$`, r.warnings("\n")[0])
	})
}

func TestStream_postNeverWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		bad := stuckAt(1)
		s := observe.NewStream(nil, bad.hang)
		began := time.Now()
		var mu sync.Mutex
		mu.Lock()
		s.Post(observe.Event{})
		s.Begin()
		mu.Unlock()
		require.Zero(t, time.Since(began))
		s.Flush()
		require.Equal(t, time.Second, time.Since(began))
		close(bad.letGo)
	})
}

func TestStream_flushWaitsForPostedEvents(t *testing.T) {
	var r record
	s := observe.NewStream(nil, r.observe)
	s.Flush()
	for range 100 {
		s.Post(observe.Event{})
	}
	s.Flush()
	require.Len(t, r.events, 100)
	(*observe.Stream)(nil).Flush()
}

func TestStream_anObserverMayCauseAnEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		var s *observe.Stream
		s = observe.NewStream(nil, func(e observe.Event) {
			require.True(t, s.Observing())
			if e.Op == observe.OpStarting {
				s.Emit(observe.Event{Op: observe.OpWarning})
				s.Flush()
			}
			r.observe(e)
		})
		began := time.Now()
		require.False(t, s.Observing())
		emit(s, 1)
		s.Flush()
		require.Zero(t, time.Since(began))
		require.Equal(t, []uint64{1, 2}, r.seqs())
		require.Equal(t, observe.OpWarning, r.events[1].Op)
	})
}

func TestStream_observingIsTrueOnTheGoroutineOfItsOwnObserverOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var a, b *observe.Stream
		var got []string
		add := func(where string) { got = append(got, fmt.Sprint(where, " ", a.Observing(), " ", b.Observing())) }
		b = observe.NewStream(nil, func(observe.Event) {
			add("b")
			done := make(chan struct{})
			go func() { defer close(done); add("elsewhere") }()
			<-done
		})
		a = observe.NewStream(nil, func(observe.Event) {
			add("a")
			deep(200, func() { add("deep in a") })
			b.Emit(observe.Event{})
			add("a")
		})
		add("outside")
		a.Emit(observe.Event{})
		b.Emit(observe.Event{})
		add("outside")
		require.Equal(t, []string{
			"outside false false", "a true false", "deep in a true false", "b false true", "elsewhere false false", "a true false",
			"b false true", "elsewhere false false", "outside false false",
		}, got)
	})
}

// deep calls f with that many calls between.
func deep(n int, f func()) {
	if n > 0 {
		deep(n-1, f)
	} else {
		f()
	}
}

func TestStream_isNotObservingOnTheGoroutineOfADetachedObserver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s *observe.Stream
		var before, after bool
		s = observe.NewStream(nil, func(e observe.Event) {
			if e.Seq == 1 {
				before = s.Observing()
				time.Sleep(time.Minute)
				after = s.Observing() || !before
			}
		})
		emit(s, 3)
		time.Sleep(time.Hour)
		synctest.Wait()
		require.True(t, before)
		require.False(t, after, "nothing waits for it")
	})
}

func TestStream_aPanicAfterDetachingIsAWarning(t *testing.T) {
	for name, end := range map[string]func(){"panicked": func() { panic(errBoom) }, "exited": runtime.Goexit} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var rest record
				s := observe.NewStream(nil, func(observe.Event) { time.Sleep(time.Minute); end() }, rest.observe)
				emit(s, 1)
				time.Sleep(time.Hour)
				synctest.Wait()
				require.Equal(t, []string{"observer-hung", "observer-" + name}, rest.warnings(":"))
				require.NoError(t, s.Err())
				s.Begin()
				emit(s, 1)
				require.Len(t, rest.events, 4, "it stays dropped")
			})
		})
	}
}

func TestStream_aPanicBelongsToTheRunInWhichItHappens(t *testing.T) {
	s := observe.NewStream(nil, func(observe.Event) { panic(errBoom) })
	s.Begin()
	require.NoError(t, s.End())
	emit(s, 1)
	s.Begin()
	require.NoError(t, s.Err())
}

func TestStream_aPanicWithAHostileValueIsReported(t *testing.T) {
	for kind, v := range hostile.NonBlocking() {
		s := observe.NewStream(nil, func(observe.Event) { panic(v) })
		emit(s, 2)
		require.ErrorContains(t, s.Err(), "observer-panicked: an observer was dropped at the event", kind)
	}
	synctest.Test(t, func(t *testing.T) {
		blocking := hostile.NewBlocking()
		defer blocking.Release()
		s := observe.NewStream(nil, func(observe.Event) { panic(blocking) })
		emit(s, 2)
		time.Sleep(time.Second) // while its text is asked for
		synctest.Wait()
		require.ErrorContains(t, s.Err(), "panic: *hostile.Blocking")
	})
}
