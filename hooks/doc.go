// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package hooks runs lifecycles: the start hooks, stop hooks, drain hooks, cleanups and
// background tasks of components, in the order of a graph.
//
// The constructor of a component takes a [*Lifecycle] and registers on it:
//
//	func NewDB(lc *hooks.Lifecycle, cfg Config) (*DB, error) {
//		db, err := open(cfg.DSN)
//		if err != nil {
//			return nil, err
//		}
//		lc.Cleanup(db.Close)
//		lc.OnStart(db.Ping)
//		lc.Go("vacuum", db.VacuumLoop)
//		return db, nil
//	}
//
// The types for users' code are [Lifecycle], the options of hooks, [Restarting], [Check], the
// errors, [Plan] with its stages, and [Around]. The others are the engine of package facet and
// have no stable API: an [Executor] makes the handles, [Executor.Plan] orders their steps,
// [Executor.Start] runs the plan, and a [Teardown] runs it backwards.
//
// # Order
//
// The steps of a component run in the order of their registration, after the steps of all its
// dependencies. The stop has the reverse order. Cleanups come last, one at a time, in reverse
// order of construction.
//
// Components that do not depend on each other start one after another, in construction order.
// The members of a parallel group start concurrently, in stages. With [Mode].Concurrent all
// components start as soon as their dependencies are up.
//
// # Promises
//
//   - A start hook runs at most once in a start, and only after the start hooks of its
//     dependencies have returned nil.
//   - After the first failure no further step begins. Running hooks get a canceled context and
//     are awaited.
//   - A teardown calls the OnStop of exactly the hooks that had started, each once, and every
//     cleanup, even if others fail or hang.
//   - A hook has time until the earliest deadline: of its context, its phase and its own timeout.
//     Then its context ends, and it has Grace to return. Then it is abandoned: reported with its
//     stack, or the reason why there is none, and with the components that wait for it.
//   - Durations saturate instead of overflowing: math.MaxInt64 means no limit.
//   - A panic or runtime.Goexit is an error of that hook.
//   - No lock is held while user code runs.
package hooks
