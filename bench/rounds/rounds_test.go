// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package rounds_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/bench/rounds"
)

func TestMedian_isTheMiddle(t *testing.T) {
	require.InDelta(t, 2, rounds.Median([]float64{9, 1, 2}), 0)
	require.InDelta(t, 3, rounds.Median([]float64{4, 9, 1, 2}), 0)
	require.Zero(t, rounds.Median(nil))
}

func TestMeasure_ratioIsThatOfTheFirstToTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		results := rounds.Measure(5,
			rounds.Of("one", func() { time.Sleep(10 * time.Millisecond) }),
			rounds.Of("two", func() { time.Sleep(40 * time.Millisecond) }))
		require.Equal(t, 10*time.Millisecond, results[0].Took)
		require.InDelta(t, 0.25, results[1].Ratio, 1e-9)
	})
}

func TestMeter_hasOnlyWhatIsTimed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		results := rounds.Measure(3, rounds.Variant{Name: "one", Run: func(m *rounds.Meter) {
			time.Sleep(time.Hour)
			m.Time(func() { time.Sleep(time.Millisecond) })
			m.Time(func() { time.Sleep(time.Millisecond) })
		}})
		require.Equal(t, 2*time.Millisecond, results[0].Took)
	})
}

var sink *[64]byte

func TestCount_isExact(t *testing.T) {
	allocs, bytes := rounds.Count(rounds.Of("ten", func() {
		for range 10 {
			sink = new([64]byte)
		}
	}))
	require.EqualValues(t, 10, allocs)
	require.EqualValues(t, 640, bytes)
}
