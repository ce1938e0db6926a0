// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package inspect is the live page of an app: what it is made of, what it does now, what
// was slow at start, and what is not up and why.
//
// One option serves it, from before the first constructor until after the last cleanup:
//
//	facet.Main(
//		inspect.Server(":8082"), // http://127.0.0.1:8082
//		facet.Provide(NewDB, NewAPI),
//		facet.Invoke(func(*API) {}),
//	)
//
// [Handler] serves the page on a server of your own. [Page] writes the same page as one
// frozen HTML file: of an app, or of any [graph.Graph].
//
// # What the page shows
//
// Its first line is the sentence of the timeline, see [observe.Times.Sentence]. The views
// are an overview, the components as a table, the neighborhood of one component, a
// waterfall of the start and the stop, and the paths from one component to another. Each
// component has details: what it gives and needs, its lines, its hooks with their times,
// its error. While a browser shows the page, the server sends what changes.
//
// # What it may not do
//
// The page changes nothing: each endpoint only reads, and answers GET and HEAD only. The
// page loads nothing from another server, and its Content-Security-Policy forbids it.
// Names and errors of users are data on it and never code.
//
// The page has names, source lines and errors, which are not for the public. [Server]
// listens on a loopback address, unless [Public] is given. Requests by a host name other
// than localhost are refused, because of DNS rebinding, unless [Hosts] lists the name.
// [Authenticate] adds a check of requests.
//
// # Cost
//
// Without a viewer there is no goroutine besides the one that accepts connections, and an
// event costs what it costs a [observe.Timeline]. With viewers, the graph is read at most
// four times a second for each. There are 16 viewers at most.
package inspect
