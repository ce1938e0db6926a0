// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package facet is a dependency-injection container with a lifecycle, for
// services.
//
// Constructors are registered with [Provide]. What depends on what follows from
// their parameters. Hooks that they register on a [Lifecycle] run in that order
// at start and in the opposite order at stop:
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
//		lc.Cleanup(db.Close)               // what the constructor acquired
//		lc.OnStart(db.Ping)                // func(context.Context) error
//		lc.Go("vacuum", db.VacuumLoop)     // a background task
//		return db, nil
//	}
//
// [New] only declares. [App.Validate] checks the whole graph without calling
// anything, [App.Build] constructs what [Invoke] needs, [App.Start] runs the
// start hooks, [App.Stop] the way down; [App.Run] does it all, with signals. [App.Do]
// needs no runner: it starts the part that one function needs.
//
// Hooks run one after another, in construction order, save for the members of a
// parallel group (provide.Parallel, [Parallel]), which run side by side; with
// [Concurrent] each runs as soon as its own dependencies are up. [App.Plan] shows
// what that comes to.
//
// # What an App promises
//
//   - A start hook runs once, after those of everything it depends on. The
//     first failure stops exactly what had started, before Start returns.
//   - Every hook that started is stopped exactly once, and every cleanup runs,
//     whatever fails, panics or hangs.
//   - A hook that ignores its deadline is abandoned after [Grace], and named with
//     its line, its stack and what waited for it. So is a constructor, if there is a
//     [BuildTimeout]. Start and Stop return within their budgets. [App.Report] tells
//     what is stuck before that. Stacks are taken once a second at most, and not of
//     more than 10,000 goroutines: the text says so then.
//   - Durations saturate instead of overflowing: math.MaxInt64 serves as no limit.
//   - A background task that fails brings the app down, and its error out of Run.
//   - The result of a run is its first cause, then what went wrong later. It is
//     nil only if the way down was clean.
//
// Errors say what could not be done, where, and what to change. They can be
// taken apart with errors.As: [Problems], [ConstructError], [HookError],
// [PanicError], [StateError], [ForcedError], [ExitError].
package facet
