// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package container turns registrations into instances. Its own graph decides which
// node gives each parameter, go.uber.org/dig resolves what has to be constructed.
//
// [New] takes the Specs that package provide read. From their types alone it
// knows which node gives each parameter, so [Container.Validate] finds missing
// dependencies, duplicates and cycles without calling anything, and reports all
// of them at once. [Container.Build] computes the closure of the roots,
// [Container.Prepare] that of one function, which [Build.Call] calls then. What is
// missing of the closure is made by one flat dig container, which is dropped
// afterwards: dig gets a provider for each missing node, checks for cycles, finds the
// order and calls each once. With [Config].Direct a loop over the construction order
// does the same. What the constructors returned lives in the Container, and is shared
// by all builds that need it, until [Build.Release] and [Container.Forget].
//
// # Promises
//
//   - Constructors and invoked functions run one at a time, on one goroutine of
//     the build: dependencies first, parameters left to right, roots in listing
//     order. Each runs at most once per build, whether it succeeds or not.
//   - Only what a root needs is constructed, and only what does not live already.
//   - A constructor sees what is public, and what is private to the modules around
//     it, the nearest first; of what is decorated the last version on the way from
//     the app to its module. What was replaced is never called.
//   - After and Before order what is built, and pull nothing in.
//   - A group's values arrive in registration order. A soft group holds what was
//     constructed before its consumer, by whatever build.
//   - Who uses an instance uses all that it received. Release returns exactly what
//     nobody uses any more.
//   - An optional parameter is the zero value if nothing provides it, and only
//     then: a provider that cannot be built is an error.
//   - An error, a panic or runtime.Goexit of a constructor ends the build with a
//     [*ConstructError]. A constructor that does not return within Grace after
//     the context has ended is abandoned and named, with its stack, or why there is
//     none.
//   - The function that runs when [WithTimeout] is over fails the build, whatever it
//     returns.
//   - What Validate accepts, Build never rejects for a reason of the graph, and
//     no text of dig's reaches a caller.
//
// A type can be scoped: each constructor that asks for it gets a value of its
// own from [Config].Scope. That is how the lifecycle handle reaches
// constructors; the package itself knows nothing of lifecycles.
package container
