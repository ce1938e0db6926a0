// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
)

// Lifecycle is the handle of one component. The constructor of the component registers
// its hooks and tasks on it. All methods may be called from any goroutine.
//
// OnStart, OnStop, OnDrain, OnCheck, Append and Cleanup are for constructors: they
// register until the build ends. A later call registers nothing and is reported with
// its line: it fails a start in progress, and is otherwise part of the result of the
// run. Go, Serve, Context, Ready, Warn and Shutdown work as long as the component is
// live.
type Lifecycle struct {
	set  *HandleSet
	node int
	// base carries values and labels to all contexts of the component. It is made
	// with the handle because that calls methods of the user's context, which must not
	// happen under a mutex.
	base context.Context

	startedAt atomic.Int64  // when the first hook began, in Unix nanoseconds; 0 before
	upAt      atomic.Int64  // when the last hook had returned, in Unix nanoseconds; 0 before
	state     atomic.Uint32 // a graph.State

	// The fields below are guarded by Executor.mu.
	sealed    bool       // the build has ended
	isUp      bool       // every step has started
	stopping  bool       // its turn to stop has come
	detached  bool       // it has been torn down or abandoned, and ends nothing any more
	isStandIn bool       // it stands for a node without a lifecycle, so that the node's users end when it stops
	users     int32      // functions that use it, see Executor.BeginUse
	start     *execution // the start in progress that includes it
	steps     []*step    // in order of registration; does not change once it is sealed

	timeouts   Timeouts
	addedTasks map[*task]struct{} // tasks added while running
	cancel     context.CancelCauseFunc
	ctx        context.Context //nolint:containedctx // the result of Context, made on demand
	startCause error           // why its start has failed or was canceled
}

// stepsOf yields the steps of a kind, in order of registration. Executor.mu is held,
// or the handle is sealed.
func (lc *Lifecycle) stepsOf(row kind) iter.Seq[*step] {
	return func(yield func(*step) bool) {
		for _, s := range lc.steps {
			if s.kind.sequence() == row && !yield(s) {
				return
			}
		}
	}
}

// hasSteps reports whether there is a step to start or stop.
func (lc *Lifecycle) hasSteps() bool {
	return slices.ContainsFunc(lc.steps, func(s *step) bool { return s.kind.sequence() == kindHook })
}

// OnStart registers a start hook. It has no stop hook.
func (lc *Lifecycle) OnStart(fn func(context.Context) error, opts ...Option) {
	lc.register("OnStart", &step{kind: kindHook, start: fn, place: graph.Caller(1)}, fn == nil, opts)
}

// OnStop registers a stop hook. It is called if all earlier steps of the component had
// started. To call it only if one start hook succeeded, use [Lifecycle.Append].
func (lc *Lifecycle) OnStop(fn func(context.Context) error, opts ...Option) {
	lc.register("OnStop", &step{kind: kindHook, stop: fn, place: graph.Caller(1)}, fn == nil, opts)
}

// Append registers a start and a stop hook as a pair: h.OnStop is called if and only
// if h.OnStart succeeded.
func (lc *Lifecycle) Append(h Hook, opts ...Option) {
	s := &step{kind: kindHook, name: h.Name, otherName: h.StopName, start: h.OnStart, stop: h.OnStop, place: graph.Caller(1), timeouts: Timeouts{h.StartTimeout, h.StopTimeout}}
	if h.StartTimeout < 0 || h.StopTimeout < 0 {
		s.setProblem("a negative timeout; leave it at 0 for no bound of its own")
	}
	lc.register("Append", s, h.OnStart == nil && h.OnStop == nil, opts)
}

// OnDrain registers a hook for the time between running and stopping. The drain hooks
// of all components run concurrently, before any stop hook.
func (lc *Lifecycle) OnDrain(fn func(context.Context) error, opts ...Option) {
	lc.register("OnDrain", &step{kind: kindDrain, start: fn, place: graph.Caller(1)}, fn == nil, opts)
}

// Cleanup registers the release of a resource that the constructor acquired. It is
// called in every stop, whether the component had started or not, and also if the
// constructor fails later. Cleanups run one at a time, after all stop hooks, the
// latest registration of the latest component first.
func (lc *Lifecycle) Cleanup(fn func() error) {
	lc.register("Cleanup", &step{kind: kindCleanup, cleanup: fn, place: graph.Caller(1)}, fn == nil, nil)
}

// Go runs fn as a background task. Registered by the constructor it is a step: it is
// launched in order at start, and canceled and awaited in order at stop. Called after
// the build, it launches the task at once; the stop of the component cancels and
// awaits it before the stop hooks. A task that is added while the component stops ends
// before its remaining stop hooks, and before what it depends on stops. Each call leads
// to exactly one call of fn; the context of that has ended if the component is stopping.
//
// A nil return means that the task is done. An error, a panic or runtime.Goexit stops
// the whole app with that cause, unless the task's context has ended and the error is
// context.Canceled, or one of [Clean]. [StopWith] is for a task that something else
// than its context ends.
func (lc *Lifecycle) Go(name string, fn func(context.Context) error, opts ...Option) {
	s := &step{kind: kindTask, name: name, place: graph.Caller(1)}
	if fn != nil {
		s.serve = func(ctx context.Context, _ func()) error { return fn(ctx) }
	}
	lc.register("Go", s, fn == nil, opts)
}

// Serve is [Lifecycle.Go] for a task that other components depend on: the start
// continues when fn has called ready, which it may call more than once. A return
// before that fails the start.
//
// Shutdown of an HTTP server waits for open requests. So a handler that answers with a
// stream, such as server-sent events, must end when lc.Context() ends, which is when the
// component begins to stop. A server that has only such handlers can have that context as
// its BaseContext.
func (lc *Lifecycle) Serve(name string, fn func(ctx context.Context, ready func()) error, opts ...Option) {
	lc.register("Serve", &step{kind: kindServe, name: name, place: graph.Caller(1), serve: fn}, fn == nil, opts)
}

// Context returns a context that lasts as long as the component is live: it ends when
// the component begins to stop, or when the start is canceled before the component is
// up. It has the values of the context with which the app was started.
func (lc *Lifecycle) Context() context.Context {
	lc.set.x.mu.Lock()
	defer lc.set.x.mu.Unlock()
	if lc.ctx == nil {
		lc.ctx, lc.cancel = context.WithCancelCause(lc.base)
		if lc.stopping {
			lc.cancel(errComponentStopping)
		} else if lc.startCause != nil {
			lc.cancel(lc.startCause)
		}
	}
	return lc.ctx
}

// Shutdown requests a stop of the app and returns at once. A nil cause is a clean
// stop. After the component has stopped it does nothing.
func (lc *Lifecycle) Shutdown(cause error) {
	lc.set.x.mu.Lock()
	gone := lc.detached
	lc.set.x.mu.Unlock()
	if lc.set.x.config.Shutdown != nil && !gone {
		lc.set.x.config.Shutdown(lc, cause)
	}
}

// register adds a step, or launches it if it is a task and the build has ended. It
// reports a registration that is not valid.
func (lc *Lifecycle) register(method string, s *step, isNil bool, opts []Option) {
	s.prepare(lc, method, isNil, opts)
	if s.isTask() && s.name == "" {
		s.setProblem(method + " needs a name, by which errors and events call the task")
	}
	lc.set.x.mu.Lock()
	s.limitTimeouts(lc.timeouts)
	launch := s.isTask() && lc.sealed && s.problem == ""
	var problem *graph.Problem
	if !launch {
		problem = lc.addStep(method, s)
	}
	lc.set.x.mu.Unlock()
	switch {
	case launch:
		lc.launch(s)
	case problem != nil:
		lc.set.x.reject(lc, problem)
	}
}

// addStep adds a step, or returns the problem. Executor.mu is held.
func (lc *Lifecycle) addStep(method string, s *step) *graph.Problem {
	switch {
	case s.problem != "":
		return s.newProblem("bad-hook", s.problem)
	case lc.sealed:
		return s.newProblem("late-registration", method+" was called after the build had ended; register in the constructor, or use Go for what comes while running. Nothing was registered, and the run ends with this error")
	}
	lc.steps = append(lc.steps, s)
	lc.set.x.hasReserves = lc.set.x.hasReserves || s.reserve > 0
	return nil
}

// prepare applies the options to a step.
func (s *step) prepare(lc *Lifecycle, method string, isNil bool, opts []Option) {
	s.lc = lc
	s.entryPoints = entryPoints{max(entryPoint(s.start), entryPoint(s.cleanup)), entryPoint(s.stop)}
	for _, o := range opts {
		if o == nil {
			s.setProblem("a nil option is given")
			continue
		}
		o.apply(s)
	}
	if isNil {
		s.setProblem(method + " is given a nil function")
	}
}

// limitTimeouts limits the timeouts of a step to those of its component.
func (s *step) limitTimeouts(all Timeouts) {
	s.timeouts = Timeouts{shorter(s.timeouts.Start, all.Start), shorter(s.timeouts.Stop, all.Stop)}
}

func (s *step) newProblem(slug, text string) *graph.Problem {
	return &graph.Problem{Slug: slug, Text: fmt.Sprintf("%s: %s", graph.ShortName(s.lc.name()), text), Place: s.place}
}

// shorter returns the shorter of two timeouts; 0 or less is none.
func shorter(a, b time.Duration) time.Duration {
	if a <= 0 || b > 0 && b < a {
		return b
	}
	return a
}

func (lc *Lifecycle) name() string {
	if lc.node < 0 {
		return "" // of a stand-in
	}
	return lc.set.x.config.Name(lc.node)
}

func (lc *Lifecycle) setState(s graph.State) { lc.state.Store(uint32(s)) }
