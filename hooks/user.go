// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"time"

	"github.com/facet-go/facet/graph"
)

// User is a function outside of the plan that uses components, for example one given
// to App.Do. When the first of its components begins to stop, the context of the
// function ends. Each of its components waits for the function when it stops.
type User struct {
	Component   string        // id of the function
	Place       graph.Place   // of the call
	StartedAt   time.Time     // when the function was called
	Goroutine   uint64        // on which it runs, 0 if that is not known
	Done        chan struct{} // closed when it has ended or was abandoned
	IsFirstTurn bool          // no other stopping component waits for it
	// Cancel ends its context. It is called without a lock, as Abandon is.
	Cancel func(cause error)
	// Abandon is called when it has not returned in time and the stop continues without it.
	Abandon func()
}

// BeginUse makes the caller a user of components: they do not stop until
// [Executor.EndUse]. It returns false, and changes nothing, if one of them is not up
// or is stopping. It takes nanoseconds for each.
func (x *Executor) BeginUse(components []*Lifecycle) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, lc := range components {
		if !lc.isUp || lc.stopping {
			return false
		}
	}
	for _, lc := range components {
		lc.users++
	}
	return true
}

// EndUse ends a use.
func (x *Executor) EndUse(components []*Lifecycle) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, lc := range components {
		lc.users--
	}
}

// StandIn makes a handle for a node without a lifecycle, so that the users of the node
// end when the node would stop. The handle is up, has no name, and is for one plan.
func (p *HandleSet) StandIn() *Lifecycle {
	return &Lifecycle{
		set: p, node: -1, base: context.Background(), sealed: true, isUp: true, isStandIn: true,
	}
}

// awaitUsers ends the contexts of the users of a component and waits for them.
func (e *execution) awaitUsers(f *stepRun, lc *Lifecycle) {
	if e.x.config.Users == nil {
		return
	}
	users := e.x.config.Users(lc)
	for _, u := range users {
		u.Cancel(ErrStopping)
	}
	for _, u := range users {
		if !u.IsFirstTurn { // another component reports it if it does not return
			<-u.Done
			continue
		}
		t := &task{
			step:      &step{lc: lc, kind: kindUser, name: "Do", place: u.Place, otherName: u.Component},
			startedAt: u.StartedAt, done: u.Done, abandonedCh: make(chan struct{}),
		}
		t.id.Store(u.Goroutine)
		e.setAwaited(f, t)
		if !t.wait() {
			u.Abandon()
		}
	}
	e.setAwaited(f, nil)
}
