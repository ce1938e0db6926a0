// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"sync/atomic"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// ownerKey is the context key by which an app recognizes the contexts of its hooks,
// tasks, constructors and calls. The value is a *contextOwner.
type ownerKey struct{ app *App }

// contextOwner is the run or call that passed a context to user code.
type contextOwner struct {
	of           owner
	inTransition atomic.Bool // a transition in progress waits for the user code
}

// adopt returns a child of a user's context. The child has all values that an app looks
// up, so that the user's Value method is not called again for them.
func (a *App) adopt(ctx context.Context) (context.Context, context.CancelFunc) {
	return guard.Context(ctx, ownerKey{a}, hooks.TaskKey, guard.CallerKey)
}

func withOwner(ctx context.Context, a *App, o *contextOwner) context.Context {
	return context.WithValue(hooks.OutOfTask(ctx), ownerKey{a}, o)
}

// withTransition returns a child of ctx for a transition. After end it is still a
// context of the owner, but of no transition.
func withTransition(ctx context.Context, a *App, of owner) (_ context.Context, end func()) {
	o := &contextOwner{of: of}
	o.inTransition.Store(true)
	return withOwner(ctx, a, o), func() { o.inTransition.Store(false) }
}

// isOwnContext reports whether ctx belongs to an active run or call of this app. A stop
// that is called with it would wait for itself.
func (a *App) isOwnContext(ctx context.Context) bool {
	o, ok := ctx.Value(ownerKey{a}).(*contextOwner)
	return ok && o.of.isActive()
}

// wouldWaitForItself reports whether a start or stop that is called with ctx on this
// goroutine would wait for its caller: an observer, a constructor, a hook or a task.
func (a *App) wouldWaitForItself(ctx context.Context) bool {
	return a.stream.Observing() || a.isOwnContext(ctx) || a.isBuildGoroutine() || a.hooks.RunsOn(guard.GoroutineID())
}

// wouldDeadlock reports whether a transition, which a call of Do may wait for, waits
// for the user code that has ctx, or for this goroutine.
func (a *App) wouldDeadlock(ctx context.Context) bool {
	if a.stream.Observing() || a.isBuildGoroutine() {
		return true
	}
	o, ok := ctx.Value(ownerKey{a}).(*contextOwner)
	return ok && o.inTransition.Load() && o.of.isActive() && !hooks.InTask(ctx)
}

// isBuildGoroutine reports whether this goroutine runs a constructor or an invoked
// function for which a build in progress waits.
func (a *App) isBuildGoroutine() bool {
	b := a.building.Load()
	return b != nil && b.Goroutine() == guard.GoroutineID()
}
