// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package container turns registrations into instances. Its own graph decides,
// go.uber.org/dig executes.
//
// [New] takes the Specs that package provide read. From their types alone it
// knows which node gives each parameter, so [Container.Validate] finds missing
// dependencies, duplicates and cycles without calling anything, and reports all
// of them at once. [Container.Build] computes the closure of the roots, hands it
// to one flat dig container made for that build, and drops that container
// afterwards. What the constructors returned is kept in a [Build].
//
// # Promises
//
//   - Constructors and invoked functions run one at a time, on one goroutine of
//     the build: dependencies first, parameters left to right, roots in listing
//     order. Each runs at most once per build, whether it succeeds or not.
//   - Only what a root needs is constructed.
//   - A group's values arrive in registration order. A soft group holds what was
//     constructed before its consumer.
//   - An optional parameter is the zero value if nobody provides it, and only
//     then: a provider that cannot be built is an error.
//   - An error, a panic or runtime.Goexit of a constructor ends the build with a
//     [*ConstructError]. A constructor that does not return within Grace after
//     the context has ended is abandoned and named, with its stack.
//   - What Validate accepts, Build never rejects for a reason of the graph, and
//     no text of dig's reaches a caller.
//
// A type can be scoped: each constructor that asks for it gets a value of its
// own from [Config].Scope. That is how the lifecycle handle reaches
// constructors; the package itself knows nothing of lifecycles.
package container
