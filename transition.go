// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// Builds, starts and stops, of runs and of calls of Do, are transitions. They run one at
// a time: App.transition is a token, and its holder owns the current transition.

// beginTransition waits for the token of a build or a start.
func (a *App) beginTransition(ctx context.Context) error {
	select {
	case a.transition <- struct{}{}:
		return nil
	case <-ctx.Done():
		return guard.Cause(ctx)
	}
}

func (a *App) endTransition() { <-a.transition }

// awaitTransition waits for the token of a stop of the run. When ctx ends, a call that
// is stopping components hands the rest over to the run.
func (r *run) awaitTransition(ctx context.Context) {
	a := r.app
	select {
	case a.transition <- struct{}{}:
		return
	case <-ctx.Done():
	}
	a.mu.Lock()
	for c := range a.activeCalls() {
		if c.phase != doRunning {
			c.handOverCause = guard.Cause(ctx)
			if c.teardown != nil {
				c.teardown.HandOver(c.handOverCause)
			}
		}
	}
	a.mu.Unlock()
	a.transition <- struct{}{} // each running hook has Grace at most
}

// beginTransition waits for the token to construct and start. It returns ErrStopping if
// the app drains or stops.
func (c *doCall) beginTransition() error {
	a := c.app
	c.watchApp()
	select {
	case a.transition <- struct{}{}:
		return nil
	default:
	}
	if a.hooks.Awaits(guard.GoroutineID()) {
		return ErrReentrant // the current transition waits for this goroutine
	}
	select {
	case a.transition <- struct{}{}:
		return nil
	case <-c.ctx.Done():
		return guard.Cause(c.ctx)
	case <-c.appDraining:
		return ErrStopping
	}
}

// awaitTransition waits for the token to stop the components of the call, and reports
// whether the call holds it. Otherwise the components are stopped by others:
//   - by the app, if it stops;
//   - after Grace by a call that is stopping components, as its stop may wait for the
//     caller of this one;
//   - by a new goroutine, if a start waits for the caller.
func (c *doCall) awaitTransition() (hasTransition bool) {
	a := c.app
	c.watchApp()
	select {
	case a.transition <- struct{}{}:
		return true
	default:
	}
	var ctxDone <-chan struct{}
	if c.calledFromApp {
		ctxDone = c.ctx.Done()
	}
	goroutine := guard.GoroutineID()
	ticker := time.NewTicker(a.settings.grace)
	defer ticker.Stop()
	for waitedFor := false; !waitedFor; {
		select {
		case a.transition <- struct{}{}:
			return true
		case <-c.appStopping:
			c.handOver()
			return false
		case <-ctxDone:
			waitedFor = true
		case <-ticker.C:
			if c.bequeath() {
				return false
			}
			waitedFor = a.hooks.Awaits(goroutine)
		}
	}
	go func() {
		select {
		case a.transition <- struct{}{}:
			c.stopOwn()
		case <-c.appStopping:
			c.handOver()
		}
	}()
	return false
}
