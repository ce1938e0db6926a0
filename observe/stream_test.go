// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package observe_test

import (
	"errors"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/observe"
)

var errBoom = errors.New("boom")

// record is an observer that keeps its events.
type record struct{ events []observe.Event }

func (r *record) observe(e observe.Event) { r.events = append(r.events, e) }

func (r *record) seqs() []uint64 {
	seqs := make([]uint64, len(r.events))
	for i, e := range r.events {
		seqs[i] = e.Seq
	}
	return seqs
}

func TestStream_numbersEventsFromOne(t *testing.T) {
	var r record
	s := observe.NewStream(nil, r.observe)
	for range 3 {
		s.Emit(observe.Event{Op: observe.OpStarting})
	}
	require.Equal(t, []uint64{1, 2, 3}, r.seqs())
}

func TestStream_setsTheTimeOfAnEventThatHasNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r record
		s := observe.NewStream(nil, r.observe)
		own := time.Now().Add(-time.Hour)
		s.Emit(observe.Event{})
		s.Emit(observe.Event{Time: own})
		require.Equal(t, time.Now(), r.events[0].Time)
		require.Equal(t, own, r.events[1].Time)
	})
}

func TestStream_callsObserversInTheirOrderForEachEvent(t *testing.T) {
	var calls []string
	named := func(name string) func(observe.Event) {
		return func(e observe.Event) { calls = append(calls, name+" "+e.Op.String()) }
	}
	s := observe.NewStream(named("failures"), named("a"), nil, named("b"))
	s.Emit(observe.Event{Op: observe.OpStarting})
	s.Emit(observe.Event{Op: observe.OpStarted, Err: errBoom})
	require.Equal(t, []string{"a starting", "b starting", "a started", "b started", "failures started"}, calls)
}

func TestStream_deliversOneEventAtATimeInOrder(t *testing.T) {
	const goroutines, each = 16, 100
	var a, b record // without locks, so that the race detector finds concurrent calls
	s := observe.NewStream(nil, a.observe, b.observe)
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range each {
				s.Emit(observe.Event{Op: observe.OpStarting})
			}
		})
	}
	wg.Wait()
	require.NoError(t, s.Err()) // and takes the token, so that what was recorded is seen
	require.Len(t, a.events, goroutines*each)
	require.True(t, slices.IsSorted(a.seqs()))
	require.Equal(t, a.events, b.events)
	require.Equal(t, uint64(goroutines*each), a.events[len(a.events)-1].Seq)
}

func TestStream_withoutObserversMakesOnlyFailures(t *testing.T) {
	var failures record
	s := observe.NewStream(failures.observe)
	require.False(t, s.Enabled())
	s.Emit(observe.Event{Op: observe.OpStarting})
	s.Emit(observe.Event{Op: observe.OpStarted, Err: errBoom})
	require.Len(t, failures.events, 1)
	require.Equal(t, uint64(1), failures.events[0].Seq, "an event without receivers has no number")
	require.ErrorIs(t, failures.events[0].Err, errBoom)
}

func TestStream_withoutObserversAndFailuresDropsAll(t *testing.T) {
	s := observe.NewStream(nil)
	s.Emit(observe.Event{})
	s.Emit(observe.Event{Err: errBoom})
	require.False(t, s.Enabled())
	require.NoError(t, s.Err())
}

func TestStream_nilDropsAll(t *testing.T) {
	var s *observe.Stream
	s.Emit(observe.Event{Err: errBoom})
	require.False(t, s.Enabled())
	require.NoError(t, s.Err())
}

func TestStream_isEnabledByAnObserver(t *testing.T) {
	require.True(t, observe.NewStream(nil, new(record).observe).Enabled())
}

func TestStream_dropsAnObserverThatPanicsAndReportsIt(t *testing.T) {
	var calls, rest record
	bad := func(e observe.Event) {
		calls.observe(e)
		panic("no space left")
	}
	observers := []func(observe.Event){bad, rest.observe}
	s := observe.NewStream(nil, observers...)
	for range 3 {
		s.Emit(observe.Event{Op: observe.OpStarting})
	}
	require.Len(t, calls.events, 1)
	require.Equal(t, []uint64{1, 2, 3, 4}, rest.seqs(), "the others get every event")
	require.Equal(t, observe.OpWarning, rest.events[1].Op, "and are emitted at once")
	err := s.Err()
	require.Equal(t, err.Error(), rest.events[1].Err.Error())
	require.ErrorContains(t, err, `observer-panicked: an observer was dropped at the event "starting": panic: no space left`)
	require.ErrorContains(t, err, "stream_test.go:", "the stack says where")
	require.NoError(t, s.Err(), "it is reported once")
	require.True(t, s.Enabled(), "it never changes")
	require.NotNil(t, observers[0], "the list of the caller is left alone")
}

func TestStream_dropsASinkOfFailuresThatPanics(t *testing.T) {
	calls := 0
	s := observe.NewStream(func(observe.Event) { calls++; panic(errBoom) })
	for range 3 {
		s.Emit(observe.Event{Err: errBoom})
	}
	require.Equal(t, 1, calls)
	require.ErrorContains(t, s.Err(), "panic: boom")
}

func TestStream_continuesAfterAnObserverThatEndsItsGoroutine(t *testing.T) {
	var r record
	s := observe.NewStream(nil, r.observe, func(e observe.Event) {
		if e.Seq == 1 {
			runtime.Goexit()
		}
	})
	s.Emit(observe.Event{})
	s.Emit(observe.Event{})
	require.Equal(t, []uint64{1, 2, 3}, r.seqs(), "with the warning that it was dropped")
	require.ErrorContains(t, s.Err(), "observer-exited")
}
