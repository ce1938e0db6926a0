// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package web runs HTTP servers as components of an app: they start and stop without a
// failed request.
//
//	facet.Main(
//		health.Server(":8081"),                // probes
//		facet.DrainDelay(5*time.Second),       // so that load balancers notice the end
//		facet.Provide(NewStore, NewHandler),   // func(*Store) http.Handler
//		web.Server(":8080"),
//	)
//
// [Server] serves the http.Handler of the container, or the routes of a value group, see
// [Routes]. [Serve] is for a constructor that makes its own http.Server. Both make an
// [Endpoint].
//
// # Start
//
// The server is a task of its component. It listens when its turn in the start comes, and
// what depends on it starts after that. From then on it answers requests. With
// [WhenReady] it accepts connections then and answers only when the whole start has
// succeeded, so that a start that fails has answered no request.
//
// # Stop
//
// The four rules of a stop that loses no request:
//
//  1. The app is not ready when it drains: package health reports it.
//  2. The server continues to serve while the app drains, new connections included.
//  3. Its responses ask clients to close their connections then, and it leaves idle
//     connections open. With HTTP/2 a response announces the end of its connection.
//  4. When its turn to stop comes, it closes its port and idle connections, and waits for
//     requests in progress. What the handlers depend on stops after that. An open
//     connection of HTTP/2 takes up to a second, so that its client reads the announcement.
//
// Ordinary requests need nothing for that. A request without an end, such as a WebSocket
// or a stream of events, ends when it receives from the channel of [Draining]:
//
//	select {
//	case <-web.Draining(r.Context()): // say goodbye and return
//	case message := <-messages:
//	}
//
// The deadline is the end of the stop's budget, or earlier with [StopTimeout]. Then the
// contexts of all requests end, all connections are closed, hijacked ones included, and
// the stop has an error with the slug requests-cut. A handler that does not return within
// [facet.Grace] after that is reported with its stack, as the task of the server.
//
// A connection that is hijacked counts until it is closed. The connections that a handler
// receives from Hijack have a method NetConn, which returns the original one.
//
// # Handlers
//
// A panic in a handler is a response 500, or a connection that is cut off if the response
// has begun, and a warning event with the slug handler-panicked. The process continues.
// So it is with runtime.Goexit. panic(http.ErrAbortHandler) only cuts off the connection,
// as in net/http. The errors that an http.Server logs are warning events with the slug
// server-log.
//
// The contexts of requests do not have the values of the context of Start, as a request
// is not a part of the start. A handler must not call Stop of the app, which would wait
// for the handler until the deadline; it calls Shutdown.
//
// The http.ResponseWriter of a handler is an http.Flusher, with HTTP/1 an http.Hijacker,
// and with HTTP/2 an http.Pusher. http.ResponseController finds everything else.
//
// # Limits
//
// [Limits] has the timeouts and sizes, with defaults for servers that face clients of all
// kinds. The write timeout applies to each write, so that a stream may take any time.
//
// The slugs of the errors are listed in docs/errors.md.
package web
