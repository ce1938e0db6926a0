// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// In makes a struct that embeds it a parameter struct. It is dig.In.
type In = provide.In

// Out makes a struct that embeds it a result struct. It is dig.Out.
type Out = provide.Out

// Lifecycle is the handle on which a constructor registers hooks and tasks. Each
// constructor that asks for one gets its own. Its methods are documented at
// [hooks.Lifecycle]: OnStart, OnStop, Append, OnDrain, OnCheck, Cleanup, Go,
// Serve, Context and Shutdown.
type Lifecycle = hooks.Lifecycle

// Hook is a start hook and a stop hook that belong together.
type Hook = hooks.Hook

// App is a set of constructors with a lifecycle. Its methods are safe for
// concurrent use. A constructor may ask for it, to call Shutdown, Graph or State.
type App struct {
	settings     settings
	problems     []*Problem // of registration
	optionErrors []error    // given to Error
	container    *container.Container
	hooks        *hooks.Executor
	stream       *observe.Stream
	callConfig   container.Config                  // of functions given to Do whose needs are up
	live         []atomic.Pointer[hooks.Lifecycle] // by node: the handle of what lives

	transition chan struct{}                   // held by the transition in progress
	building   atomic.Pointer[container.Build] // the build in progress, nil if there is none

	mu    sync.Mutex // guards the fields below; never held while user code runs
	state State
	since time.Time // of that state; zero for a new app
	run   *run      // the coming one, the current one, or the last

	valid atomic.Pointer[run] // run, nil once it is over

	calls            map[*doCall]struct{}
	abandonedCalls   map[*doCall]struct{}       // that the app goes on without, although their functions run
	failedComponents map[*hooks.Lifecycle]error // that live: why what uses them ends
	stopping         *doCall                    // the call that stops something, and inherits what others leave
	pendingCleanups  []int                      // nodes whose constructors failed for a call, and whose cleanups are owed
}

// Err returns what is wrong whatever else is listed: constructors that are none,
// options that do not apply, values that cannot be provided. It is a [*Problems].
func (a *App) Err() error { return a.withRegistrationProblems("register", nil) }

// Validate checks everything that was registered, reached or not, and constructs
// nothing: what Err reports, and every missing dependency, duplicate and
// cycle. What Validate accepts, Build never rejects. The error is a [*Problems].
func (a *App) Validate() error { return a.withRegistrationProblems("validate", a.container.Validate()) }

// Build constructs what the roots need, in dependency order, and calls them. It
// does nothing if the app is built or running. Constructors are bounded
// by ctx and by [BuildTimeout]. If it fails, the cleanups of what was built run
// before it returns. Problems of the graph stop it where a root needs them,
// duplicates anywhere; all others are one warning event.
func (a *App) Build(ctx context.Context) error {
	ctx, release := a.adopt(ctx)
	defer release()
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	a.mu.Lock()
	running := a.state == StateRunning
	a.mu.Unlock()
	if running {
		return nil
	}
	r, _, err := a.enter("Build", StateBuilding)
	if r == nil {
		return err
	}
	ctx, stop := r.cancellable(ctx)
	defer stop()
	if err := a.beginTransition(ctx); err != nil {
		return r.abort(ctx, err, false)
	}
	if err := r.build(ctx); err != nil {
		return r.abort(ctx, err, true)
	}
	if !a.moveUnlessEnding(r, StateBuilt) {
		return r.abort(ctx, r.whyEnded(), true)
	}
	a.endTransition()
	return nil
}

// Start builds, if that was not done before, and runs the start hooks. If it
// fails, it stops what had started, runs the cleanups, and then returns the first
// cause. It returns an error whenever the app is not up. The app outlives ctx,
// whose values reach hooks and tasks.
func (a *App) Start(ctx context.Context) error {
	ctx, release := a.adopt(ctx)
	defer release()
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	r, from, err := a.enter("Start", StateStarting)
	if err != nil {
		return err
	}
	return r.up(ctx, from)
}

// Stop drains a running app, runs the stop hooks and the cleanups, and returns
// the result of the run: its first cause and what went wrong later, nil if
// nothing did. During a build or start it cancels that and waits for the
// rollback. Concurrent calls share one stop and its result. The end of ctx is the
// end of the stop's budget, also of a stop or rollback that goes on already.
func (a *App) Stop(ctx context.Context) error {
	ctx, release := a.adopt(ctx)
	defer release()
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	a.mu.Lock()
	r := a.run
	switch a.state {
	case StateNew:
		a.mu.Unlock()
		return nil
	case StateBuilding, StateStarting:
		r.endLocked(nil, "Stop")
		a.mu.Unlock()
		// The rollback has a budget of its own; the end of ctx is its end.
		defer r.expireWith(ctx)()
	case StateDraining, StateStopping:
		a.mu.Unlock()
		defer r.expireWith(ctx)()
	case StateBuilt:
		a.setState(StateStopping)
		r.ending = true
		r.later.insert(r.cause) // which was kept
		a.mu.Unlock()
		a.stream.Flush()
		r.down(ctx, false, false)
	case StateRunning:
		a.setState(StateDraining)
		r.ending = true
		a.mu.Unlock()
		a.stream.Flush()
		r.down(ctx, true, false)
	default:
		a.mu.Unlock()
	}
	<-r.done
	return r.result
}

// Shutdown asks for the end of the app and returns at once; a goroutine of the
// app then does what Stop does. A nil cause is a clean end; any other becomes the
// first cause of the run's result. In a new or built app it is kept for the next
// start. It may be called from anywhere, hooks and observers included.
func (a *App) Shutdown(cause error) {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	r.end(cause, "Shutdown")
}

// Done returns a channel that is closed when the run has ended and all is
// stopped. In a new or built app it is that of the coming run, in a stopped or
// failed one that of the last.
func (a *App) Done() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.run.done
}

// Wait waits for Done and returns the result of the run.
func (a *App) Wait() error {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	<-r.done
	return r.result
}
