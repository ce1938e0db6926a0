// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// Config is the configuration of an [Executor]. Its functions must not call the
// executor. Nil functions other than Name are skipped.
type Config struct {
	// Grace is the time for a hook to return after its context has ended; with 0 or less
	// it is abandoned at once.
	Grace time.Duration
	// StopTimeout is the budget of an OnStop that is called because an
	// abandoned OnStart succeeded after all; 0 or less is none.
	StopTimeout time.Duration
	// Name returns the id of a node, for errors and events.
	Name func(node int) string
	// Around is called instead of every hook, task and cleanup. Unlike the other
	// functions it may call the executor.
	Around Around
	// Stream gets the events.
	Stream *observe.Stream
	// Shutdown is called when a component requests a stop: by a failing task, with
	// its error, by the end of a significant one and by Lifecycle.Shutdown, with
	// nil for a clean stop. It must return at once. The component may have been stopped
	// meanwhile.
	Shutdown func(lc *Lifecycle, cause error)
	// Report is called with an error of a component that fails nothing by itself but
	// belongs to the result. It must return at once.
	Report func(lc *Lifecycle, err error)
	// Users returns the users of a component that begins to stop, other than
	// components. See [Executor.BeginUse].
	Users func(lc *Lifecycle) []User
}

// Executor makes lifecycle handles and runs plans over them, for the whole life of an
// app. All its handles share one mutex, so one plan can stop the components of several
// builds.
type Executor struct {
	config Config
	dumper guard.Dumper // takes the stacks of abandoned and inspected code

	// mu guards the fields below, those of parts, handles and steps, and those of
	// the executions. It is never held while user code runs.
	mu        sync.Mutex
	active    []*execution            // in progress
	tasks     map[*task]struct{}      // whose goroutines have not ended
	abandoned map[*stepRun]*execution // whose runners have not ended

	stopTimeout time.Duration // of Config, or of SetStopTimeout
	hasReserves bool          // a step has been registered with a reserve
}

// New returns an executor.
func New(cfg Config) *Executor {
	return &Executor{config: cfg, stopTimeout: cfg.StopTimeout, tasks: map[*task]struct{}{}, abandoned: map[*stepRun]*execution{}}
}

// SetStopTimeout replaces Config.StopTimeout.
func (x *Executor) SetStopTimeout(d time.Duration) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.stopTimeout = d
}

// Dumper returns the dumper of the executor. The rest of an app uses it too, so that
// all stacks are taken at most once a second.
func (x *Executor) Dumper() *guard.Dumper { return &x.dumper }

// reject reports a registration that is not valid.
func (x *Executor) reject(lc *Lifecycle, p *graph.Problem) {
	x.mu.Lock()
	start := lc.start
	early, gone := !lc.sealed, lc.detached
	if early {
		lc.set.problems = append(lc.set.problems, p)
	}
	x.mu.Unlock()
	switch {
	case early:
	case start != nil && start.abort(p):
	default:
		x.config.Stream.Emit(observe.Event{Op: observe.OpWarning, Err: p})
		if x.config.Report != nil && !gone {
			x.config.Report(lc, p)
		}
	}
}

// requestShutdown requests the stop of all users of a component. A start in progress
// fails with the cause.
func (x *Executor) requestShutdown(lc *Lifecycle, cause error) {
	x.mu.Lock()
	start := lc.start
	x.mu.Unlock()
	if cause != nil && start != nil && start.abort(cause) {
		return
	}
	lc.Shutdown(cause)
}

// Start runs the start hooks of the plan and launches its tasks. It returns when all
// have started, or after the first failure when the running hooks have returned or
// were abandoned. Then the plan's [Teardown] stops exactly what had started. The
// budget counts from the call; 0 or less is none.
//
// The error is the first cause, joined with the errors that followed it. If the cause
// is a [*HookError], Unwrap returns the error of the hook.
func (x *Executor) Start(ctx context.Context, p *Plan, budget time.Duration) error {
	if err := ctx.Err(); err != nil {
		x.cancelContexts(p.handles(), guard.Cause(ctx))
		return guard.Cause(ctx)
	}
	ctx, cancel := withBudget(ctx, budget)
	defer cancel()
	e := newExecution(ctx, x, PhaseStart, p.dag, p.mode)
	x.setStart(p, nil, e)
	e.run()
	x.setStart(p, e, nil)
	err := e.result()
	if err != nil {
		x.cancelContexts(p.handles(), err)
	}
	return err
}

// withBudget returns a child of ctx that ends after the budget of a start; 0 or less
// is none.
func withBudget(ctx context.Context, budget time.Duration) (context.Context, context.CancelFunc) {
	if budget <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, budget, startTimeout(budget))
}

// setStart replaces the start in progress of the components of a plan. A start does
// not include components that are up before it begins.
func (x *Executor) setStart(p *Plan, from, to *execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for lc := range p.handles() {
		if lc.start == from && (to == nil || !lc.isUp) {
			lc.start = to
		}
	}
}
