// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// share makes the call a user of everything that the function needs, and reports
// whether all of that is live. It waits for nothing.
func (c *doCall) share() bool {
	b := c.function.Share(c.buildConfig(c.ctx))
	if b == nil {
		return false
	}
	c.builds = append(c.builds, b)
	c.built.Store(b)
	return c.setUsing(b)
}

// setUsing records the components that the call is about to use. It returns false if
// the app is stopping.
func (c *doCall) setUsing(b *container.Build) bool {
	a := c.app
	var using []*hooks.Lifecycle
	for node := range b.All() {
		if lc := a.handles[node].Load(); lc != nil {
			using = append(using, lc)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == StateStopping {
		return false
	}
	c.using = using
	for _, lc := range using {
		if cause, ok := a.failedComponents[lc]; ok && c.stopCause == nil {
			c.stopCause = cause
		}
	}
	c.setPhaseLocked(doRunning)
	return true
}

// use begins the use of the components. It returns false if one of them is not up or is
// stopping.
func (c *doCall) use() bool {
	a := c.app
	c.inUse = a.hooks.BeginUse(c.using)
	if c.inUse && !c.built.Load().AllLive() {
		// The values were stopped after share, and the handles are those of new ones.
		a.hooks.EndUse(c.using)
		c.inUse = false
	}
	if !c.inUse {
		c.setPhase(doQueued)
	}
	return c.inUse
}

// start constructs and starts the components that the function needs and that are not
// up. On success the call does not hold the transition; with an error it may.
func (c *doCall) start() (hasTransition bool, err error) {
	a := c.app
	if err := c.beginTransition(); err != nil {
		if err == ErrStopping && c.share() && c.use() { //nolint:errorlint // returned as it is
			return false, nil // everything is up by now
		}
		return false, err
	}
	if c.share() && c.use() {
		a.endTransition()
		return false, nil
	}
	if !c.beginConstruction() {
		return true, ErrStopping
	}
	if err := c.buildAndStart(); err != nil {
		return true, err
	}
	if !c.setUsing(c.built.Load()) || !c.use() {
		return true, ErrStopping // only a stop of the app stops components that are up
	}
	c.hooks.SetReady()
	a.endTransition()
	return false, nil
}

// watchApp makes the channels that signal the draining and the stop of the app.
func (c *doCall) watchApp() {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	c.watchAppLocked()
}

func (c *doCall) watchAppLocked() {
	a := c.app
	if c.appDraining != nil {
		return
	}
	c.appDraining, c.appStopping = make(chan struct{}), make(chan struct{})
	if a.state == StateDraining || a.state == StateStopping {
		close(c.appDraining)
	}
	if a.state == StateStopping {
		close(c.appStopping)
	}
}

// beginConstruction prepares a build. It returns false if the app drains or stops.
func (c *doCall) beginConstruction() bool {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.state == StateDraining || a.state == StateStopping {
		return false
	}
	c.setPhaseLocked(doStarting)
	c.prepareBuild()
	return true
}

// buildAndStart constructs and starts the missing components.
func (c *doCall) buildAndStart() error {
	a := c.app
	ctx, leave := withTransition(c.ctx, a, c)
	defer leave()
	err := c.build(ctx, func(ctx context.Context, cfg container.Config) (*container.Build, error) {
		b, err := c.function.Prepare(ctx, cfg)
		c.builds = append(c.builds, b)
		c.built.Store(b)
		return b, err
	})
	if err != nil {
		return err
	}
	if c.sharesUnstarted() {
		// The start includes components of a built app. The end of the caller's context
		// must not fail them.
		uncanceled, leave := withTransition(c.uncanceledCtx(), a, c)
		defer leave()
		ctx = uncanceled
	}
	return a.hooks.Start(ctx, c.plan.Load(), a.budgets().start)
}

// uncanceledCtx returns a context that cancel ends, but not the context of the caller.
func (c *doCall) uncanceledCtx() context.Context {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(c.ctx))
	c.app.mu.Lock()
	c.cancelStart = cancel
	cause := c.canceled
	c.app.mu.Unlock()
	if cause != nil {
		cancel(cause)
	}
	return ctx
}

// sharesUnstarted reports whether the call uses components of others that are not up.
func (c *doCall) sharesUnstarted() bool {
	own := map[int]bool{}
	for _, node := range c.ownNodes() {
		own[node] = true
	}
	for _, node := range c.plannedNodes {
		if lc := c.handle(node); lc != nil && !own[node] && !c.app.hooks.IsUp(lc) {
			return true
		}
	}
	return false
}
