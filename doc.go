// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package facet is a dependency-injection container with a lifecycle, for
// services.
//
// [Provide] registers constructors. Their parameters are their dependencies. The hooks
// that they register on a [Lifecycle] run in dependency order at start and in reverse
// order at stop:
//
//	func main() {
//		facet.Main(
//			facet.Provide(NewConfig),
//			facet.Provide(NewDB),
//			facet.Provide(NewServer),
//			facet.Invoke(func(*Server) {}),
//		)
//	}
//
//	func NewDB(lc *facet.Lifecycle, cfg Config) (*DB, error) {
//		db, err := open(cfg.DSN)
//		if err != nil {
//			return nil, err
//		}
//		lc.Cleanup(db.Close)               // releases what the constructor acquired
//		lc.OnStart(db.Ping)                // func(context.Context) error
//		lc.Go("vacuum", db.VacuumLoop)     // a background task
//		return db, nil
//	}
//
// [New] declares an app and calls nothing. [App.Validate] checks the whole graph
// without calling a constructor. [App.Build] constructs what [Invoke] needs. [App.Start]
// runs the start hooks, and [App.Stop] the stop hooks and cleanups. [App.Run] does all
// of it and handles signals. [App.Do] calls one function, with or without a running app:
// it starts what the function needs and stops it afterwards.
//
// Hooks run one after another, in construction order, except for the members of a
// parallel group (provide.Parallel, [Parallel]), which run concurrently. With
// [Concurrent] each hook runs as soon as its own dependencies are up. [App.Plan] shows
// the resulting order.
//
// # What an App promises
//
//   - A start hook runs once, after the start hooks of all its dependencies. The first
//     failure stops exactly the components that had started, before Start returns.
//   - Every hook that started is stopped exactly once, and every cleanup runs, even if
//     others fail, panic or hang.
//   - A hook that exceeds its deadline by more than [Grace] is abandoned. The error names
//     it with its line, its stack and the components that waited for it. With a
//     [BuildTimeout] the same applies to a constructor. Start and Stop return within
//     their budgets. [App.Report] shows at any time what still runs. Stacks are taken once
//     a second at most, and only with up to 10,000 goroutines; without them the text says
//     why.
//   - Durations saturate instead of overflowing: math.MaxInt64 means no limit.
//   - A background task that fails stops the app, and Run returns its error.
//   - The result of a run is its first cause, then the errors that followed. It is nil
//     only if the stop was clean.
//
// Errors say what could not be done, where, and what to change. errors.As finds the
// details: [Problems], [ConstructError], [HookError], [PanicError], [StateError],
// [ForcedError], [ExitError].
package facet
