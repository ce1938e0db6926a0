// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// stop ends the use of what the call shares, and stops what nothing uses any more.
// When the app is stopping, that does it.
func (c *doCall) stop(hasTransition bool) {
	a := c.app
	if c.inUse {
		a.hooks.Leave(c.using)
	}
	c.setPhase(doStopping)
	alone := c.releaseShared()
	if c.part != nil {
		alone = alone || c.part.failed != none
		c.failSharedUsers()
	}
	if !alone {
		c.leave()
		if hasTransition {
			a.endTransition()
		}
		return
	}
	if hasTransition || c.awaitTransition() {
		c.stopOwn()
	}
}

// releaseShared ends the use of what others use too, and reports whether there is
// something that the call uses alone. That is released when it is stopped, so that
// nothing which it depends on is stopped before.
func (c *doCall) releaseShared() (alone bool) {
	c.builds = slices.DeleteFunc(c.builds, (*container.Build).TryRelease)
	return len(c.builds) > 0
}

// awaitTransition waits until no other transition goes on, and reports whether the
// call has it then. Else the rest is left to another: to the app; after Grace to a
// call that stops something, as that may wait for what has made this call; or to a
// goroutine of its own, if a start waits for that.
func (c *doCall) awaitTransition() bool {
	a := c.app
	c.admitToConstruct()
	select {
	case a.transition <- struct{}{}:
		return true
	default:
	}
	var end <-chan struct{}
	if c.calledFromApp {
		end = c.ctx.Done()
	}
	goroutine := guard.GoroutineID()
	look := time.NewTicker(a.settings.grace)
	defer look.Stop()
	for waited := false; !waited; {
		select {
		case a.transition <- struct{}{}:
			return true
		case <-c.dismissed:
			c.handOver()
			return false
		case <-end:
			waited = true
		case <-look.C:
			if c.bequeath() {
				return false
			}
			waited = a.hooks.Runs(goroutine)
		}
	}
	go func() {
		select {
		case a.transition <- struct{}{}:
			c.stopOwn()
		case <-c.dismissed:
			c.handOver()
		}
	}()
	return false
}

// bequeath leaves what the call would stop to the call that stops something now, and
// reports whether there is one.
func (c *doCall) bequeath() bool {
	a := c.app
	a.mu.Lock()
	heir := a.stopping
	if heir != nil {
		heir.inherited = append(heir.inherited, c)
	}
	a.mu.Unlock()
	if heir != nil {
		c.leave()
	}
	return heir != nil
}

// stopOwn stops what nothing else uses, and what other calls leave to it meanwhile.
// The call has the transition.
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
		if own.part != nil {
			nodes = own.part.withFailed(nodes)
		}
		t := c.prepareTeardown(ctx)
		c.report(t.Stop(a.planOf(nodes, nil)))
		if t.Left() {
			own.handOver()
			continue
		}
		a.forget(nodes)
	}
	c.leave()
}

// nextInherited returns a call whose part is left to this one, nil for none: then
// none is left to it any more.
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

// mayStop reports whether the call stops its part itself once it has the transition.
func (c *doCall) mayStop() bool {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	return !c.left && !a.isStopping()
}

// handOver leaves what the call would stop to the stop of the app.
func (c *doCall) handOver() {
	a := c.app
	a.mu.Lock()
	if c.part != nil && c.part.failed != none && !c.handedOver {
		c.handedOver = true
		a.pendingCleanups = append(a.pendingCleanups, c.part.failed)
	}
	a.mu.Unlock()
	c.leave()
}

// prepareTeardown makes the way down of the call's part.
func (c *doCall) prepareTeardown(ctx context.Context) *hooks.Teardown {
	a := c.app
	t := a.hooks.Teardown(ctx, hooks.Budget{Stop: a.settings.stopTimeout})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.stopping, c.teardown = c, t
	if c.yield != nil {
		t.Yield(c.yield)
	}
	return t
}

// failSharedUsers ends every run and call that shares a component which this call
// could not start: it will not come up for them either.
func (c *doCall) failSharedUsers() {
	a := c.app
	if !c.mayStop() {
		return // the app is stopping
	}
	cause := c.result()
	for _, node := range c.part.planned {
		lc := a.live[node].Load()
		if lc == nil || !a.hooks.Failed(lc) {
			continue
		}
		a.noteFailed(lc, cause)
		r, calls := a.users(lc)
		for _, other := range calls {
			if other != c {
				other.end(cause)
			}
		}
		if r != nil {
			r.end(cause, "Shutdown")
		}
	}
}

// leave is the end of the call as far as the app is concerned.
func (c *doCall) leave() {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if !c.left {
		c.left = true
		delete(a.calls, c)
		if c.phase == doRunning {
			a.abandonedCalls[c] = struct{}{}
		}
		if c.done != nil {
			close(c.done)
		}
	}
	c.over.Store(true)
}

// What the stop of the app does with the calls that go on.

// rejectCalls keeps the calls that wait for a transition from constructing anything.
func (r *run) rejectCalls() {
	a := r.app
	a.mu.Lock()
	defer a.mu.Unlock()
	for c := range a.calls {
		if c.rejected != nil && !isClosed(c.rejected) {
			close(c.rejected)
		}
	}
}

// dismissCalls ends the calls that have not come as far as their function, and has
// those that are done leave the rest to the run.
func (r *run) dismissCalls() {
	r.rejectCalls()
	a := r.app
	var starting []*doCall
	a.mu.Lock()
	for c := range a.calls {
		if c.dismissed != nil && !isClosed(c.dismissed) {
			close(c.dismissed)
		}
		if c.phase == doStarting {
			starting = append(starting, c)
		}
	}
	a.mu.Unlock()
	for _, c := range starting {
		c.cancel(ErrStopping)
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// beginTransition waits until no other transition goes on. When ctx ends, it has a
// call that stops something leave the rest to the run.
func (r *run) beginTransition(ctx context.Context) {
	a := r.app
	select {
	case a.transition <- struct{}{}:
		return
	case <-ctx.Done():
	}
	a.mu.Lock()
	for c := range a.calls {
		if c.phase != doRunning {
			c.yield = context.Cause(ctx)
			if c.teardown != nil {
				c.teardown.Yield(c.yield)
			}
		}
	}
	a.mu.Unlock()
	a.transition <- struct{}{} // each hook in progress has Grace at most
}

// awaitDismissed waits for the calls that were dismissed, which end at once.
func (r *run) awaitDismissed() {
	for _, c := range r.app.callsThat(func(c *doCall) bool { return c.phase != doRunning }) {
		<-c.doneChannel()
	}
}

// callsThat returns the calls with a property.
func (a *App) callsThat(have func(*doCall) bool) []*doCall {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []*doCall
	for c := range a.calls {
		if have(c) {
			list = append(list, c)
		}
	}
	return list
}

// doneChannel returns a channel that is closed when the call uses nothing any more.
func (c *doCall) doneChannel() chan struct{} {
	c.app.mu.Lock()
	defer c.app.mu.Unlock()
	return c.doneLocked()
}

func (c *doCall) doneLocked() chan struct{} {
	if c.done == nil {
		c.done = make(chan struct{})
		if c.left {
			close(c.done)
		}
	}
	return c.done
}

// usersOf returns the calls whose functions use a component, for its turn to stop.
func (a *App) usersOf(lc *hooks.Lifecycle) []hooks.User {
	a.mu.Lock()
	defer a.mu.Unlock()
	var users []hooks.User
	for c := range a.calls {
		if c.phase != doRunning || !c.uses(lc) {
			continue
		}
		u := hooks.User{
			Component: c.function.ID(), Place: c.function.Place, Began: c.began, Done: c.doneLocked(), First: !c.claimed,
			Cancel: c.cancel, Abandon: c.leave,
		}
		if b := c.build.Load(); b != nil {
			u.Goroutine = b.Goroutine()
		}
		c.claimed = true
		users = append(users, u)
	}
	slices.SortFunc(users, func(x, y hooks.User) int { return x.Began.Compare(y.Began) })
	return users
}

// standIns are handles for calls that use no component with a lifecycle.
type standIns struct {
	byNode map[int]*hooks.Lifecycle
	none   *hooks.Lifecycle // of calls that use no node either; nil if there is no such call
}

func (s *standIns) isEmpty() bool { return s == nil || len(s.byNode) == 0 && s.none == nil }

// standIns makes the handles: what such a call uses last gets a turn, at which the
// call ends.
func (r *run) standIns(nodes []int) *standIns {
	made := &standIns{byNode: map[int]*hooks.Lifecycle{}}
	for _, c := range r.app.callsThat(func(c *doCall) bool { return c.phase == doRunning && len(c.using) == 0 }) {
		lc := made.of(r, c.build.Load(), nodes)
		r.app.mu.Lock()
		c.standIn = lc
		r.app.mu.Unlock()
	}
	return made
}

func (s *standIns) of(r *run, b *container.Build, nodes []int) *hooks.Lifecycle {
	for _, node := range slices.Backward(nodes) {
		if b.Uses(node) {
			if s.byNode[node] == nil {
				s.byNode[node] = r.hooks.StandIn()
			}
			return s.byNode[node]
		}
	}
	if s.none == nil {
		s.none = r.hooks.StandIn()
	}
	return s.none
}
