// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"

	"github.com/facet-go/facet/hooks"
)

// task registers a task, or adds it to a component that is up or has stopped.
func (c *component) task(late bool) {
	again := c.d.oneIn(6)
	s := c.step(kindGo, func(s *step) { s.late, s.repeatable = late, again })
	run := c.starting(s, hooks.PhaseTask)
	if again {
		run = hooks.Restarting(hooks.Restart{Budget: 1, Backoff: 1, MaxBackoff: 1}, run)
	}
	opts := c.options(s)
	if c.d.oneIn(20) {
		opts = append(opts, hooks.Significant())
	}
	c.lc.Go(s.name, run, opts...)
}

// serve is task for Serve. Its ready function is called early, late, twice or not at
// all.
func (c *component) serve(late bool) {
	s := c.step(kindServe, func(s *step) { s.late = late })
	a := c.l.drawAct(c.d.split(), hooks.PhaseTask)
	calls := oneOf(c.d, 1, 1, 1, 1, 1, 2, 3)
	if c.d.oneIn(10*int(c.l.misbehaveOneIn.Load())) && !c.l.world.huge && !c.l.world.patient {
		calls = 0
	}
	after := oneOf(c.d, 0, 0, a.after/2)
	outside := c.d.oneIn(4)
	c.lc.Serve(s.name, func(ctx context.Context, ready func()) error {
		c.l.facts.startBegins(ctx, s)
		defer c.l.facts.startEnds(s, true)
		makeReady := func() {
			c.l.sleep(after)
			for range calls {
				c.l.facts.ready(s)
				ready()
			}
		}
		if outside {
			c.l.spawn(makeReady)
		} else {
			makeReady()
		}
		return c.l.perform(ctx, a, c)
	}, c.options(s)...)
}

// late registers a step too late, or adds a task.
func (c *component) late(d *dice) {
	c = &component{c.l, c.in, c.lc, d.split()}
	switch c.d.below(8) {
	case 0, 1, 2:
		if c.l.has(lateTasks) {
			c.task(true)
		}
	case 3:
		if c.l.has(lateTasks) {
			c.serve(true)
		}
	case 4:
		if c.l.has(lateness) && c.d.oneIn(4) {
			s := c.step(kindStart, func(s *step) { s.late = true })
			c.lc.OnStart(c.starting(s, hooks.PhaseStart), c.options(s)...)
		}
	case 5:
		if c.l.has(lateness) && c.d.oneIn(4) {
			s := &step{kind: kindCleanup, name: "late", in: c.in, late: true}
			c.lc.Cleanup(func() error { c.l.facts.cleanupBegins(s, false); return nil })
		}
	default:
	}
}
