// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package rounds compares variants on a busy machine. The variants take turns, in another
// order in each round, and values are compared only within a round.
package rounds

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"time"
)

// Variant is one of the compared variants. Run runs it once, and measures the part that
// counts with the meter.
type Variant struct {
	Name string
	Run  func(*Meter)
}

// Of returns a variant that measures its whole run.
func Of(name string, f func()) Variant {
	return Variant{name, func(m *Meter) { m.Time(f) }}
}

// Meter measures a part of a run.
type Meter struct {
	took     time.Duration
	counting bool
	allocs   uint64
	bytes    uint64
}

// Time measures f. It may be called more than once in a run.
func (m *Meter) Time(f func()) {
	if !m.counting {
		began := time.Now()
		f()
		m.took += time.Since(began)
		return
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	m.allocs += after.Mallocs - before.Mallocs
	m.bytes += after.TotalAlloc - before.TotalAlloc
}

// Add adds a time that is measured in another way.
func (m *Meter) Add(d time.Duration) { m.took += d }

// Result is the measurement of a variant.
type Result struct {
	Name   string
	Took   time.Duration // median, of one run
	Ratio  float64       // median over the rounds of the first variant's time to this one's
	Allocs uint64        // of one run
	Bytes  uint64

	samples []float64 // by round
}

// A sample lasts at least as long as enough, but has at most maxBatch runs, and with the
// untimed parts it lasts about as long as most.
const (
	enough   = 2 * time.Millisecond
	most     = 20 * time.Millisecond
	maxBatch = 100
)

// Measure runs the variants in rounds, and once more to count allocations.
func Measure(rounds int, variants ...Variant) []Result {
	batches := make([]int, len(variants))
	results := make([]Result, len(variants))
	for i, v := range variants {
		var first Meter
		began := time.Now()
		v.Run(&first)
		whole := time.Since(began)
		batches[i] = int(min(maxBatch, 1+enough/max(first.took, 1), 1+most/max(whole, 1)))
		results[i] = Result{Name: v.Name}
		results[i].Allocs, results[i].Bytes = Count(v)
	}
	for range rounds {
		for _, i := range rand.Perm(len(variants)) {
			results[i].samples = append(results[i].samples, sample(variants[i], batches[i]))
		}
	}
	for i := range results {
		results[i].Took = time.Duration(Median(results[i].samples))
	}
	compare(results)
	return results
}

// compare computes the ratios of the first result to each.
func compare(results []Result) {
	for i := range results {
		ratios := make([]float64, len(results[i].samples))
		for r := range ratios {
			ratios[r] = results[0].samples[r] / results[i].samples[r]
		}
		results[i].Ratio = Median(ratios)
	}
}

// Without returns the results without those of the first variants, with the ratios of the
// first remaining one.
func Without(first int, results []Result) []Result {
	rest := slices.Clone(results[first:])
	compare(rest)
	return rest
}

// sample returns the mean time of a run in a batch.
func sample(v Variant, batch int) float64 {
	runtime.GC()
	var m Meter
	for range batch {
		v.Run(&m)
	}
	return float64(m.took) / float64(batch)
}

// Count returns the allocations of one run and their bytes. They are the minimum of a few
// runs, because the runtime allocates too.
func Count(v Variant) (allocs, bytes uint64) {
	for i := range 5 {
		m := Meter{counting: true}
		runtime.GC()
		v.Run(&m)
		if i == 0 || m.allocs < allocs {
			allocs = m.allocs
		}
		if i == 0 || m.bytes < bytes {
			bytes = m.bytes
		}
	}
	return allocs, bytes
}

// Median returns the median of values.
func Median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	if n == 0 {
		return 0
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
