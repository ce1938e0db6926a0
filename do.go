// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// Do calls fn, a func([context.Context,] parameters...) [error], with values of the
// app, on the calling goroutine. fn shares the components that are up, with a running
// app and with other calls, which may come from many goroutines. A call whose
// dependencies are all up costs microseconds and waits for nothing. Otherwise Do first
// constructs and starts the missing components. One such call, start or stop runs at a
// time. A component is stopped when its last user has finished.
//
// Do runs no invoked or eager functions, handles no signals, does not drain, and does
// not change the state of the app. The start has the app's StartTimeout as its budget,
// the stop its StopTimeout. The context of fn ends with ctx. It also ends when a task
// of a component that fn uses fails, with that error as its cause. While the app
// drains, calls continue, and new calls are served by the components that are up. When
// the app stops, the context of fn ends when the first component that fn uses is to
// stop. That component stops after fn has returned or was abandoned.
//
// Do returns when fn has returned and the components that only fn used are stopped, or
// are left to a stop in progress. It never waits for the end of the run. If it would
// have to wait for a start or stop that waits for its caller, it returns, and the rest
// happens in the background.
//
// The error is the first cause and what failed after it: in the start, in fn, in the
// stop. The error of fn is unchanged, with one exception: an error that only says that
// the context has ended is replaced by the cause of that end. While the app stops, the
// error is [ErrStopping]; so it is while the app drains, if something must be
// constructed. Do returns [ErrReentrant] to a caller that is a hook or a constructor,
// by context or by goroutine, and to an observer.
//
// Of the options, [provide.Params] applies. It gives the parameters of fn tags by position,
// for names that are known only at run time; the context is the first position:
//
//	app.Do(ctx, migrate, provide.Params("", `name:"`+database+`"`))
func (a *App) Do(ctx context.Context, fn any, opts ...provide.Option) error {
	at := graph.Caller(1)
	ctx, release := a.adopt(ctx)
	defer release()
	if a.wouldDeadlock(ctx) {
		return ErrReentrant
	}
	function, problems := a.container.Function(fn, at, opts...)
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
	c := &doCall{function: function, began: time.Now(), calledFromApp: a.isOwnContext(ctx)}
	c.init(a, c)
	c.ctx, c.cancelCtx = context.WithCancelCause(ctx)
	defer c.cancelCtx(nil)
	return c.do()
}

// doCall is one call of Do.
type doCall struct {
	lifetime
	function      *container.Function
	began         time.Time
	ctx           context.Context //nolint:containedctx // of the call, which it is
	cancelCtx     context.CancelCauseFunc
	calledFromApp bool // by a hook, a task or another call

	// The fields below belong to the goroutine of the call.
	builds []*container.Build // to be released
	inUse  bool               // hooks.Use has succeeded for using

	// The fields below are guarded by App.mu.
	phase         doPhase
	using         []*hooks.Lifecycle // the components whose stop waits for the call
	standIn       *hooks.Lifecycle   // takes their place if there are none
	awaited       bool               // the stop of a component waits for it
	released      chan struct{}      // closed with doReleased or doAbandoned; made on demand
	appDraining   chan struct{}      // closed when the app drains; nil until the call has to construct or stop
	appStopping   chan struct{}      // closed when the app stops; nil as appDraining
	cancelStart   context.CancelCauseFunc
	canceled      error // the first cause given to cancel
	handedOver    bool  // the cleanups of its failed constructor are left to the app
	handOverCause error // why it must leave its stop to the app
	inherited     []*doCall
}

// doPhase is the progress of a call of Do.
type doPhase uint8

const (
	doQueued    doPhase = iota // it waits for the transition
	doStarting                 // it constructs and starts components
	doRunning                  // the function runs, or is about to
	doStopping                 // it releases and stops components
	doReleased                 // it uses and stops nothing any more
	doAbandoned                // as doReleased, but the function still runs
)

// functionRuns reports whether the function of the call runs, or is about to.
func (p doPhase) functionRuns() bool { return p == doRunning || p == doAbandoned }

// isOver reports whether the app does not wait for the call any more.
func (p doPhase) isOver() bool { return p == doReleased || p == doAbandoned }

// do runs the call. The components that it started are stopped even if the function
// calls runtime.Goexit.
func (c *doCall) do() (err error) {
	shared := c.share()
	if !c.app.admit(c) {
		c.requestStop(ErrStopping)
		c.releaseShared() // the app stops the rest
		return ErrStopping
	}
	if !shared || !c.use() {
		hasTransition, err := c.start()
		if err != nil {
			c.addError(err)
			c.stop(hasTransition)
			c.app.stream.Flush() // the event of an abandoned constructor precedes the return
			return c.joinResult()
		}
	}
	defer func() {
		c.stop(false)
		err = c.joinResult()
	}()
	c.addError(c.invoke())
	return nil
}

// admit registers a call. It returns false if the app stops, or if it drains and the
// call would have to construct something.
func (a *App) admit(c *doCall) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case a.state == StateStopping, a.state == StateDraining && c.phase != doRunning:
		return false
	case c.phase != doRunning:
		c.watchAppLocked()
	}
	a.calls[c] = struct{}{}
	return true
}

// setPhase moves the call to another phase, unless the app does not wait for it any
// more.
func (c *doCall) setPhase(phase doPhase) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.setPhaseLocked(phase)
}

func (c *doCall) setPhaseLocked(phase doPhase) {
	wasOver := c.phase.isOver()
	switch {
	case !wasOver:
		c.phase = phase
	case c.phase == doAbandoned && phase == doStopping:
		c.phase = doReleased // the function has returned
	}
	if c.phase == doReleased {
		delete(c.app.calls, c)
	}
	if c.phase.isOver() && !wasOver && c.released != nil {
		close(c.released)
	}
}

// invoke calls the function.
func (c *doCall) invoke() error {
	switch abandoned, failed := c.mustNotRun(); {
	case abandoned:
		return ErrStopping
	case failed:
		return nil // the result has the cause
	}
	ctx := withOwner(c.ctx, c.app, &contextOwner{of: c})
	return guard.CauseOf(ctx, c.built.Load().Call(ctx))
}

// mustNotRun reports whether the call was abandoned, and whether a component that it
// uses has failed.
func (c *doCall) mustNotRun() (abandoned, failed bool) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	return c.phase.isOver(), c.stopCause != nil
}

// requestStop ends the context of the call because a component that it uses has failed
// or requests a stop.
func (c *doCall) requestStop(cause error) {
	a := c.app
	a.mu.Lock()
	if c.stopCause == nil {
		c.stopCause = cause
	}
	a.mu.Unlock()
	if cause == nil {
		cause = ErrStopping
	}
	c.cancel(cause)
}

// cancel ends the contexts of the function and of the start.
func (c *doCall) cancel(cause error) {
	c.cancelCtx(cause)
	c.app.mu.Lock()
	cancelStart := c.cancelStart
	if c.canceled == nil {
		c.canceled = cause
	}
	c.app.mu.Unlock()
	if cancelStart != nil {
		cancelStart(cause)
	}
}

func (c *doCall) uses(lc *hooks.Lifecycle) bool {
	return lc == c.standIn || slices.Contains(c.using, lc) || c.lifetime.uses(lc)
}
