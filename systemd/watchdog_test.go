// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

// watched is the interval of systemd in these tests, so a ping is due every 10 s.
const watched = 20 * time.Second

// pings returns the times of the pings.
func (m *manager) pings() []string {
	var at []string
	for _, heard := range m.with("WATCHDOG=1") {
		when, _, _ := strings.Cut(heard, " ")
		at = append(at, when)
	}
	return at
}

func alive(f func(context.Context) error) systemd.Option { return systemd.Alive(f) }

// lasting is an app that takes these times to start, drain and stop.
func lasting(start, drain, stop time.Duration) facet.Option {
	return facet.Options(facet.StartTimeout(time.Hour), facet.StopTimeout(time.Hour), one(func(lc *facet.Lifecycle) int {
		lc.OnStart(takes(start))
		lc.OnDrain(takes(drain))
		lc.OnStop(takes(stop))
		return 1
	}))
}

func TestWatchdog_isPingedEveryHalfOfItsTimeInEveryPhase(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, watched, nil, lasting(25*time.Second, 25*time.Second, 25*time.Second))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(30 * time.Second)
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, []string{"0s", "10s", "20s", "30s", "40s", "50s", "1m0s", "1m10s", "1m20s", "1m30s", "1m40s", "1m45s"}, m.pings())
		require.Equal(t, "1m45s STATUS=stopped WATCHDOG=1", m.last(), "so that the process has all its time to exit")
	})
}

func TestWatchdog_withoutOneNothingIsPinged(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, is(alive(func(context.Context) error { panic("not asked") })), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Hour)
		require.NoError(t, a.Stop(t.Context()))
		require.Empty(t, m.pings())
	})
}

func TestAlive_isCalledOnlyWhileTheAppIsRunning(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var asked notes[time.Duration]
		a := app(m, watched, is(alive(func(context.Context) error {
			asked.add(time.Since(m.began))
			time.Sleep(time.Second)
			return nil
		})), lasting(25*time.Second, 25*time.Second, 25*time.Second))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(20 * time.Second)
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, []time.Duration{30 * time.Second, 40 * time.Second}, asked.all())
		require.Equal(t, []string{"0s", "10s", "20s", "31s", "41s", "50s", "1m0s", "1m10s", "1m20s", "1m30s", "1m35s"}, m.pings())
	})
}

func TestAlive_noPingWhileItFailsAndPingsAgainWhenItRecovers(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var told notes[error]
		a := app(m, watched, is(onError(&told), alive(func(context.Context) error {
			if now := time.Since(m.began); now >= 15*time.Second && now < 27*time.Second {
				return errBoom
			}
			return nil
		})), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(41 * time.Second)
		require.Equal(t, []string{"0s", "10s", "27.5s", "37.5s"}, m.pings(), "asked again every 2.5 s")
		require.Len(t, told.all(), 1)
		var dead *systemd.LivenessError
		require.ErrorAs(t, told.all()[0], &dead)
		require.ErrorIs(t, told.all()[0], errBoom)
		require.EqualError(t, told.all()[0], "systemd: not alive: boom")
		require.Equal(t, []string{"20s STATUS=running: 2 constructed, 1 hook started, in 0s; not alive: boom"}, m.with("not alive"))
		require.Contains(t, m.all(), "27.5s STATUS=running: 2 constructed, 1 hook started, in 0s")
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestAlive_aShortFailureIsForgiven(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var calls atomic.Int32
		a := app(m, watched, is(onError(new(notes[error])), alive(func(ctx context.Context) error {
			calls.Add(1)
			if calls.Load()%2 == 0 {
				<-ctx.Done() // the longest possible failure
				return ctx.Err()
			}
			return nil
		})), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(10 * time.Minute)
		require.NoError(t, a.Stop(t.Context()))
		requireNoGapOf(t, watched, m.pings())
	})
}

// requireNoGapOf requires that all pings were in time.
func requireNoGapOf(t *testing.T, most time.Duration, pings []string) {
	t.Helper()
	var last time.Duration
	for _, p := range pings {
		at, err := time.ParseDuration(p)
		require.NoError(t, err)
		require.Less(t, at-last, most)
		last = at
	}
}

func TestAlive_noPingWhenItHangs(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var told notes[error]
		var calls atomic.Int32
		hung := make(chan struct{})
		a := app(m, watched, is(onError(&told), alive(func(context.Context) error {
			calls.Add(1)
			<-hung
			return nil
		})), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Hour)
		require.Equal(t, []string{"0s"}, m.pings())
		require.EqualValues(t, 1, calls.Load(), "calls do not overlap")
		require.Len(t, told.all(), 1)
		require.EqualError(t, told.all()[0], "systemd: not alive: the function given to systemd.Alive had not returned after 5s, a quarter of $WATCHDOG_USEC")

		close(hung)
		time.Sleep(time.Minute)
		require.Equal(t, "1h0m2.5s", m.pings()[1], "a late answer does not count, the next one does")
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestAlive_itsContextEndsWithItsTime(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var ended notes[time.Duration]
		a := app(m, watched, is(onError(new(notes[error])), alive(func(ctx context.Context) error {
			began := time.Now()
			<-ctx.Done()
			ended.add(time.Since(began))
			return nil
		})), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(16 * time.Second)
		require.Equal(t, []time.Duration{5 * time.Second}, ended.all())
		require.Equal(t, []string{"0s"}, m.pings(), "although it returned nil, too late")
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestAlive_panicAndGoexitAreFailures(t *testing.T) {
	for want, f := range map[string]func(context.Context) error{
		"systemd: not alive: panic: oh\n":              func(context.Context) error { panic("oh") },
		"systemd: not alive: it called runtime.Goexit": func(context.Context) error { exitGoroutine(); return nil },
		"systemd: not alive: panic: boom\n":            func(context.Context) error { panic(errBoom) },
	} {
		t.Run(want, func(t *testing.T) {
			virtually(t, func(m *manager) {
				t := m.t
				var told notes[error]
				a := app(m, watched, is(onError(&told), alive(f)), lasting(0, 0, 0))
				require.NoError(t, a.Start(t.Context()))
				time.Sleep(61 * time.Second)
				require.NoError(t, a.Stop(t.Context()))
				require.Len(t, told.all(), 1)
				require.ErrorContains(t, told.all()[0], want)
				require.Len(t, m.pings(), 3, "at first, when the stop begins, and at the end")
			})
		})
	}
}

func TestAlive_aCallIsCancelledAndAwaitedWhenTheStopBegins(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var told notes[error]
		var returned atomic.Bool
		a := app(m, watched, is(onError(&told), alive(func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(500 * time.Millisecond)
			returned.Store(true)
			return ctx.Err()
		})), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(11 * time.Second)
		require.NoError(t, a.Stop(t.Context()))
		require.True(t, returned.Load())
		require.Empty(t, told.all())
		require.Equal(t, 11500*time.Millisecond, time.Since(m.began))
	})
}

func TestAlive_aCallThatOutlivesTheRunIsAbandonedAndReported(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		var told notes[error]
		hung := make(chan struct{})
		a := app(m, watched, is(onError(&told), alive(func(context.Context) error { <-hung; return nil })), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(11 * time.Second)
		require.NoError(t, a.Stop(t.Context()))
		require.Equal(t, 11800*time.Millisecond, time.Since(m.began))
		require.Len(t, told.all(), 1)
		require.ErrorContains(t, told.all()[0], "its goroutine is abandoned")
		close(hung)
	})
}

func TestWatchdog_aPingThatCouldNotBeSentIsRepeatedSoon(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, watched, is(onError(new(notes[error]))), lasting(0, 0, 0))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(9 * time.Second)
		m.refuseWith(errBoom)
		time.Sleep(2 * time.Second)
		m.refuseWith(nil)
		time.Sleep(4 * time.Second)
		require.Equal(t, []string{"0s", "12.5s"}, m.pings())
		require.NoError(t, a.Stop(t.Context()))
	})
}
