// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Concurrent runs each hook as soon as its own dependencies are up, and at stop as
// soon as its own dependents have stopped, without stages. Parallel groups are allowed
// then and have no effect.
//
// The default is one hook after another, in construction order, except for the members
// of parallel groups. The last of several Concurrent and [ConcurrentLimit] counts.
func Concurrent() Option {
	at := graph.Caller(1)
	return &option{name: "Concurrent()", do: func(r *registry) {
		r.setLast("Concurrent", at)
		r.settings.setMode(hooks.Mode{Concurrent: true})
	}}
}

// ConcurrentLimit is [Concurrent] with at most n hooks at a time. Of the ready hooks,
// the one with the longest remaining path runs first. An n of 0 or less is a
// registration error. The last of several [Concurrent] and ConcurrentLimit counts.
func ConcurrentLimit(n int) Option {
	at := graph.Caller(1)
	return &option{name: "ConcurrentLimit", arg: n, do: func(r *registry) {
		switch {
		case n < 1:
			r.problem("bad-option", fmt.Sprintf("ConcurrentLimit(%d) must be positive; use facet.Concurrent() for no limit", n), at)
		default:
			r.setLast("Concurrent", at)
			r.settings.setMode(hooks.Mode{Concurrent: true, Limit: n})
		}
	}}
}

// Shuffle runs one hook at a time, at start and at stop, each drawn at random from the
// ready hooks. Only the dependencies and the seed determine the order; the same seed
// gives the same order. Shuffle takes precedence over [Concurrent], [ConcurrentLimit]
// and parallel groups. Constructors and cleanups keep their order.
//
// It is for tests: a failure with some seed shows a dependency on an order that the
// graph does not contain. See facettest.Orders. The last of several Shuffle counts.
func Shuffle(seed uint64) Option {
	at := graph.Caller(1)
	return &option{name: "Shuffle", arg: seed, do: func(r *registry) {
		r.setLast("Shuffle", at)
		r.settings.setMode(hooks.Mode{Shuffled: true, Seed: seed})
	}}
}

// setMode sets the mode. That of Shuffle takes precedence.
func (s *settings) setMode(mode hooks.Mode) {
	if mode.Shuffled || !s.mode.Shuffled {
		s.mode = mode
	}
}

// Parallel makes the module that lists it one parallel group: its components start and
// stop concurrently, as far as their dependencies allow. A parallel tag of a component,
// from provide.Parallel or the struct tag of a consumer, takes precedence; so does the
// Parallel of a module inside. Outside of a module it is a registration error.
func Parallel() Option {
	at := graph.Caller(1)
	return &option{name: "Parallel()", do: func(r *registry) {
		if r.module == nil {
			r.problem("bad-option", "Parallel() applies to a module, and stands in none; list it among the options of facet.Module, or use facet.Concurrent() for the whole app", at)
			return
		}
		r.module.Parallel = true
	}}
}
