// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"iter"
	"slices"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// activeCalls returns the calls that are not abandoned. App.mu is held.
func (a *App) activeCalls() iter.Seq[*doCall] {
	return func(yield func(*doCall) bool) {
		for c := range a.calls {
			if c.phase != doAbandoned && !yield(c) {
				return
			}
		}
	}
}

// selectCalls returns the active calls for which match returns true.
func (a *App) selectCalls(match func(*doCall) bool) []*doCall {
	a.mu.Lock()
	defer a.mu.Unlock()
	var list []*doCall
	for c := range a.activeCalls() {
		if match(c) {
			list = append(list, c)
		}
	}
	return list
}

// signalDraining rejects the calls that wait to construct something.
func (a *App) signalDraining() {
	a.mu.Lock()
	defer a.mu.Unlock()
	for c := range a.activeCalls() {
		closeOnce(c.appDraining)
	}
}

// signalStopping cancels the calls whose functions do not run yet. Calls whose functions
// have returned leave their components to the app.
func (a *App) signalStopping() {
	a.signalDraining()
	var starting []*doCall
	a.mu.Lock()
	for c := range a.activeCalls() {
		closeOnce(c.appStopping)
		if c.phase == doStarting {
			starting = append(starting, c)
		}
	}
	a.mu.Unlock()
	for _, c := range starting {
		c.cancel(ErrStopping)
	}
}

// closeOnce closes a channel, unless it is closed or nil. App.mu is held.
func closeOnce(c chan struct{}) {
	if c == nil {
		return
	}
	select {
	case <-c:
	default:
		close(c)
	}
}

// awaitStoppingCalls waits for the calls that signalStopping has ended. They return
// without delay.
func (a *App) awaitStoppingCalls() {
	for _, c := range a.selectCalls(func(c *doCall) bool { return c.phase != doRunning }) {
		a.mu.Lock()
		released := c.releasedLocked()
		a.mu.Unlock()
		<-released
	}
}

// usersOf returns the calls whose functions use a component that is to stop, the oldest
// first.
func (a *App) usersOf(lc *hooks.Lifecycle) []hooks.User {
	a.mu.Lock()
	defer a.mu.Unlock()
	var users []hooks.User
	for c := range a.calls {
		if c.phase != doRunning || !c.uses(lc) {
			continue
		}
		u := hooks.User{
			Component: c.function.ID(), Place: c.function.Place, StartedAt: c.began, Done: c.releasedLocked(), IsFirstTurn: !c.awaited,
			Cancel: c.cancel, Abandon: c.release,
		}
		if b := c.built.Load(); b != nil {
			u.Goroutine = b.Goroutine()
		}
		c.awaited = true
		users = append(users, u)
	}
	slices.SortFunc(users, func(x, y hooks.User) int { return x.StartedAt.Compare(y.StartedAt) })
	return users
}

// standIns are handles for running calls that use no component with a lifecycle. A stop
// ends such a call at the stand-in of the last node that the call uses.
type standIns struct {
	byNode      map[int]*hooks.Lifecycle
	withoutNode *hooks.Lifecycle // of calls that use no node; nil if there is none
}

func (s *standIns) isEmpty() bool { return s == nil || len(s.byNode) == 0 && s.withoutNode == nil }

func (r *run) makeStandIns(nodes []int) *standIns {
	s := &standIns{byNode: map[int]*hooks.Lifecycle{}}
	needsOne := func(c *doCall) bool { return c.phase == doRunning && len(c.using) == 0 }
	for _, c := range r.app.selectCalls(needsOne) {
		lc := s.add(r.hooks, c.built.Load(), nodes)
		r.app.mu.Lock()
		c.standIn = lc
		r.app.mu.Unlock()
	}
	return s
}

// add returns the stand-in of a build, which it makes if there is none yet.
func (s *standIns) add(part *hooks.HandleSet, b *container.Build, nodes []int) *hooks.Lifecycle {
	for _, node := range slices.Backward(nodes) {
		if b.Uses(node) {
			if s.byNode[node] == nil {
				s.byNode[node] = part.StandIn()
			}
			return s.byNode[node]
		}
	}
	if s.withoutNode == nil {
		s.withoutNode = part.StandIn()
	}
	return s.withoutNode
}
