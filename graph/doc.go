// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package graph is the dependency graph as plain data: nodes (constructors,
// values, decorators, invoked functions), the edges between them, where each
// came from, and the problems of the registrations.
//
// A [Graph] is a snapshot. It belongs to the caller that asked for it, may be read from
// any goroutine, and never changes. Nodes are in registration order and have stable ids.
// An id is the full name of the function. If several nodes share it, its first result
// type follows, and then #2, #3 and so on. An edge points from a node to a dependency.
//
// Views: [Graph.Text] for a terminal, [Graph.DOT] for Graphviz, [Graph.Mermaid]
// for Markdown, and JSON by encoding/json, which can be read back.
//
// Queries: [Graph.Paths] and [Graph.Path] (why one node needs another), [Graph.Dependencies] and
// [Graph.Dependents], [Graph.Explain] (what a node was built from), [Graph.Modules] (what each
// module gives, needs and keeps private), [Graph.CriticalPath] (which chain of start hooks took
// the longest, and the slack of the others), [Graph.Order], [Graph.Unused]. [Diff] returns what
// differs between two graphs, for a review. Results of several fields print as text and encode
// as JSON, and change nothing. The time of a query grows with the size of the graph.
//
// The functions that read places and names ([Caller], [FuncPlace], [FuncName], [FuncTitle], [TypeName],
// [PackagePath], [ShortName], [HookName]) and [StagesText] are for the other packages of facet and have
// no stable API.
//
// The package imports neither dig nor the lifecycle: of facet it imports internal/names and
// internal/text only.
package graph
