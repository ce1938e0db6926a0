// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"errors"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/provide"
)

// Do calls fn, a func([context.Context,] parameters...) [error], with values of the
// app, on the calling goroutine. It starts the part of the graph that fn needs,
// calls fn, and stops that part again. What lives is shared: on a running app, and
// between calls, which may come from many goroutines. What is missing is
// constructed and started, and stopped when its last user has gone.
//
// Do runs no Invoke and nothing eager, listens to no signals, does not drain, and
// leaves the state of the app alone. The start has the app's StartTimeout, the stop
// its StopTimeout. fn's context ends with ctx, when a task of what fn uses fails,
// with that cause, and when the app stops.
//
// The error is the first cause and what went wrong later: of the start, of fn
// unchanged, of the stop. While the app stops, it is [ErrStopping]; with the
// context of a hook or a constructor [ErrReentrant].
func (a *App) Do(ctx context.Context, fn any) error {
	at := graph.Caller(1)
	if a.awaited(ctx) {
		return ErrReentrant
	}
	function, problems := provide.Call(fn, at)
	name := "the function"
	if function != nil {
		name = function.Name()
		problems = append(problems, ownHandle(function)...)
	}
	if err := a.refuse("call "+name, nil, problems...); err != nil {
		return err
	}
	c := &call{
		part: newPart(a), function: function, began: time.Now(), nested: a.within(ctx),
		dismissed: make(chan struct{}), gone: make(chan struct{}),
	}
	c.doom = c.end
	var cancel, cut context.CancelCauseFunc
	c.ctx, cancel = context.WithCancelCause(ctx)
	c.steady, cut = context.WithCancelCause(context.WithoutCancel(ctx))
	c.cancel = func(cause error) { cancel(cause); cut(cause) }
	defer c.cancel(nil)
	if !a.admit(c) {
		return ErrStopping
	}
	return c.do()
}

// ownHandle is the problem of a function that asks for a lifecycle of its own.
func ownHandle(function *provide.Spec) []*Problem {
	for _, p := range function.Params {
		if p.Key.Type == lifecycleType {
			return []*Problem{{
				Slug: "no-lifecycle", Place: function.Place,
				Text: function.Name() + ": a function given to Do is no component and has no lifecycle; ask for one in a constructor, and for what that gives here",
			}}
		}
	}
	return nil
}

// call is one call of Do.
type call struct {
	part
	function *provide.Spec
	began    time.Time
	ctx      context.Context //nolint:containedctx // of the call, which it is
	steady   context.Context //nolint:containedctx // the same without the end of the caller's
	cancel   context.CancelCauseFunc
	nested   bool          // something of the app waits for it
	gone     chan struct{} // closed when it neither uses nor stops anything any more

	dismissed chan struct{} // closed when the app stops, and with it what the call would

	// The fields below are guarded by App.mu.
	by       *run // which stops the app
	stage    callStage
	left     bool // gone is closed
	cause    error
	errs     []error
	teardown *hooks.Teardown
	overdue  error // why it is to leave its stop to the app
}

// admit registers a call, unless the app is stopping.
func (a *App) admit(c *call) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.isStopping() {
		return false
	}
	a.calls[c] = struct{}{}
	return true
}

// isStopping tells whether calls are refused. App.mu is held.
func (a *App) isStopping() bool { return a.state == StateDraining || a.state == StateStopping }

// do runs the call. What was started is stopped even if the function calls
// runtime.Goexit.
func (c *call) do() (err error) {
	a := c.app
	if err := c.takeTurn(); err != nil {
		c.report(err)
		c.leave()
		return c.result()
	}
	c.enters(callStarts)
	if err := c.bring(); err != nil {
		c.report(err)
		c.stop(true)
		return c.result()
	}
	c.enters(callRuns)
	a.leaveTurn()
	defer func() {
		c.stop(false)
		err = c.result()
	}()
	c.report(c.invoke())
	return nil
}

// takeTurn waits for the turn. When the app stops, which has the word then, the
// context of a call that waits may end a moment later.
func (c *call) takeTurn() error {
	a := c.app
	if err := a.takeTurn(c.ctx); err != nil {
		return err
	}
	a.mu.Lock()
	stopping := a.isStopping()
	a.mu.Unlock()
	if stopping {
		a.leaveTurn()
		return ErrStopping
	}
	return nil
}

// bring constructs and starts what the function needs.
func (c *call) bring() error {
	a := c.app
	ctx, leave := c.visited(c.ctx)
	defer leave()
	err := c.build(ctx, func(ctx context.Context, cfg container.Config) (*container.Build, error) {
		return a.container.Prepare(ctx, c.function, cfg)
	})
	if err != nil {
		return err
	}
	if c.sharesUnstarted() {
		// What a built app has is started for it too, whatever becomes of the caller.
		steady, leave := c.visited(c.steady)
		defer leave()
		ctx = steady
	}
	return a.hooks.Start(ctx, c.plan.Load(), a.settings.startTimeout)
}

// sharesUnstarted tells whether the call uses components of others that are not
// up.
func (c *call) sharesUnstarted() bool {
	own := map[int]bool{}
	for _, node := range c.hooks.Nodes() {
		own[node] = true
	}
	for _, node := range c.planned {
		if lc := c.handles[node].Load(); lc != nil && !own[node] && !c.app.hooks.IsUp(lc) {
			return true
		}
	}
	return false
}

// enters notes how far the call is.
func (c *call) enters(stage callStage) {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.stage = stage
	if stage == callStops {
		delete(c.app.overruled, c)
	}
}

// invoke calls the function.
func (c *call) invoke() error {
	ctx, leave := c.visited(c.ctx)
	leave() // no transition waits for it
	c.app.mu.Lock()
	overruled := c.left
	c.app.mu.Unlock()
	if overruled {
		return ErrStopping
	}
	return hooks.Cause(ctx, c.built.Load().Call(ctx))
}

// end is called when something that the call uses asks for the end.
func (c *call) end(cause error) {
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

func (c *call) report(err error) {
	if err == nil {
		return
	}
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.errs = append(c.errs, err)
}

// result puts the result together: the first cause, then what went wrong later.
func (c *call) result() error {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	all := hooks.Join(c.errs...)
	if c.cause != nil && !errors.Is(all, c.cause) {
		return hooks.Join(c.cause, all)
	}
	return all
}
