// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// stop ends the use of shared components and stops those without further users. While
// the app stops, it leaves them to the app.
func (c *doCall) stop(hasTransition bool) {
	a := c.app
	if c.inUse {
		a.hooks.EndUse(c.using)
	}
	c.setPhase(doStopping)
	hasOwn := c.releaseShared() || c.failedNode != none
	c.failSharedUsers()
	if !hasOwn {
		c.release()
		if hasTransition {
			a.endTransition()
		}
		return
	}
	if hasTransition || c.awaitTransition() {
		c.stopOwn()
	}
}

// releaseShared ends the use of the builds whose components have other users, and
// reports whether there are others. Those are released when they are stopped, so that
// none of their dependencies is stopped earlier.
func (c *doCall) releaseShared() (hasOwn bool) {
	c.builds = slices.DeleteFunc(c.builds, (*container.Build).TryRelease)
	return len(c.builds) > 0
}

// bequeath leaves the components of the call to the call that is stopping components,
// and reports whether there is one.
func (c *doCall) bequeath() bool {
	a := c.app
	a.mu.Lock()
	heir := a.stopping
	if heir != nil {
		heir.inherited = append(heir.inherited, c)
	}
	a.mu.Unlock()
	if heir != nil {
		c.release()
	}
	return heir != nil
}

// stopOwn stops the components that nothing else uses, and those that other calls
// bequeath meanwhile. The call holds the transition.
func (c *doCall) stopOwn() {
	a := c.app
	defer a.endTransition()
	ctx, leave := withTransition(context.WithoutCancel(c.ctx), a, c)
	defer leave()
	for own := c; own != nil; own = c.nextInherited() {
		if !c.mayStop() {
			own.handOver()
			continue
		}
		var nodes []int
		for _, b := range own.builds {
			nodes = append(nodes, b.Release()...)
		}
		nodes = own.appendFailedNode(nodes)
		t := c.prepareTeardown(ctx)
		c.addError(t.Stop(a.planOf(nodes, nil)))
		if t.IsIncomplete() {
			own.handOver()
			continue
		}
		a.forget(nodes)
	}
	c.release()
}

// nextInherited returns a call whose components this one must stop. It returns nil if
// there is none, and no call can bequeath to this one after that.
func (c *doCall) nextInherited() *doCall {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(c.inherited) == 0 {
		a.stopping = nil
		return nil
	}
	next := c.inherited[0]
	c.inherited = c.inherited[1:]
	return next
}

// mayStop reports whether the call, when it holds the transition, must stop its own
// components. While the app stops, that does it.
func (c *doCall) mayStop() bool {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	return !c.phase.isOver() && a.state != StateStopping
}

// handOver leaves the components of the call to the stop of the app.
func (c *doCall) handOver() {
	a := c.app
	a.mu.Lock()
	if c.failedNode != none && !c.handedOver {
		c.handedOver = true
		a.pendingCleanups = append(a.pendingCleanups, c.failedNode)
	}
	a.mu.Unlock()
	c.release()
}

// prepareTeardown makes a teardown that other goroutines can find.
func (c *doCall) prepareTeardown(ctx context.Context) *hooks.Teardown {
	a := c.app
	t := a.hooks.Teardown(ctx, hooks.Budget{Stop: a.budgets().stop})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopping, c.teardown = c, t
	if c.handOverCause != nil {
		t.HandOver(c.handOverCause)
	}
	return t
}

// failSharedUsers stops every lifetime that shares a component which this call failed
// to start.
func (c *doCall) failSharedUsers() {
	a := c.app
	if len(c.plannedNodes) == 0 || !c.mayStop() {
		return
	}
	var cause error
	for _, node := range c.plannedNodes {
		lc := a.handles[node].Load()
		if lc == nil || !a.hooks.HasFailed(lc) {
			continue
		}
		if cause == nil {
			cause = c.joinResult() // asks users' errors, which may take a second
		}
		a.recordFailedComponent(lc, cause)
		for _, user := range a.lifetimesUsing(lc) {
			if user != owner(c) {
				user.requestStop(cause)
			}
		}
	}
}

// release ends the call as far as the app is concerned: nothing waits for it any more.
// If its function still runs, the call is abandoned.
func (c *doCall) release() {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	if c.phase == doRunning {
		c.setPhaseLocked(doAbandoned)
	} else {
		c.setPhaseLocked(doReleased)
	}
	c.finished.Store(true)
}

// releasedLocked returns a channel that is closed when nothing waits for the call any
// more. App.mu is held.
func (c *doCall) releasedLocked() chan struct{} {
	if c.released == nil {
		c.released = make(chan struct{})
		if c.phase.isOver() {
			close(c.released)
		}
	}
	return c.released
}
