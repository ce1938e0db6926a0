// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"

	"github.com/facet-go/facet/hooks"
)

// stop ends the use of what the call shares, and stops what nobody uses any more.
// When the app is stopping, that does it. holds tells that the call has the turn.
func (c *call) stop(holds bool) {
	a := c.app
	var end <-chan struct{}
	if c.nested {
		end = c.ctx.Done()
	}
	for !c.begins(holds) {
		if r := c.stoppedBy(); r != nil {
			c.handOver(r, holds)
			return
		}
		select {
		case a.turn <- struct{}{}:
			holds = true
		case <-c.dismissed:
		case <-end:
			// Perhaps the transition in progress waits for what has made the call.
			c.nested = false
			go c.stop(false)
			return
		}
	}
	ctx, leave := c.visited(context.WithoutCancel(c.ctx))
	defer leave()
	nodes := c.release()
	t := c.prepareTeardown(ctx)
	c.report(t.Stop(a.planOf(nodes)))
	c.blame()
	if t.Left() {
		c.handOver(c.stoppedBy(), true)
		return
	}
	a.forget(nodes)
	c.leave()
	a.leaveTurn()
}

// begins tells whether the call is to stop its part itself, now.
func (c *call) begins(holds bool) bool {
	a := c.app
	c.enters(callStops)
	a.mu.Lock()
	defer a.mu.Unlock()
	return holds && !c.left && !a.isStopping()
}

// stoppedBy returns the run whose end stops the part, nil if the call does that.
func (c *call) stoppedBy() *run {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case !c.left && !a.isStopping():
		return nil
	case c.by == nil:
		return a.run
	default:
		return c.by
	}
}

// handOver leaves the part to the end of a run, and waits for that.
func (c *call) handOver(r *run, holds bool) {
	a := c.app
	a.mu.Lock()
	if c.failed != none && !c.left {
		a.leftOver = append(a.leftOver, c.failed)
	}
	a.mu.Unlock()
	c.leave()
	if holds {
		a.leaveTurn()
	}
	if !c.nested { // what has made the call may be what the app waits for
		<-r.done
	}
}

// prepareTeardown makes the way down of the call's part.
func (c *call) prepareTeardown(ctx context.Context) *hooks.Teardown {
	a := c.app
	t := a.hooks.Teardown(ctx, hooks.Budget{Stop: a.settings.stopTimeout})
	a.mu.Lock()
	defer a.mu.Unlock()
	c.teardown = t
	if c.overdue != nil {
		t.Yield(c.overdue)
	}
	return t
}

// blame has those end who share what this call could not start: it will not come
// up for them either.
func (c *call) blame() {
	for _, node := range c.planned {
		if lc := c.app.live[node].Load(); lc != nil && c.app.hooks.Failed(lc) {
			c.app.end(node, c.result())
		}
	}
}

// leave is the end of the call as far as the app is concerned.
func (c *call) leave() {
	a := c.app
	a.mu.Lock()
	defer a.mu.Unlock()
	if !c.left {
		c.left = true
		delete(a.calls, c)
		if c.stage == callRuns {
			a.overruled[c] = struct{}{}
		}
		close(c.gone)
	}
	c.over.Store(true)
}
