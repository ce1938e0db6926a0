// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Concurrent has every hook run as soon as its own dependencies are up, and at
// stop as soon as its own dependents have stopped: pure dataflow, without stages.
// Parallel groups are legal then, and without effect.
//
// The default is one hook after another, in construction order, save for the
// members of parallel groups.
func Concurrent() Option {
	at := graph.Caller(1)
	return &option{name: "Concurrent()", do: func(r *registry) {
		if r.once("Concurrent", at) {
			r.settings.run(hooks.Mode{Concurrent: true})
		}
	}}
}

// ConcurrentLimit is [Concurrent] with at most n hooks at a time. Of those that
// could begin, the one with the longest way to go goes first.
func ConcurrentLimit(n int) Option {
	at := graph.Caller(1)
	return &option{name: "ConcurrentLimit", given: n, do: func(r *registry) {
		switch {
		case n < 1:
			r.problem("bad-option", fmt.Sprintf("ConcurrentLimit(%d) must be positive; use facet.Concurrent() for no limit", n), at)
		case r.once("Concurrent", at):
			r.settings.run(hooks.Mode{Concurrent: true, Limit: n})
		}
	}}
}

// Shuffle has one hook run at a time, each drawn from the seed among those that
// could begin, at start and at stop: an order that nothing but the dependencies
// decides, and the same for the same seed. It overrules [Concurrent],
// [ConcurrentLimit] and parallel groups. Constructors and cleanups keep their order.
//
// It is for tests: what fails with some seed relies on an order that the graph does
// not know. See facettest.Orders.
func Shuffle(seed uint64) Option {
	at := graph.Caller(1)
	return &option{name: "Shuffle", given: seed, do: func(r *registry) {
		if r.once("Shuffle", at) {
			r.settings.run(hooks.Mode{Shuffled: true, Seed: seed})
		}
	}}
}

// run sets the mode, unless that is Shuffle's.
func (s *settings) run(mode hooks.Mode) {
	if !s.mode.Shuffled {
		s.mode = mode
	}
}

// Parallel makes the module in whose options it stands one parallel group: its
// components start and stop side by side, as far as their dependencies allow. A tag
// of a component's own, from provide.Parallel or a consumer's struct tag, comes
// first; so does the Parallel of a module within.
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
