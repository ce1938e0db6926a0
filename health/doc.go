// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package health reports whether an app is ready, and why not, to people and to
// Kubernetes.
//
// Components register checks with [facet.Lifecycle]'s OnCheck. One option adds the
// probes to a program:
//
//	facet.Main(
//		health.Server(":8081"),
//		facet.Provide(NewDB),   // lc.OnCheck("ping", db.Ping)
//		facet.Provide(NewAPI),  // func(*DB) *API
//		facet.Invoke(func(*API) {}),
//	)
//
// [Server] listens before anything else is constructed and until everything else has
// been cleaned up. [Handler] serves the probes on a server of your own. [Check] is for
// code.
//
// # The probes
//
//	/livez     the process answers, and the app has not ended
//	/startupz  the app has been running; stays so while it drains and stops
//	/readyz    the app is running and every component is ready
//
// The response to a probe that passes is 200 and "ok". The response to a probe that
// fails is 503 and one line for each result, in the form of Kubernetes' own probes.
// With ?verbose the response always has the lines. ?exclude=NAME, which may be
// repeated, excludes a component ("store.NewDB") or one of its checks
// ("store.NewDB/ping"):
//
//	[+]ping ok
//	[+]app ok
//	[-]store.NewDB/ping failed: dial tcp 10.0.0.7:5432: connect: connection refused
//	[-]api.New failed: store.NewDB is not ready: dial tcp 10.0.0.7:5432: connect: connection refused
//	readyz check failed
//
// With [Reports] there is also /reportz, the text of App.Report: what the app does and what
// waits for it, for a start or a stop that hangs.
//
// The response to other methods than GET and HEAD is 405. Responses must not be cached.
// A response has at most 100 such lines and 64 KiB. If there is more, root causes come
// first, then other failed checks, then the components that are not ready because of
// them, then passed checks. A last line reports how many lines are left out. Names and
// errors of users cannot add lines.
//
// The lines contain the errors of checks, because people who look at a probe by hand
// need them, and because probes have their own port, which is not published. On a
// public port use [WithholdReasons].
//
// # Ready
//
// A component is ready if it is up, its checks pass, and all its dependencies are
// ready, including dependencies through components without checks. Values and members
// of groups are dependencies. An order without a value (provide.After) is not. A root
// cause is a component that is not up or fails its own check, while all its
// dependencies are ready. If the check of a component fails and a dependency fails too,
// the error is a consequence: it has a line in the report, but it is not in the text of
// [NotReadyError].
//
// The app is ready while it is running and all its components are ready. It is no
// longer ready when it drains, so that load balancers turn away while the app continues
// to serve for [facet.DrainDelay]. Components that were started only by calls of Do do
// not count.
//
// Checks run concurrently on components that are up, each limited by [Timeout]. There
// is one call of a check at a time, and all reports share its result. So a check that
// hangs occupies one goroutine, and fails every report. The text of a check's error is
// read once, on the goroutine of the check. If the methods of the error misbehave, the
// report has the name of its type.
//
// # Liveness is different
//
// If a liveness probe fails, Kubernetes kills the process. That helps if the process is
// stuck. It does harm if a database is down: all programs that use it restart again and
// again, and are cold when it comes back. So no check affects /livez, and there is no
// option for that. A component that cannot recover returns an error from its task, or
// calls Shutdown with one. Then the app stops in order, reports the cause, and exits
// with a code. Kubernetes restarts it in that case too.
//
//	startupProbe:   {httpGet: {path: /startupz, port: 8081}, periodSeconds: 1, failureThreshold: 60}
//	livenessProbe:  {httpGet: {path: /livez, port: 8081}, periodSeconds: 10}
//	readinessProbe: {httpGet: {path: /readyz, port: 8081}, periodSeconds: 5, timeoutSeconds: 2}
//
// timeoutSeconds is 1 by default, as is [Timeout]. It should be longer than Timeout;
// otherwise Kubernetes times out just before the response arrives.
package health
