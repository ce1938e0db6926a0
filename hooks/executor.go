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

// Config says how an [Executor] works. Its functions must not call back into the
// executor; nil functions other than Name are skipped.
type Config struct {
	// Grace is how long a hook may go on after its context has ended; with 0 or less
	// it is abandoned at once.
	Grace time.Duration
	// StopTimeout is the budget of an OnStop that is called because an
	// abandoned OnStart succeeded after all; 0 or less is none.
	StopTimeout time.Duration
	// Name returns the id of a node, for errors and events.
	Name func(node int) string
	// Around is called in place of every hook, task and cleanup. Unlike the other
	// functions it may call back into the executor.
	Around Around
	// Stream gets the events.
	Stream *observe.Stream
	// Shutdown is called when a component asks for the end: by a failing task, with
	// its error, by the end of a significant one and by Lifecycle.Shutdown, with
	// nil for a clean end. It returns at once. The component may have been torn down
	// meanwhile.
	Shutdown func(lc *Lifecycle, cause error)
	// Report is called with an error of a component that fails nothing by itself but
	// must not be lost. It returns at once.
	Report func(lc *Lifecycle, err error)
	// Users returns who uses a component whose turn to stop has come, besides other
	// components. See [Executor.Use].
	Users func(lc *Lifecycle) []User
}

// Executor makes lifecycle handles and runs plans over them, for the whole life of
// an app. All its handles share one mutex, so that what was built at different
// times can be stopped by one plan.
type Executor struct {
	config Config
	dumper guard.Dumper // takes the stacks of what is abandoned or inspected

	// mu guards the fields below, those of parts, handles and steps, and those of
	// the executions. It is never held while user code runs.
	mu        sync.Mutex
	active    []*execution            // everything in progress
	tasks     map[*task]struct{}      // whose goroutines have not ended
	abandoned map[*stepRun]*execution // whose runners have not left
}

// New returns an executor.
func New(cfg Config) *Executor {
	return &Executor{config: cfg, tasks: map[*task]struct{}{}, abandoned: map[*stepRun]*execution{}}
}

// Dumper returns what takes stacks for the executor, so that what else an app does
// is counted too.
func (x *Executor) Dumper() *guard.Dumper { return &x.dumper }

// reject reports a registration that was refused.
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

// requestShutdown asks for the end of what a component is part of: its start fails with the
// cause, if that is in progress, and otherwise whoever uses it is asked.
func (x *Executor) requestShutdown(lc *Lifecycle, cause error) {
	x.mu.Lock()
	start := lc.start
	x.mu.Unlock()
	if cause != nil && start != nil && start.abort(cause) {
		return
	}
	lc.Shutdown(cause)
}

// Start runs the start hooks of the plan and launches its tasks. It returns when
// all have started, or after the first failure when what was in flight has
// returned or was abandoned; then the plan's [Teardown] stops exactly what had
// started. The budget counts from now; 0 or less is none.
//
// The error is the first cause; if it is a [*HookError], Unwrap returns what the
// hook returned. What failed after it is joined behind it.
func (x *Executor) Start(ctx context.Context, p *Plan, budget time.Duration) error {
	if err := ctx.Err(); err != nil {
		x.cancelContexts(p.handles(), context.Cause(ctx))
		return context.Cause(ctx)
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

// withBudget returns a child of ctx that ends with the budget of a start; 0 or less is none.
func withBudget(ctx context.Context, budget time.Duration) (context.Context, context.CancelFunc) {
	if budget <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, budget, startTimeout(budget))
}

// setStart replaces the start that the components of a plan are part of, which are not
// up before it begins.
func (x *Executor) setStart(p *Plan, from, to *execution) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for lc := range p.handles() {
		if lc.start == from && (to == nil || !lc.isUp) {
			lc.start = to
		}
	}
}
