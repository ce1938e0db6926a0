// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package facettest helps to test apps and components that are made with facet.
//
// An app for one test is started by [New], and stopped when the test ends. Whatever
// goes wrong meanwhile fails the test, goroutines that stay behind included:
//
//	func TestOrders(t *testing.T) {
//		app := facettest.New(t, orders.Module, facet.Supply(config))
//		api, err := facet.Lookup[*orders.API](app)
//		...
//	}
//
// One constructor is tested without an app by [Lifecycle]:
//
//	lc := facettest.Lifecycle(t)
//	db, err := store.NewDB(lc.Lifecycle, config)
//	...
//	lc.RequireStart()
//
// These tests need no code of their own. They take what the program gives to
// facet.New:
//
//	facettest.Validate(t, options...)                              // the graph is complete
//	facettest.Graph(t, facet.New(options...), "testdata/graph.txt") // and is the one that was reviewed
//	facettest.Orders(t, 100, options...)                           // no hook relies on an order that the graph does not know
//	facettest.Faults(t, options...)                                // whatever fails, hangs or panics, the rest goes down cleanly
//
// # Goroutines
//
// A goroutine is left behind if it, or the one that started it, was started by a
// constructor, hook, task or cleanup, and it still runs a second after the stop. The
// failure names what started it. Goroutines of other tests, parallel ones too, do not
// count. What a library starts once for good on behalf of a component, such as the
// connections of http.DefaultTransport, does: close it at stop.
//
// # Time
//
// New, Lifecycle and Orders may be called within a bubble of testing/synctest. Faults
// makes bubbles of its own.
//
// # Environment
//
// FACETTEST_UPDATE=1 has Graph write the files that it compares with.
// FACETTEST_SEED=n has Orders begin with that seed.
package facettest
