// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package text_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/facet-go/facet/internal/text"
)

func TestDuration_hasAUnitAndTheDigitsThatMatter(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                        "0 s",
		1:                                        "1 ns",
		1400:                                     "1.4 µs",
		999_400:                                  "999 µs",
		999_600:                                  "1 ms",
		1_449_000:                                "1.4 ms",
		9_940_000:                                "9.9 ms",
		9_960_000:                                "10 ms",
		580 * time.Millisecond:                   "580 ms",
		999_600 * time.Microsecond:               "1 s",
		1400 * time.Millisecond:                  "1.4 s",
		11_790 * time.Millisecond:                "11.8 s",
		12 * time.Second:                         "12 s",
		59_960 * time.Millisecond:                "1 min",
		125 * time.Second:                        "2 min 5 s",
		59*time.Minute + 59*time.Second + 6e8:    "1 h",
		3*time.Hour + 20*time.Minute:             "3 h 20 min",
		-1400 * time.Millisecond:                 "-1.4 s",
		time.Duration(math.MaxInt64):             "2562047 h 47 min",
		time.Duration(math.MinInt64):             "-2562047 h 47 min",
		time.Duration(math.MinInt64) + 1:         "-2562047 h 47 min",
		-time.Nanosecond:                         "-1 ns",
		2*time.Minute + 400*time.Millisecond:     "2 min",
		50*time.Hour + 29*time.Second:            "50 h",
		10*time.Millisecond - 60*time.Nanosecond: "10 ms",
	} {
		require.Equal(t, want, text.Duration(d), "%d", int64(d))
	}
}
