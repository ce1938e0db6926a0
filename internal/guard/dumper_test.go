// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard_test

import (
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/guard"
)

// park starts goroutines that wait until the end of the test.
func park(t *testing.T, n int) {
	t.Helper()
	var all sync.WaitGroup
	end := make(chan struct{})
	for range n {
		all.Go(func() { <-end })
	}
	t.Cleanup(func() {
		close(end)
		all.Wait()
		runtime.GC() // until it frees their stacks, the next test would count them as alive
	})
}

func TestDumper_takesOneDumpASecond(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		var d guard.Dumper
		began := time.Now()
		first := b.start(b.here)
		time.Sleep(time.Second / 10)
		require.Contains(b.t, d.Take(time.Second).At(first, began, "").Stack, "waitHere", "it is new")

		time.Sleep(time.Second / 2)
		later := time.Now()
		second := b.start(b.here)
		look := d.Take(time.Second)
		require.Contains(b.t, look.At(first, began, "").Stack, "waitHere", "it is shown again")
		require.Equal(b.t, guard.Seen{Why: "stacks are taken once a second at most, and were taken 500ms before"}, look.At(second, later, ""))
		require.Empty(b.t, look.At(first, later, "").Stack, "it may have been at something else")

		time.Sleep(time.Second / 2)
		require.Contains(b.t, d.Take(time.Second).At(second, later, "").Stack, "waitHere")
	})
}

func TestDumper_aDumpOfTheSameMomentIsShownToWhatHadBegunBefore(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		var d guard.Dumper
		id := b.start(b.here)
		now := time.Now()
		require.NotEmpty(b.t, d.Take(time.Second).At(id, now, "").Stack)
		require.NotEmpty(b.t, d.Take(time.Second).At(id, now, "").Why, "the clock does not say which came first")
	})
}

func TestDumper_showsWhatAComponentStarted(t *testing.T) {
	withBlocked(t, func(b *blocked) {
		var d guard.Dumper
		own := b.start(b.here)
		b.start(b.there, guard.Label, "a")
		require.Contains(b.t, d.Take(time.Second).At(own, time.Time{}, "a").Started, "there")
		require.Empty(b.t, d.Take(time.Second).At(own, time.Time{}, "b").Started)
	})
}

func TestDumper_ofTooManyGoroutinesThereIsTheReasonOnly(t *testing.T) {
	park(t, guard.MaxGoroutines)
	withBlocked(t, func(b *blocked) {
		var d guard.Dumper
		seen := d.Take(time.Second).At(b.start(b.here), time.Time{}, "")
		require.Empty(b.t, seen.Stack)
		require.Regexp(b.t, `^100\d\d goroutines; stacks are taken of 10000 at most$`, seen.Why)
	})
}

// A dump takes at least some microseconds.
func TestDumper_withoutTimeForADumpTheReasonSaysSo(t *testing.T) {
	var d guard.Dumper
	id := guard.GoroutineID()
	if seen := d.Take(0).At(id, time.Time{}, ""); seen.Stack == "" {
		require.Equal(t, "to take it took longer than 0s", seen.Why)
	}
	require.NotEmpty(t, d.Take(time.Minute).At(id, time.Time{}, "").Stack, "it is there later")
}

func TestDumper_severalAtOnceShareADump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var d guard.Dumper
		var all sync.WaitGroup
		began := time.Now()
		time.Sleep(time.Nanosecond)
		for range 50 {
			all.Go(func() {
				seen := d.Take(time.Second).At(guard.GoroutineID(), began, "")
				require.Empty(t, seen.Why)
			})
		}
		all.Wait()
	})
}

func TestHurried_isAQuarterOfTheGraceWithinBounds(t *testing.T) {
	for grace, want := range map[time.Duration]time.Duration{
		1: 50 * time.Millisecond, 300 * time.Millisecond: 75 * time.Millisecond, time.Hour: 100 * time.Millisecond,
	} {
		require.Equal(t, want, guard.Hurried(grace))
	}
}
