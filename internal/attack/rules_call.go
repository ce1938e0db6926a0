// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import "context"

// call is one function that was given to Do.
type call struct {
	ctx  context.Context //nolint:containedctx // of the function; it ends when the function must return
	uses map[*instance]bool
}

// callBegins records the call of a function given to Do. Its instances must be up.
func (f *facts) callBegins(ctx context.Context, uses []*instance) *call {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := &call{ctx: ctx, uses: map[*instance]bool{}}
	for _, in := range uses {
		c.uses[in] = true
		in.eachDependency(func(dep *instance) { c.uses[dep] = true })
	}
	for in := range c.uses {
		for _, s := range in.steps {
			switch {
			case ctx.Err() != nil || s.late:
			case s.mustBeUp() && !s.up:
				f.doubt("do-before-start", nil, "a function given to Do is called before %v has succeeded", s)
			case s.stops > 0:
				f.doubt("do-after-stop", nil, "a function given to Do is called after the stop of %v", s)
			}
		}
	}
	f.running[c] = struct{}{}
	return c
}

// callEnds records the return of that function.
func (f *facts) callEnds(c *call) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.running, c)
}

// checkUnused checks that no function given to Do uses the instance of s, which is
// being stopped, unless the context of the function has ended. facts.mu is held.
func (f *facts) checkUnused(s *step) {
	for c := range f.running {
		if c.uses[s.in] && c.ctx.Err() == nil {
			f.doubt("stop-in-use", nil, "%v is stopped while a function given to Do uses it, whose context has not ended", s)
		}
	}
}
