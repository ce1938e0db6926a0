// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package graph is the dependency graph as plain data: nodes (constructors,
// values, decorators, invoked functions), the edges between them, where each
// came from, and what is wrong with it.
//
// A [Graph] is a snapshot. It belongs to whoever asked for it, can be read from
// any goroutine, and never changes. Nodes stand in registration order and have
// stable ids: the full name of the function, followed by its first result type,
// then by #2, #3, where several share it. An edge points from a node to one
// that it depends on.
//
// Views: [Graph.Text] for a terminal, [Graph.DOT] for Graphviz, [Graph.Mermaid]
// for Markdown, and JSON by encoding/json, which reads back what it wrote.
//
// The package knows neither dig nor the lifecycle. Of facet it imports internal/text
// only.
package graph
