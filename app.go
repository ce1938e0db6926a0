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
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// In makes a struct that embeds it a parameter struct. It is dig.In.
type In = provide.In

// Out makes a struct that embeds it a result struct. It is dig.Out.
type Out = provide.Out

// Lifecycle is the handle on which a constructor registers hooks and tasks. Each
// constructor that takes one as a parameter receives its own. Its methods are documented
// at [hooks.Lifecycle]: OnStart, OnStop, Append, OnDrain, OnCheck, Cleanup, Go, Serve,
// Context, Ready, Warn and Shutdown.
type Lifecycle = hooks.Lifecycle

// Hook is a start hook and a stop hook that belong together.
type Hook = hooks.Hook

// App is a set of constructors with a lifecycle. Its methods are safe for concurrent
// use. A constructor may take it as a parameter, to call Shutdown, Graph or State.
type App struct {
	settings     settings
	problems     []*Problem         // of registration
	optionErrors []error            // given to Error
	given        map[string][]place // the lines of options that apply to the whole app
	container    *container.Container
	hooks        *hooks.Executor
	stream       *observe.Stream
	containerLog *containerLog                     // of LogFrom, or nil
	configured   atomic.Pointer[Settings]          // of Configure, or nil
	resultTold   atomic.Bool                       // the default log has written the result of a run
	handles      []atomic.Pointer[hooks.Lifecycle] // by node, of the live components

	transition chan struct{}                   // the token: it is full during a transition
	building   atomic.Pointer[container.Build] // the build in progress, or nil

	mu    sync.Mutex // guards the fields below; never held while user code runs
	state State
	since time.Time // when the state was entered; zero for a new app
	run   *run      // the next one, the current one, or the last

	lookupRun atomic.Pointer[run] // run, or nil after it is over

	calls            map[*doCall]struct{}       // not released
	failedComponents map[*hooks.Lifecycle]error // live ones, with the first cause
	stopping         *doCall                    // the call that is stopping components, to which others may bequeath
	pendingCleanups  []int                      // nodes whose constructors failed in a call that the app has stopped
}

// Err returns the problems that do not depend on the graph: constructors that are no
// functions, options that do not apply, values that cannot be provided. The error is a
// [*Problems], or wraps one.
func (a *App) Err() error { return a.withRegistrationProblems("register", nil) }

// Validate checks everything that was registered, including what no root needs, and
// constructs nothing. It returns the problems of Err and all missing dependencies,
// duplicates and cycles, and groups without members that look like mistakes, see
// [EmptyGroups]. Build never rejects an app that Validate accepts. The error is
// a [*Problems], or wraps one. See also [App.ValidateNeeded].
func (a *App) Validate() error {
	return a.withRegistrationProblems("validate", a.container.Validate(), a.nearGroups(true)...)
}

// ValidateNeeded is [App.Validate] for what the roots need: a constructor that nothing
// needs may lack something, as in a program that uses a part of a shared module. It
// returns the problems with which Build would refuse the graph, and those of groups of
// which Build warns, see [EmptyGroups]. Without a root it checks everything.
func (a *App) ValidateNeeded() error {
	err, warning := a.container.Check()
	if warning != nil {
		return a.Validate()
	}
	return a.withRegistrationProblems("validate", err, a.nearGroups(false)...)
}

// nearGroups returns the problems of groups without members that look like mistakes.
func (a *App) nearGroups(all bool) []*Problem {
	return a.container.NearGroups(all, func(group string) bool { return a.settings.emptyGroups[group] })
}

// Build constructs what the roots need, in dependency order, and calls the roots. It
// does nothing if the app is built or running. ctx and [BuildTimeout] bound the
// constructors. If it fails, the cleanups of the constructed components run before it
// returns. It fails without constructing anything if a root cannot be built, or if a
// key has two providers anywhere. That nothing is a root, and a group without members that
// looks like a mistake, are warning events.
func (a *App) Build(ctx context.Context) error {
	ctx, release := a.adopt(ctx)
	defer release()
	ctx = guard.WithCaller(ctx, "Build")
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	if a.Running() {
		return nil
	}
	r, _, err := a.beginRun("Build", StateBuilding)
	if r == nil {
		return err
	}
	ctx, stop := r.startContext(ctx)
	defer stop()
	if err := a.beginTransition(ctx); err != nil {
		return r.rollBack(ctx, err, false)
	}
	r.onCaller = a.settings.onCaller
	returned := false
	defer func() {
		if !returned { // a constructor has called runtime.Goexit on this goroutine
			_ = r.endBuild(ctx, r.buildErr) // the result of the run has it
		}
	}()
	err = r.build(ctx)
	returned = true
	return r.endBuild(ctx, err)
}

// endBuild ends the transition of a Build.
func (r *run) endBuild(ctx context.Context, err error) error {
	switch {
	case err != nil:
		return r.rollBack(ctx, err, true)
	case !r.app.setStateUnlessStopping(r, StateBuilt):
		return r.rollBack(ctx, r.requestedCause(), true)
	}
	r.app.endTransition()
	return nil
}

// Start builds the app, unless it is built, and runs the start hooks. If it fails, it
// stops the components that had started, runs the cleanups, and then returns the first
// cause. It returns an error whenever the app is not up. The end of ctx after Start has
// returned has no effect. The contexts of hooks and tasks have the values of ctx.
func (a *App) Start(ctx context.Context) error {
	ctx, release := a.adopt(ctx)
	defer release()
	ctx = guard.WithCaller(ctx, "Start")
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	r, from, err := a.beginRun("Start", StateStarting)
	if err != nil {
		return err
	}
	return r.start(ctx, from)
}

// Stop drains a running app, runs the stop hooks and the cleanups, and returns the
// result of the run: its first cause and the errors that followed it, or nil if nothing
// failed. During a build or start it cancels that and waits for the rollback. Concurrent
// calls share one stop and its result. The end of ctx ends the budget of the stop, also
// of a stop or rollback that is already in progress.
func (a *App) Stop(ctx context.Context) error {
	r := a.currentRun() // a method of ctx may take until the next run
	ctx, release := a.adopt(ctx)
	defer release()
	ctx = guard.WithCaller(ctx, "Stop")
	if a.wouldWaitForItself(ctx) {
		return ErrReentrant
	}
	a.mu.Lock()
	switch state := a.state; {
	case a.run != r: // it has ended
		a.mu.Unlock()
	case state == StateNew:
		a.mu.Unlock()
		return nil
	case state == StateBuilding || state == StateStarting:
		r.requestStopLocked(nil, "Stop")
		a.mu.Unlock()
		// The rollback has its own budget, which ends with ctx, too.
		defer r.endBudgetWith(ctx)()
	case state == StateDraining || state == StateStopping:
		a.mu.Unlock()
		defer r.endBudgetWith(ctx)()
	case state == StateBuilt:
		a.setState(StateStopping)
		r.stopRequested = true
		r.failLocked(r.stopCause) // of a deferred request
		a.mu.Unlock()
		a.stream.Flush()
		r.stop(ctx, false, false)
	case state == StateRunning:
		a.setState(StateDraining)
		r.stopRequested = true
		a.mu.Unlock()
		a.stream.Flush()
		r.stop(ctx, true, false)
	default:
		a.mu.Unlock()
	}
	<-r.done
	return r.result
}

// Shutdown requests a stop and returns at once; the app stops on a goroutine of its own,
// as Stop does. A nil cause is a clean stop; any other becomes the first cause of the
// result of the run. In a new or built app the request is kept and cancels the next
// start. Shutdown may be called from anywhere, hooks and observers included.
func (a *App) Shutdown(cause error) { a.currentRun().requestStopBy(cause, "Shutdown") }

// Done returns a channel that is closed when the run has ended and all components are
// stopped. In a new or built app it is the channel of the next run, in a stopped or
// failed app that of the last one.
func (a *App) Done() <-chan struct{} { return a.currentRun().done }

// Ready returns a channel that is closed when the whole start has succeeded and the app
// is running. It is never closed for a run whose start failed or was stopped. The channel
// belongs to one run, as that of [App.Done]: in a new or built app to the next one, in a
// stopped or failed app to the last one. So call Ready again for another run; a waiter
// that also waits for Done, of the same run, waits for no more than the start. Components
// use Ready of their [Lifecycle].
func (a *App) Ready() <-chan struct{} { return a.currentRun().hooks.Ready() }

// Wait waits for Done and returns the result of the run.
func (a *App) Wait() error {
	r := a.currentRun()
	<-r.done
	return r.result
}
