// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package backoff counts the failures of a task that is called again, and says how long
// to wait before the next call.
package backoff

import (
	"math"
	"math/rand/v2"
	"time"
)

// Failures counts the failures of one task. They fade: after each Decay they count half.
// All policy fields are positive.
type Failures struct {
	Budget     int           // failures that may count at a time
	Decay      time.Duration // after which a failure counts half
	Backoff    time.Duration // the wait after the first failure; doubled by each that counts
	MaxBackoff time.Duration // the longest wait

	Count       int // of all failures
	First, Last time.Time

	weight float64 // of the failures that have not faded
}

// Add counts a failure. It returns the wait before the next call, and whether there is
// one. A random part of up to one half is subtracted from the wait, so that many replicas
// do not call at once.
func (f *Failures) Add(now time.Time) (wait time.Duration, more bool) {
	if f.Count == 0 {
		f.First = now
	} else {
		f.weight *= math.Exp2(-now.Sub(f.Last).Seconds() / f.Decay.Seconds())
	}
	f.Count++
	f.Last = now
	f.weight++
	longest := min(float64(f.Backoff)*math.Exp2(f.weight-1), float64(f.MaxBackoff))
	wait = toDuration(longest * (1 - rand.Float64()/2)) //nolint:gosec // spreads replicas, keeps no secret
	return wait, f.weight <= float64(f.Budget)
}

// Left returns how many failures may follow at once before Add allows no further call.
func (f *Failures) Left() int { return int(max(0, math.Floor(float64(f.Budget)-f.weight))) }

// Elapsed returns the time from the first failure to the last.
func (f *Failures) Elapsed() time.Duration { return f.Last.Sub(f.First) }

// toDuration converts nanoseconds to a duration. A float64 cannot represent the
// longest duration, and the next larger number would overflow.
func toDuration(ns float64) time.Duration {
	if ns >= math.MaxInt64 {
		return math.MaxInt64
	}
	return time.Duration(ns)
}
