// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package text

import (
	"strconv"
	"strings"
	"time"
)

// Duration returns a duration for people, with a space before the unit and two or three
// digits that matter: "0 s", "350 µs", "1.4 ms", "580 ms", "11.8 s", "2 min 5 s", "3 h 20 min".
// A negative duration begins with "-".
func Duration(d time.Duration) string {
	switch {
	case d == 0:
		return "0 s"
	case d < 0:
		return "-" + Duration(max(-d, -(d+1))) // the least duration has no positive counterpart
	case d < time.Microsecond:
		return strconv.FormatInt(int64(d), 10) + " ns"
	case d.Round(time.Microsecond) < time.Millisecond:
		return decimal(d, time.Microsecond) + " µs"
	case d.Round(time.Millisecond) < time.Second:
		return decimal(d, time.Millisecond) + " ms"
	case d.Round(time.Second/10) < time.Minute:
		return strings.TrimSuffix(strconv.FormatFloat(d.Seconds(), 'f', 1, 64), ".0") + " s"
	case d.Round(time.Second) < time.Hour:
		return twoUnits(int64(d.Round(time.Second)/time.Second), " min", " s")
	default:
		return twoUnits(int64(d.Round(time.Minute)/time.Minute), " h", " min")
	}
}

// decimal returns the number of units with a decimal if it has one digit before that.
func decimal(d, unit time.Duration) string {
	if d.Round(unit/10) < 10*unit {
		return strings.TrimSuffix(strconv.FormatFloat(float64(d)/float64(unit), 'f', 1, 64), ".0")
	}
	return strconv.FormatInt(int64(d.Round(unit)/unit), 10)
}

// twoUnits returns a number of the smaller of two units, of which 60 are a larger one.
func twoUnits(n int64, large, small string) string {
	s := strconv.FormatInt(n/60, 10) + large
	if n%60 > 0 {
		s += " " + strconv.FormatInt(n%60, 10) + small
	}
	return s
}
