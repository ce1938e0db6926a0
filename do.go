// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// Do calls fn, a func([context.Context,] parameters...) [error], with values of the
// app, on the calling goroutine. What fn needs and is up is shared: on a running app,
// and between calls, which may come from many goroutines. Such a call costs
// microseconds and waits for nothing. What is missing is constructed and started
// before, one call or start or stop at a time, and stopped when its last user has
// gone.
//
// Do runs no Invoke and nothing eager, listens to no signals, does not drain, and
// leaves the state of the app alone. The start has the app's StartTimeout, the stop
// its StopTimeout. fn's context ends with ctx, and when a task of what fn uses fails,
// with that cause. While the app drains, calls go on, and further calls are served by
// what is up. When the app stops, fn's context ends at the turn to stop of the first
// component that fn uses, and that component stops when fn has returned or was
// abandoned.
//
// Do returns when fn has returned, and what only fn used is stopped or left to a
// stop in progress; it never waits for the end of the run. If a start or stop that it
// would have to wait for waits for its caller, it returns, and the rest follows
// without it.
//
// The error is the first cause and what went wrong later: of the start, of fn, of
// the stop. The error of fn is unchanged, but for one that says no more than that its
// context has ended: it gives way to the cause of that. While the app stops, and
// while it drains if something must be constructed, the error is [ErrStopping]. From
// a hook or a constructor, by their context or on their goroutine, and from an
// observer, it is [ErrReentrant].
func (a *App) Do(ctx context.Context, fn any) error {
	at := graph.Caller(1)
	ctx, release := a.adopt(ctx)
	defer release()
	if a.wouldDeadlock(ctx) {
		return ErrReentrant
	}
	function, problems := a.container.Function(fn, at)
	if function != nil {
		problems = append(problems, rejectLifecycle(function)...)
	}
	if len(a.problems)+len(problems) > 0 {
		name := "the function"
		if function != nil {
			name = function.Name()
		}
		return a.withRegistrationProblems("call "+name, nil, problems...)
	}
	c := &doCall{app: a, function: function, began: time.Now(), calledFromApp: a.within(ctx)}
	c.ctx, c.cancelCtx = context.WithCancelCause(ctx)
	defer c.cancelCtx(nil)
	return c.do()
}

// doCall is one call of Do.
type doCall struct {
	app           *App
	function      *container.Function
	began         time.Time
	ctx           context.Context //nolint:containedctx // of the call, which it is
	cancelCtx     context.CancelCauseFunc
	calledFromApp bool // something of the app waits for it

	build atomic.Pointer[container.Build] // by which the function is called
	over  atomic.Bool                     // it uses and stops nothing any more

	// The fields below belong to the goroutine of the call.
	part   *part              // what it constructs and starts, nil if all that it needs is up
	builds []*container.Build // whose use it must end
	inUse  bool               // hooks.Use has succeeded for using

	// The fields below are guarded by App.mu.
	phase      doPhase
	using      []*hooks.Lifecycle // the components whose turns to stop wait for it
	standIn    *hooks.Lifecycle   // in the place of all of them, if there is none
	claimed    bool               // a turn waits for it, and names it if it does not return
	done       chan struct{}      // closed when it uses nothing any more; made on demand
	left       bool               // it has ended, as far as the app is concerned
	handedOver bool               // what it would stop is left to the app
	rejected   chan struct{}      // closed when it may not construct anything any more; nil if it does not
	dismissed  chan struct{}      // closed when the app stops, and what the call would stop with it; as above
	cause      error
	errs       errorList
	cutCause   error // with which cutSteady is to be called
	cutSteady  context.CancelCauseFunc
	teardown   *hooks.Teardown
	yield      error     // why it is to leave its stop to the app
	inherited  []*doCall // whose parts it stops too
}

// doPhase says how far a call is.
type doPhase uint8

const (
	doQueued   doPhase = iota // it waits until no other transition goes on
	doStarting                // what it needs is constructed and started
	doRunning                 // the function runs, or is about to
	doStopping
)

// String says what goes on while the function does not run.
func (p doPhase) String() string {
	switch p {
	case doQueued:
		return "waiting for its turn"
	case doStarting:
		return "being given what it needs"
	case doStopping:
		return "leaving what it used"
	default:
		return ""
	}
}

// do runs the call. What was started is stopped even if the function calls
// runtime.Goexit.
func (c *doCall) do() (err error) {
	shared := c.share()
	if !c.app.admit(c) {
		c.end(ErrStopping)
		c.releaseShared() // the rest is stopped with the app
		return ErrStopping
	}
	if !shared || !c.use() {
		hasTransition, err := c.start()
		if err != nil {
			c.report(err)
			c.stop(hasTransition)
			return c.result()
		}
	}
	defer func() {
		c.stop(false)
		err = c.result()
	}()
	c.report(c.invoke())
	return nil
}

// share makes the call a user of what the function needs, if all of that lives. It
// waits for nothing.
func (c *doCall) share() bool {
	b := c.function.Share(c.app.callConfig)
	if b == nil {
		return false
	}
	c.builds = append(c.builds, b)
	c.build.Store(b)
	return c.setUsing(b)
}

// setUsing notes the components that the call is about to use, unless the app is
// stopping.
func (c *doCall) setUsing(b *container.Build) bool {
	a := c.app
	var using []*hooks.Lifecycle
	for node := range b.All() {
		if lc := a.live[node].Load(); lc != nil {
			using = append(using, lc)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.isStopping() {
		return false
	}
	c.using = using
	for _, lc := range using {
		if cause, ok := a.failedComponents[lc]; ok && c.cause == nil {
			c.cause = cause
		}
	}
	c.phase = doRunning
	return true
}

// use begins the use of the components, unless one of them is not up or is
// stopping.
func (c *doCall) use() bool {
	a := c.app
	c.inUse = a.hooks.Use(c.using)
	if c.inUse && !c.build.Load().Lives() {
		// It was stopped and made anew since it was shared: so these are the handles of
		// others.
		a.hooks.Leave(c.using)
		c.inUse = false
	}
	if !c.inUse {
		c.setPhase(doQueued)
	}
	return c.inUse
}

// admit registers a call, unless the app is stopping.
func (a *App) admit(c *doCall) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.state == StateStopping, a.state == StateDraining && c.phase != doRunning:
		return false
	case c.phase != doRunning:
		c.rejected, c.dismissed = make(chan struct{}), make(chan struct{})
	}
	a.calls[c] = struct{}{}
	return true
}

// isStopping reports whether the run stops what calls leave. App.mu is held.
func (a *App) isStopping() bool { return a.state == StateStopping }

// setPhase notes how far the call is.
func (c *doCall) setPhase(phase doPhase) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.phase = phase
	if phase == doStopping {
		delete(c.app.abandonedCalls, c)
	}
}

// invoke calls the function.
func (c *doCall) invoke() error {
	switch abandoned, failed := c.isOver(); {
	case abandoned:
		return ErrStopping
	case failed:
		return nil // the cause is the result
	}
	ctx := withOwner(c.ctx, c.app, &contextOwner{of: c})
	return hooks.Cause(ctx, c.build.Load().Call(ctx))
}

// isOver reports whether the app goes on without the call, and whether something that
// the call uses has failed.
func (c *doCall) isOver() (abandoned, failed bool) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	return c.left, c.cause != nil
}

// end is called when something that the call uses asks for the end.
func (c *doCall) end(cause error) {
	a := c.app
	a.mu.Lock()
	if c.cause == nil {
		c.cause = cause
	}
	a.mu.Unlock()
	if cause == nil {
		cause = ErrStopping
	}
	c.cancel(cause)
}

// cancel ends the context of the call.
func (c *doCall) cancel(cause error) {
	c.cancelCtx(cause)
	c.app.mu.Lock()
	cut := c.cutSteady
	if c.cutCause == nil {
		c.cutCause = cause
	}
	c.app.mu.Unlock()
	if cut != nil {
		cut(cause)
	}
}

func (c *doCall) report(err error) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.errs.add(err)
}

// result puts the result together: the first cause, then what went wrong later.
func (c *doCall) result() error {
	c.app.mu.Lock()
	cause, errs := c.cause, c.errs.all()
	c.app.mu.Unlock()
	all := hooks.Join(errs...)
	if cause != nil && !guard.Is(all, cause) {
		return hooks.Join(cause, all)
	}
	return all
}

// uses reports whether the call uses a component. App.mu is held.
func (c *doCall) uses(lc *hooks.Lifecycle) bool {
	return lc == c.standIn || slices.Contains(c.using, lc) || c.part != nil && c.part.uses(lc)
}

// isActive reports whether anything of the call goes on.
func (c *doCall) isActive() bool {
	return !c.over.Load() || c.part != nil && c.app.anyLives(c.part)
}
