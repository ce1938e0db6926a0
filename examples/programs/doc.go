// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package programs has five programs in the shapes that services on fx have: a server whose
// routes are a value group, a worker whose task is restarted, a store on SQLite with its
// migrations as a subcommand, a service with probes, and a service whose logger is a
// component. Each is built and run by its test, as a process.
package programs
