// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package facettest helps to test apps and components that use facet.
//
// [New] starts an app for one test, and stops it when the test ends. Every failure
// fails the test, including leaked goroutines:
//
//	func TestOrders(t *testing.T) {
//		app := facettest.New(t, orders.Module, facet.Supply(config))
//		api, err := facet.Lookup[*orders.API](app)
//		...
//	}
//
// [Lifecycle] tests one constructor without an app:
//
//	lc := facettest.Lifecycle(t)
//	db, err := store.NewDB(lc.Lifecycle, config)
//	...
//	lc.RequireStart()
//
// The following tests need no code of their own. They take the options of the program:
//
//	facettest.Validate(t, options...)                              // the graph is complete
//	facettest.Graph(t, facet.New(options...), "testdata/graph.txt") // and equals the reviewed file
//	facettest.Orders(t, 100, options...)                           // no hook relies on an order that is not in the graph
//	facettest.Faults(t, options...)                                // after any failure, hang or panic the rest stops cleanly
//
// # Goroutines
//
// A goroutine is leaked if a constructor, hook, task or cleanup has started it,
// directly or through other goroutines, and it still runs a second after the stop. The
// failure names the call that started it. Goroutines of other tests do not count, not
// even of parallel ones. Goroutines that a library starts once and keeps for a
// component do count, such as the connections of http.DefaultTransport. Close them at
// stop.
//
// # Time
//
// New, Lifecycle and Orders may be called inside a bubble of testing/synctest. Faults
// creates its own bubbles.
//
// # Signals
//
// New starts an app without signals. A test of what a program does at a signal calls Run
// with the option facet.SignalsFrom, and sends the signals on its channel.
//
// # Environment
//
// With FACETTEST_UPDATE=1 Graph writes its files instead of comparing. FACETTEST_SEED=n
// is the first seed of Orders.
package facettest
