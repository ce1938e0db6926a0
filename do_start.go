// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/internal/guard"
)

// start constructs and starts what the function needs, and is not up. It reports
// whether the call still has the transition, which it has only if it failed.
func (c *doCall) start() (hasTransition bool, err error) {
	a := c.app
	if err := c.beginTransition(); err != nil {
		if err == ErrStopping && c.share() && c.use() { //nolint:errorlint // returned as it is
			return false, nil // it is up by now
		}
		return false, err
	}
	if c.share() && c.use() {
		a.endTransition()
		return false, nil
	}
	if !c.mayConstruct() {
		return true, ErrStopping
	}
	p := newPart(a, nil)
	p.requestStop = c.end
	a.mu.Lock()
	c.part = p
	a.mu.Unlock()
	if err := c.buildAndStart(); err != nil {
		return true, err
	}
	if !c.setUsing(c.build.Load()) || !c.use() {
		return true, ErrStopping // nothing else stops what is up
	}
	a.endTransition()
	return false, nil
}

// beginTransition waits until no other transition goes on. It returns ErrStopping
// if the call may not construct anything any more.
func (c *doCall) beginTransition() error {
	a := c.app
	c.admitToConstruct()
	select {
	case a.transition <- struct{}{}:
		return nil
	default:
	}
	if a.hooks.Runs(guard.GoroutineID()) {
		return ErrReentrant // the transition in progress waits for this goroutine
	}
	select {
	case a.transition <- struct{}{}:
		return nil
	case <-c.ctx.Done():
		return context.Cause(c.ctx)
	case <-c.rejected:
		return ErrStopping
	}
}

// admitToConstruct prepares a call that was admitted to use what is up, and has
// found that it is not.
func (c *doCall) admitToConstruct() {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if c.rejected != nil {
		return
	}
	c.rejected, c.dismissed = make(chan struct{}), make(chan struct{})
	if a.state == StateDraining || a.state == StateStopping {
		close(c.rejected)
	}
	if a.state == StateStopping {
		close(c.dismissed)
	}
}

// mayConstruct moves the call on, unless the app drains or stops.
func (c *doCall) mayConstruct() bool {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == StateDraining || a.state == StateStopping {
		return false
	}
	c.phase = doStarting
	return true
}

// buildAndStart constructs and starts what the function needs.
func (c *doCall) buildAndStart() error {
	a := c.app
	ctx, leave := withTransition(c.ctx, a, c)
	defer leave()
	err := c.part.build(ctx, func(ctx context.Context, cfg container.Config) (*container.Build, error) {
		b, err := c.function.Prepare(ctx, cfg)
		c.builds = append(c.builds, b)
		c.build.Store(b)
		return b, err
	})
	if err != nil {
		return err
	}
	if c.sharesUnstarted() {
		// What a built app has is started for it too, whatever becomes of the caller.
		steady, leave := withTransition(c.steady(), a, c)
		defer leave()
		ctx = steady
	}
	return a.hooks.Start(ctx, c.part.plan.Load(), a.settings.startTimeout)
}

// steady returns the context of the call without the end of the caller's.
func (c *doCall) steady() context.Context {
	ctx, cut := context.WithCancelCause(context.WithoutCancel(c.ctx))
	c.app.mu.Lock()
	c.cutSteady = cut
	cause := c.cutCause
	c.app.mu.Unlock()
	if cause != nil {
		cut(cause)
	}
	return ctx
}

// sharesUnstarted reports whether the call uses components of others that are not
// up.
func (c *doCall) sharesUnstarted() bool {
	own := map[int]bool{}
	for _, node := range c.part.hooks.Nodes() {
		own[node] = true
	}
	for _, node := range c.part.planned {
		if lc := c.part.handle(node); lc != nil && !own[node] && !c.app.hooks.IsUp(lc) {
			return true
		}
	}
	return false
}
