// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package health tells whether an app is ready, and why not, to people and to
// Kubernetes.
//
// Components register checks with [facet.Lifecycle]'s OnCheck. One option gives a
// program its probes:
//
//	facet.Main(
//		health.Server(":8081"),
//		facet.Provide(NewDB),   // lc.OnCheck("ping", db.Ping)
//		facet.Provide(NewAPI),  // func(*DB) *API
//		facet.Invoke(func(*API) {}),
//	)
//
// [Server] listens before anything else is constructed and until all else has been
// cleaned up. [Handler] is the same for a server of one's own, [Check] for code.
//
// # The probes
//
//	/livez     the process answers, and the app has not ended
//	/startupz  the app has been running; stays so while it drains and stops
//	/readyz    the app is running and every component is ready
//
// A probe that passes is answered with 200 and "ok", one that fails with 503 and one
// line for each thing that was looked at, as the probes of Kubernetes itself do. With
// ?verbose the lines come in any case, and ?exclude=NAME, which may be repeated, leaves
// out a component ("store.NewDB") or one check of it ("store.NewDB/ping"):
//
//	[+]ping ok
//	[+]app ok
//	[-]store.NewDB/ping failed: dial tcp 10.0.0.7:5432: connect: connection refused
//	[-]api.New failed: store.NewDB is not ready: dial tcp 10.0.0.7:5432: connect: connection refused
//	readyz check failed
//
// GET and HEAD are answered, other methods with 405. Nothing may be cached. An answer
// has at most 100 such lines and 64 KiB. If there is more to tell, root causes come first,
// then other checks that fail, then what is not ready because of them, then what is well;
// a last line says how many lines are left out. A line is one line, whatever stands in
// the names and errors of users.
//
// The lines hold the errors of checks, because whoever looks at a probe by hand wants
// to know, and probes have a port of their own that is not published. On a public port
// give [WithholdReasons].
//
// # Ready
//
// A component is ready if it is up, its checks pass, and all that it depends on is
// ready, also through components without checks. Values depend, members of groups too;
// an order without a value (provide.After) does not. The root causes are the components that
// are not up, or fail their own check, while all that they depend on is ready: an error of
// a check whose component depends on a failing one is taken for a consequence. It has
// its line in the report, but not in the text of [NotReadyError].
//
// The app is ready while it is running and all its components are. Draining ends that at
// once, so that load balancers turn away while the app goes on serving for
// [facet.DrainDelay]. Components that only calls of Do have started do not count.
//
// Checks run side by side, each bounded by [Timeout], on components that are up. Of each
// check one call goes on at a time, which all who ask share: one that hangs occupies one
// goroutine, and fails every report. The error of a check is asked for its text once, on
// the goroutine of the check, and whatever its methods do harms nothing: a report then has
// the name of its type.
//
// # Alive is something else
//
// A failing liveness probe has the process killed. That helps against a process that
// is stuck, and does harm where a database is down: all its users restart, again and
// again, and are cold when it comes back. So no check counts for /livez, and there is
// no option for that. A component that finds itself broken beyond repair returns an error
// from its task or calls Shutdown with one: then the app stops in order, says why, and
// exits with a code, after which Kubernetes restarts it as well.
//
//	startupProbe:   {httpGet: {path: /startupz, port: 8081}, periodSeconds: 1, failureThreshold: 60}
//	livenessProbe:  {httpGet: {path: /livez, port: 8081}, periodSeconds: 10}
//	readinessProbe: {httpGet: {path: /readyz, port: 8081}, periodSeconds: 5, timeoutSeconds: 2}
//
// timeoutSeconds is 1 by default, as [Timeout] is: it should be longer, or Kubernetes
// gives up as the answer comes.
package health
