// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package hooks runs lifecycles: what components registered for start, stop,
// drain and cleanup, and their background tasks, in the order of a graph.
//
// A component's constructor is given a [*Lifecycle] and registers on it:
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
// An [Executor] makes the handles, [Executor.Plan] says what runs after what,
// [Executor.Start] runs the plan, and a [Teardown] runs its mirror image. Package
// facet does all of this for an app; the package can be used alone.
//
// # Order
//
// The steps of a component run in the order of their registration, after the
// steps of everything that it depends on. Stop is the mirror image. Cleanups
// come last, one by one, in reverse order of construction.
//
// What does not depend on each other runs one after another, in construction
// order. The members of a parallel group run side by side, in stages, and under
// [Mode].Concurrent everything does, as far as dependencies allow.
//
// # Promises
//
//   - A start hook runs at most once per start, and never before those of its
//     dependencies have returned nil.
//   - After the first failure nothing new begins. What is in flight gets a
//     cancelled context and is awaited.
//   - A teardown calls the OnStop of exactly the hooks that had started, each
//     once, and every cleanup, whatever fails or hangs meanwhile.
//   - A hook has until its deadline, the earliest of its context's, its phase's
//     and its own; then its context ends and it has Grace to return; then it is
//     abandoned: reported with its stack, or why there is none, and with what
//     waited for it, and left behind.
//   - Durations saturate instead of overflowing: math.MaxInt64 serves as no bound.
//   - A panic or runtime.Goexit is an error of that hook.
//   - No lock is held while user code runs.
package hooks
