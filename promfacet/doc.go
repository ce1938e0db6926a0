// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package promfacet exports what an app does as metrics of Prometheus. One option adds
// them to a program:
//
//	facet.Main(
//		promfacet.Use(prometheus.DefaultRegisterer),
//		facet.Provide(NewDB),
//		facet.Provide(NewServer),
//		facet.Invoke(func(*Server) {}),
//	)
//
// The metrics are registered before the first constructor of the app is called, and
// unregistered after its last cleanup. An app that is used by Do alone has none.
//
//	facet_state{state}                                 1 for the state of the app, 0 for the others
//	facet_start_duration_seconds                       the last start, from the first constructor to the last start hook
//	facet_stop_duration_seconds                        the last stop, drain included
//	facet_components{state}                            components that the app needs, by their state
//	facet_component_up{component}                      1 if its start hooks are done and it has not begun to stop
//	facet_component_construct_duration_seconds{component}
//	facet_component_start_duration_seconds{component}  from its first start hook to the end of the last
//	facet_call_duration_seconds{phase}                 histogram of all calls: construct, start, drain, stop, cleanup, task
//	facet_failures_total{component,phase}              calls that failed; that a start was canceled is no failure
//	facet_restarts_total{component}                    restarts of tasks after a failure
//	facet_abandoned_total{component}                   calls that were abandoned because they did not return
//	facet_abandoned_calls                              those of them that have not returned
//	facet_slow_total{component}                        reports of a call for which the app waits: after 2 s, 4 s, 8 s and so on
//	facet_warnings_total
//	facet_signals_total{signal}
//	facet_check_up{component,check}                    with [Checks]: 1 if the check has passed
//
// The label component is the short name of a component, as in "store.NewDB", or its id if
// two components have that short name. Names of tasks and texts of errors are in no label,
// so the number of series depends on the program's constructors alone, and not on its
// uptime.
//
// A scrape calls [facet.App.Graph], and with [Checks] the health checks. It never waits
// for a start or a stop. Events cost a lock and a counter.
package promfacet
