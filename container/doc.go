// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package container turns registrations into instances. It is the engine of package facet
// and has no stable API.
//
// [New] takes what package registration has read of the constructors. From the types alone
// it binds each parameter to the node that provides it, so [Container.Validate] finds missing
// dependencies, duplicates and cycles without calling anything, and reports all of them at
// once. [Container.Build] computes the closure of the roots, and [Container.Prepare] that of
// one function, which [Build.Call] then calls. dig resolves the missing nodes of the closure:
// it gets a provider for each in a new container, checks for cycles, finds the order and
// calls each once. With [Config].Direct a loop over the construction order does this without
// dig. All builds share the instances until [Build.Release] and [Container.Evict].
//
// # Promises
//
//   - Constructors and invoked functions run one at a time, on the goroutine of the build:
//     dependencies first, parameters left to right, roots in listing order. Each runs at
//     most once in a build, whether it succeeds or not.
//   - A build calls only what its roots need and what has no instance yet.
//   - A constructor receives public values and those that are private to its own module or
//     to a module around it; the nearest provider wins. It receives the value that the last
//     decorator on the way from the provider's module to its own returns. A replaced
//     constructor is never called.
//   - After and Before order the nodes of a build and add none to it.
//   - The values of a group arrive in registration order. A soft group has the members that
//     were constructed before its consumer, by any build.
//   - A user of an instance also uses everything that the instance received. Release returns
//     exactly the nodes without further users.
//   - An optional parameter is the zero value if its key has no provider. A provider that
//     cannot be built is an error.
//   - An error, a panic or runtime.Goexit of a constructor ends the build with a
//     [*ConstructError]. A constructor that does not return within Grace after the context has
//     ended is abandoned and named, with its stack or the reason why there is none.
//   - The function that runs at the end of [WithTimeout] fails the build, whatever it
//     returns.
//   - Build never rejects a graph that Validate accepts, and no text of dig reaches a caller.
//
// A type can be reserved: each constructor that has a parameter of that type receives a value
// of its own from [Listener].ReservedValue. In this way constructors receive their lifecycle;
// the package itself does not know lifecycles.
package container
