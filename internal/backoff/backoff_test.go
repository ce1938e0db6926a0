// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package backoff_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/backoff"
)

func TestAdd_doublesTheWaitUpToTheLongest(t *testing.T) {
	f := backoff.Failures{Budget: 3, Decay: time.Hour, Backoff: time.Second, MaxBackoff: 3 * time.Second}
	now := time.Now()
	for i, longest := range []time.Duration{time.Second, 2 * time.Second, 3 * time.Second} {
		wait, more := f.Add(now)
		require.True(t, more, "failure %d of 3", i+1)
		require.LessOrEqual(t, wait, longest)
		require.GreaterOrEqual(t, wait, longest/2)
	}
	_, more := f.Add(now)
	require.False(t, more)
	require.Equal(t, 4, f.Count)
}

func TestAdd_failuresFade(t *testing.T) {
	f := backoff.Failures{Budget: 1, Decay: time.Minute, Backoff: time.Second, MaxBackoff: time.Hour}
	now := time.Now()
	_, more := f.Add(now)
	require.True(t, more)
	wait, more := f.Add(now.Add(time.Hour))
	require.True(t, more, "the first one does not count any more")
	require.LessOrEqual(t, wait, time.Second)
	_, more = f.Add(now.Add(time.Hour + time.Second))
	require.False(t, more)
	require.Equal(t, time.Hour+time.Second, f.Elapsed())
}

func TestAdd_theLongestDurationDoesNotOverflow(t *testing.T) {
	f := backoff.Failures{Budget: 100, Decay: math.MaxInt64, Backoff: math.MaxInt64, MaxBackoff: math.MaxInt64}
	for range 80 {
		wait, _ := f.Add(time.Time{})
		require.Positive(t, wait)
	}
}
