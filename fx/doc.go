// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package fx is go.uber.org/fx on facet. It has the API of fx v1.24.0, so that a program
// on fx runs on facet by one line in its go.mod:
//
//	replace go.uber.org/fx => github.com/facet-go/facet/fx v0.1.0
//
// The exported names and their meaning are those of fx; where the behavior differs,
// docs/fx-differences.md in the repository of facet has a row. [Facet] adds options of
// facet to an app, [App.Facet] returns the app of facet, and every constructor may take a
// *facet.Lifecycle.
//
// # Environment
//
// Three variables change an app without a change of its code. [New] reads them.
//
//   - FACET_CONCURRENT=1 starts and stops components as soon as their own dependencies
//     allow, as facet.Concurrent does. It is safe if no hook relies on the order of hooks
//     that do not depend on each other.
//   - FACET_PLAN=1 writes the plan of the start to standard error, before the hooks run.
//   - FACET_ERRORS=plain returns the errors of hooks and of dig as they are, without what
//     facet knows about them. The option [PlainErrors] does the same.
package fx
