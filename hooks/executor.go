// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/observe"
)

// Config says how an [Executor] works. Its functions must not call back into the
// executor; nil functions other than Name are skipped.
type Config struct {
	// Grace is how long a hook may go on after its context has ended.
	Grace time.Duration
	// StopTimeout is the budget of an OnStop that is called because an
	// abandoned OnStart succeeded after all.
	StopTimeout time.Duration
	// Name returns the id of a node, for errors and events.
	Name func(node int) string
	// Stream gets the events.
	Stream *observe.Stream
	// Shutdown is called when the end of the app is asked for: by a failing
	// task, with its error, by the end of a significant one and by
	// Lifecycle.Shutdown, with nil for a clean end. It returns at once.
	Shutdown func(cause error)
	// Report is called with an error that fails nothing by itself but must not
	// be lost. It returns at once.
	Report func(err error)
}

// Executor makes lifecycle handles and runs plans over them. It serves one run:
// one start and one teardown.
type Executor struct {
	cfg    Config
	values values

	// mu guards the fields below, those of the handles and steps, and those of
	// the executions. It is never held while user code runs.
	mu       sync.Mutex
	handles  []*Lifecycle // in the order in which they were made
	cut      error        // why a build or start was cancelled
	starting *execution   // the start in progress
	active   []*execution // everything in progress
	misuses  []error      // of handles, before the start
}

// New returns an executor.
func New(cfg Config) *Executor { return &Executor{cfg: cfg} }

// Values sets the context whose values the contexts of components and tasks
// carry: the build's, then the start's. Its end does not count.
func (x *Executor) Values(ctx context.Context) { x.values.from.Store(&ctx) }

// Misuses returns what was wrong with the registrations of the build, nil if that
// is nothing. Plan ends the time of registration.
func (x *Executor) Misuses() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.misuses) == 0 {
		return nil
	}
	problems := &graph.Problems{Op: "build", Left: "no hook was called"}
	for _, err := range x.misuses {
		if p, ok := err.(*graph.Problem); ok { //nolint:errorlint // made by this package, never wrapped
			problems.List = append(problems.List, p)
		}
	}
	return problems
}

// misuse reports a registration that was refused.
func (x *Executor) misuse(lc *Lifecycle, p *graph.Problem) {
	x.mu.Lock()
	start := x.starting
	early := !lc.sealed
	if early {
		x.misuses = append(x.misuses, p)
	}
	x.mu.Unlock()
	switch {
	case early:
	case start != nil && start.abort(p):
	default:
		x.report(observe.Event{Op: observe.OpWarning, Err: p})
	}
}

// report emits a failure event and hands its error on.
func (x *Executor) report(e observe.Event) {
	x.cfg.Stream.Emit(e)
	if x.cfg.Report != nil {
		x.cfg.Report(e.Err)
	}
}

// end asks for the end of the app: a start in progress fails with the cause,
// otherwise whoever runs the app is asked.
func (x *Executor) end(cause error) {
	x.mu.Lock()
	start := x.starting
	x.mu.Unlock()
	if cause != nil && start != nil && start.abort(cause) {
		return
	}
	if x.cfg.Shutdown != nil {
		x.cfg.Shutdown(cause)
	}
}

// Cancel ends the contexts of the components that are not up, with that cause.
// Call it when a build is cut short; a failing start does so itself.
func (x *Executor) Cancel(cause error) {
	x.mu.Lock()
	if x.cut != nil {
		x.mu.Unlock()
		return
	}
	x.cut = cause
	var cancels []context.CancelCauseFunc
	for _, lc := range x.handles {
		if lc.cancel != nil && !lc.isUp {
			cancels = append(cancels, lc.cancel)
		}
	}
	x.mu.Unlock()
	for _, cancel := range cancels {
		cancel(cause)
	}
}

// Start runs the start hooks of the plan and launches its tasks. It returns when
// all have started, or after the first failure when what was in flight has
// returned or was abandoned; then the plan's [Teardown] stops exactly what had
// started. The budget counts from now; 0 is none.
//
// The error is the first cause; if it is a [*HookError], Unwrap returns what the
// hook returned. What failed after it is joined behind it.
func (x *Executor) Start(ctx context.Context, p *Plan, budget time.Duration) error {
	if err := ctx.Err(); err != nil {
		x.Cancel(context.Cause(ctx))
		return context.Cause(ctx)
	}
	if budget > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, budget, &timeoutError{"start timeout", budget})
		defer cancel()
	}
	e := newExecution(ctx, x, PhaseStart, p.vertices, p.next, slices.Clone(p.waits))
	x.mu.Lock()
	x.starting = e
	x.mu.Unlock()
	e.run()
	x.mu.Lock()
	x.starting = nil
	x.mu.Unlock()
	err := e.result()
	if err != nil {
		x.Cancel(err)
	}
	return err
}

// Running returns the names of the hooks and tasks that are being waited for,
// as "component: hook", the longest waited for first.
func (x *Executor) Running() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	var names []string
	for _, e := range x.active {
		for _, f := range e.flights {
			if f.step != nil {
				names = append(names, stepName(f.step.lc.name(), f.step.title(e.phase)))
			}
		}
	}
	return names
}

// values is a context that never ends and carries the values of another one,
// which may be replaced.
type values struct {
	from atomic.Pointer[context.Context]
}

func (*values) Deadline() (time.Time, bool) { return time.Time{}, false }
func (*values) Done() <-chan struct{}       { return nil }
func (*values) Err() error                  { return nil }

func (v *values) Value(key any) any {
	if ctx := v.from.Load(); ctx != nil {
		return (*ctx).Value(key)
	}
	return nil
}
