// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"sync/atomic"

	"github.com/facet-go/facet/hooks"
)

// mark is the context key by which an app knows the contexts of its hooks, tasks,
// constructors and calls. The value is a visit.
type mark struct{ app *App }

// visit is one use of contexts by a part.
type visit struct {
	part   *part
	moving atomic.Bool // a transition goes on, which waits for what has the context
}

// visited returns a child of ctx that is marked as one of a transition. leave ends
// that, but not the mark.
func (p *part) visited(ctx context.Context) (_ context.Context, leave func()) {
	v := &visit{part: p}
	v.moving.Store(true)
	return context.WithValue(hooks.OutOfTask(ctx), mark{p.app}, v), func() { v.moving.Store(false) }
}

// within tells whether ctx is of something of this app that goes on, and that
// would wait for itself in a stop, or whether an observer of the app is the caller.
func (a *App) within(ctx context.Context) bool {
	if a.stream.Observing() {
		return true
	}
	v, ok := ctx.Value(mark{a}).(*visit)
	return ok && a.alive(v.part)
}

// awaited tells whether a transition waits for what has ctx, or for the observer
// that is the caller.
func (a *App) awaited(ctx context.Context) bool {
	if a.stream.Observing() {
		return true
	}
	v, ok := ctx.Value(mark{a}).(*visit)
	return ok && v.moving.Load() && a.alive(v.part) && !hooks.InTask(ctx)
}
