// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container_test

import (
	"maps"
	"slices"

	"github.com/stretchr/testify/require"
)

// ordered adds order-only edges to the world. It is built if nothing then comes
// after itself, in an order that keeps them, and everything receives what it
// received without them.
func (tr *trial) ordered() {
	w := drawOrder(tr.T, tr.w)
	next := &trial{T: tr.T, seen: tally{}, w: w, f: runFacet(w), o: newOracle(w)}
	defer func() {
		if tr.Failed() {
			tr.Logf("the world with order\n%v", w)
		}
	}()
	require.Empty(tr, next.f.problems)
	tr.noTextOfDig(next.f)
	next.sameDirectly()
	reached := next.o.reached()
	require.Equal(tr, next.withOrder(slugs(tr.f.err), reached), slugs(next.f.err))
	require.Equal(tr, next.withOrder(slugs(tr.f.valid), w.ids()), slugs(next.f.valid))
	next.predicted()
	tr.seen["ordered"]++
	tr.count("order of nothing", slugs(next.f.err)["order-of-nothing"])
	tr.count("order cycle", slugs(next.f.err)["dependency-cycle"] && !slugs(tr.f.err)["dependency-cycle"])
	if len(slugs(next.f.err)) > 0 {
		require.Empty(tr, next.f.calls)
		return
	}
	next.keepsOrder(reached)
	require.Equal(tr, tr.f.err == nil, next.f.err == nil)
	if tr.f.err == nil {
		next.flow()
		tr.sameValues(tr.f, next.f)
		tr.count("order differs", !slices.Equal(tr.f.ran(), next.f.ran()))
	}
}

// withOrder adds the problems of order-only edges among the ids.
func (tr *trial) withOrder(without map[string]bool, ids map[int]bool) map[string]bool {
	with := maps.Clone(without)
	if tr.o.lost(ids) {
		with["order-of-nothing"] = true
	}
	if tr.o.cyclic(ids) {
		with["dependency-cycle"] = true
	}
	return with
}

// keepsOrder fails if something was constructed before what it comes after, or
// received what it should not.
func (tr *trial) keepsOrder(reached map[int]bool) {
	before := tr.constructedBefore()
	for id, constructed := range before {
		c := tr.w.byID(id)
		for _, l := range c.leaves() {
			for _, dep := range tr.o.needs(l) {
				require.True(tr, l.soft || constructed[dep.id], "%d needs %d", id, dep.id)
			}
		}
		for _, dep := range tr.o.predecessors(c) {
			require.Equal(tr, reached[dep.id], constructed[dep.id], "%d comes after %d", id, dep.id)
		}
	}
	for _, made := range tr.f.calls {
		c := tr.w.byID(made.id)
		require.Equal(tr, tr.o.args(c, before[c.id]), made.args, "constructor %d", c.id)
	}
}
