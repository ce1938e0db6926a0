// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/systemd"
)

// killed applies systemd's timeout to the messages: a phase is killed limit after its
// begin, or at the end of the last extension if that is later. It returns the time, or 0
// if the process is not killed.
func killed(t *testing.T, heard []string, began, end, limit time.Duration) time.Duration {
	t.Helper()
	deadline := began + limit
	for _, message := range heard {
		fields := strings.Fields(message)
		at, err := time.ParseDuration(fields[0])
		require.NoError(t, err)
		if at < began || at > end {
			continue
		}
		if at > deadline {
			return deadline
		}
		for _, f := range fields {
			if usec, ok := strings.CutPrefix(f, "EXTEND_TIMEOUT_USEC="); ok {
				extension, err := time.ParseDuration(usec + "us")
				require.NoError(t, err)
				deadline = max(deadline, at+extension)
			}
		}
	}
	if end > deadline {
		return deadline
	}
	return 0
}

// steps is an app whose start and stop have n steps of that length.
func steps(n int, each time.Duration) facet.Option {
	return facet.Options(facet.StartTimeout(24*time.Hour), facet.StopTimeout(24*time.Hour), one(func(lc *facet.Lifecycle) int {
		for range n {
			lc.OnStart(takes(each))
			lc.OnStop(takes(each))
		}
		return 1
	}))
}

func TestProgress_aSlowStartThatProgressesIsNotKilled(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, steps(40, 20*time.Second))
		require.NoError(t, a.Start(t.Context()))
		up := time.Since(m.began)
		require.Equal(t, 800*time.Second, up)
		require.Zero(t, killed(t, m.all(), 0, up, 90*time.Second))

		require.NoError(t, a.Stop(t.Context()))
		require.Zero(t, killed(t, m.all(), up, time.Since(m.began), 90*time.Second), "nor is such a stop")
	})
}

func TestProgress_aStuckStartIsKilled(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, steps(40, 20*time.Second), one(func(lc *facet.Lifecycle) string {
			lc.OnStart(takes(time.Hour)) // stuck
			return ""
		}))
		require.NoError(t, a.Start(t.Context()))
		at := killed(t, m.all(), 0, time.Since(m.began), 90*time.Second)
		require.Equal(t, 830*time.Second+10*time.Millisecond, at, "30 s after the last step that ended")
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestProgress_isTheTimeOfOneStep(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, is(systemd.Progress(90*time.Second)), steps(10, time.Minute))
		require.NoError(t, a.Start(t.Context()))
		require.Zero(t, killed(t, m.all(), 0, time.Since(m.began), 90*time.Second))
		require.Len(t, m.with("EXTEND_TIMEOUT_USEC=90000000 "), 10)
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestProgress_zeroOrLessExtendsNothing(t *testing.T) {
	for _, d := range []time.Duration{0, -time.Second} {
		virtually(t, func(m *manager) {
			t := m.t
			a := app(m, 0, is(systemd.Progress(d)), steps(3, time.Second))
			require.NoError(t, a.Start(t.Context()))
			require.NoError(t, a.Stop(t.Context()))
			require.Empty(t, m.with("EXTEND"))
			require.Len(t, m.with("READY=1"), 1)
		})
	}
}

// An extension would delay RuntimeMaxSec and the watchdog of a running service.
func TestProgress_extendsNothingWhileTheAppIsRunning(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		a := app(m, 0, nil, steps(3, time.Second), facet.Provide(func(lc *facet.Lifecycle) float64 {
			lc.OnStart(takes(time.Second))
			return 1
		}))
		require.NoError(t, a.Start(t.Context()))
		time.Sleep(time.Second)
		require.Contains(t, m.last(), "READY=1")
		require.NotContains(t, m.last(), "EXTEND")
		before := len(m.with("EXTEND"))
		require.NoError(t, a.Do(t.Context(), func(float64) {}))
		time.Sleep(time.Second)
		require.Len(t, m.with("EXTEND"), before)
		require.NoError(t, a.Stop(t.Context()))
	})
}

func TestProgress_constructorsAndCleanupsCount(t *testing.T) {
	virtually(t, func(m *manager) {
		t := m.t
		slow := func(lc *facet.Lifecycle) {
			time.Sleep(20 * time.Second)
			lc.Cleanup(func() error { return takes(20 * time.Second)(context.Background()) })
		}
		a := app(m, 0, nil, facet.StopTimeout(time.Hour),
			one(func(lc *facet.Lifecycle) int { slow(lc); return 1 }),
			one(func(lc *facet.Lifecycle) string { slow(lc); return "" }),
			one(func(lc *facet.Lifecycle) bool { slow(lc); return true }))
		require.NoError(t, a.Start(t.Context()))
		up := time.Since(m.began)
		require.Zero(t, killed(t, m.all(), 0, up, 25*time.Second))
		require.Contains(t, strings.Join(m.all(), "\n"), "STATUS=building: 2 constructed, waiting for systemd_test.TestProgress")
		require.NoError(t, a.Stop(t.Context()))
		require.Zero(t, killed(t, m.all(), up, time.Since(m.began), 25*time.Second))
		require.Contains(t, strings.Join(m.all(), "\n"), "STATUS=stopping: 2 steps done, waiting for systemd_test.TestProgress")
	})
}
