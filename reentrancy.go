// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"sync/atomic"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// ownerKey is the context key by which an app knows the contexts of its hooks,
// tasks, constructors and calls. The value is a contextOwner.
type ownerKey struct{ app *App }

// owner is the run or the call that a context belongs to.
type owner interface {
	isActive() bool // something of it goes on
}

// contextOwner is one use of contexts by a run or a call.
type contextOwner struct {
	of           owner
	inTransition atomic.Bool // a transition goes on, which waits for what has the context
}

// adopt returns a child of a user's context that has been asked for all that an app
// wants to know of it.
func (a *App) adopt(ctx context.Context) (context.Context, context.CancelFunc) {
	return guard.Context(ctx, ownerKey{a}, hooks.TaskKey)
}

func withOwner(ctx context.Context, a *App, o *contextOwner) context.Context {
	return context.WithValue(hooks.OutOfTask(ctx), ownerKey{a}, o)
}

// withTransition returns a child of ctx that is marked as one of a transition. end
// ends that, but not the mark.
func withTransition(ctx context.Context, a *App, of owner) (_ context.Context, end func()) {
	o := &contextOwner{of: of}
	o.inTransition.Store(true)
	return withOwner(ctx, a, o), func() { o.inTransition.Store(false) }
}

// within reports whether ctx is of something of this app that goes on, and that
// would wait for itself in a stop.
func (a *App) within(ctx context.Context) bool {
	o, ok := ctx.Value(ownerKey{a}).(*contextOwner)
	return ok && o.of.isActive()
}

// wouldWaitForItself reports whether a start or stop that is called with ctx on this
// goroutine would wait for its caller: an observer, a constructor, a hook or a task.
func (a *App) wouldWaitForItself(ctx context.Context) bool {
	return a.stream.Observing() || a.within(ctx) || a.onBuildGoroutine() || a.hooks.Owns(guard.GoroutineID())
}

// wouldDeadlock reports whether a transition, which a call of Do may wait for, waits
// for what has ctx, or for this goroutine.
func (a *App) wouldDeadlock(ctx context.Context) bool {
	if a.stream.Observing() || a.onBuildGoroutine() {
		return true
	}
	o, ok := ctx.Value(ownerKey{a}).(*contextOwner)
	return ok && o.inTransition.Load() && o.of.isActive() && !hooks.InTask(ctx)
}

// onBuildGoroutine reports whether a build in progress waits for this goroutine,
// which then runs a constructor or an invoked function.
func (a *App) onBuildGoroutine() bool {
	b := a.building.Load()
	return b != nil && b.Goroutine() == guard.GoroutineID()
}
