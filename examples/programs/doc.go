// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package programs has six programs in the shapes that services on fx have: a server whose
// routes are a value group, a worker whose task is restarted, a store on SQLite with its
// migrations as a subcommand, a service with probes, one whose logger is a component,
// and one with metrics and traces. Each is built and run by its test, as a process.
package programs
