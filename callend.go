// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"time"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// What the end of the app does with the calls that go on.

// cancelCalls ends the contexts of the calls, of which no further ones come.
func (r *run) cancelCalls() {
	a := r.app
	a.mu.Lock()
	calls := make([]*call, 0, len(a.calls))
	for c := range a.calls {
		calls = append(calls, c)
		c.by = r
		close(c.dismissed)
	}
	a.mu.Unlock()
	for _, c := range calls {
		c.cancel(ErrStopping)
	}
}

// awaitCalls waits until all calls have gone. When ctx ends it goes on without
// those whose functions have not returned, and names them.
func (r *run) awaitCalls(ctx context.Context) {
	for {
		c := r.app.someCall()
		if c == nil {
			return
		}
		select {
		case <-c.gone:
		case <-ctx.Done():
			r.overrule(c, context.Cause(ctx))
			<-c.gone
		}
	}
}

func (a *App) someCall() *call {
	a.mu.Lock()
	defer a.mu.Unlock()
	for c := range a.calls {
		return c
	}
	return nil
}

// overrule goes on without a call whose function runs. One that is starting will
// soon have gone; one that is stopping leaves the rest to the run.
func (r *run) overrule(c *call, cause error) {
	a := r.app
	a.mu.Lock()
	calling := c.stage == callRuns
	c.overdue = cause
	if c.teardown != nil {
		c.teardown.Yield(cause)
	}
	a.mu.Unlock()
	if !calling {
		return
	}
	stack, why := c.built.Load().Stack()
	err := &HookError{
		Component: c.function.ID(), Hook: "Do", Phase: hooks.PhaseCall, Place: c.function.Place,
		Elapsed: time.Since(c.began), Abandoned: true, Stack: stack, NoStack: why, Err: cause,
	}
	a.stream.Emit(observe.Event{Op: observe.OpAbandoned, Node: err.Component, Hook: err.Hook, Took: err.Elapsed, Err: err})
	r.report(err)
	c.leave()
}
