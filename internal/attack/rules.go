// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

//go:build unix

package main

import (
	"context"
	"time"
)

// The rules of order. The users' functions call these methods when they begin and return.

// constructBegins records the call of a constructor, and returns its instance. The node
// must have no other live instance.
func (f *facts) constructBegins(n *node, deps []*instance) *instance {
	f.mu.Lock()
	defer f.mu.Unlock()
	in := &instance{node: n, deps: deps, began: time.Now()}
	for _, other := range f.instances {
		if other.at != n.at {
			continue
		}
		in.nth++
		if n.handle && other.returned && !other.dropped && !other.released {
			f.doubt("construct-once", f.cleanupsOf(other), "%v is constructed while %v lives", in, other)
		}
	}
	for _, dep := range deps {
		dep.users = append(dep.users, in)
		if dep.cleaning && !dep.dropped {
			f.doubt("construct-order", nil, "%v is given %v, which was cleaned up before", in, dep)
		}
	}
	f.instances = append(f.instances, in)
	return in
}

// constructEnds records the return of a constructor. If it took longer than Grace, it
// may have been abandoned, and its value is never used.
func (f *facts) constructEnds(in *instance, ok bool, grace time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	in.returned, in.dropped = ok, time.Since(in.began) > grace*3/4
}

// addStep records a registration, and completes its name.
func (f *facts) addStep(s *step) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.in.steps = append(s.in.steps, s)
}

func (f *facts) cleanupsOf(in *instance) []*step {
	var list []*step
	for _, s := range in.steps {
		if s.kind == kindCleanup {
			list = append(list, s)
		}
	}
	return list
}

// startBegins records the call of a start function, a task, a drain hook or a check.
func (f *facts) startBegins(ctx context.Context, s *step) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.starts++
	s.cancelled = ctx.Err() == nil
	mine := []*step{s}
	switch s.kind {
	case kindDrain:
		if s.starts > 1 {
			f.doubt("drain-once", nil, "%v is called again", s)
		}
		return
	case kindCheck:
		if s.in.cleaning {
			f.doubt("check-after-cleanup", mine, "%v is called after a cleanup of its component", s)
		}
		return
	}
	if s.starts > 1 && !s.repeatable {
		f.doubt("start-once", nil, "%v is called again", s)
	}
	if s.late {
		if s.kind == kindStart {
			f.doubt("late-registration", nil, "%v was registered after the build and is called", s)
		}
		return
	}
	s.in.eachDependency(func(dep *instance) { f.checkIsUp(dep, mine) })
}

// checkIsUp checks that a dependency of a component that starts is up.
func (f *facts) checkIsUp(dep *instance, mine []*step) {
	s := mine[0]
	for _, other := range dep.steps {
		switch {
		case other.late:
		case other.mustBeUp() && !other.up:
			f.doubt("start-order", mine, "%v is called before %v has succeeded", s, other)
		case other.stops > 0:
			f.doubt("start-order", append(mine, other), "%v is called after the stop of %v", s, other)
		}
	}
}

func (s *step) mustBeUp() bool {
	return s.kind == kindPair || s.kind == kindStart || s.kind == kindServe
}

// ready records that a Serve is ready.
func (f *facts) ready(s *step) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.up = true
}

// startEnds records the return of that function.
func (f *facts) startEnds(s *step, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.started++
	if !s.isTask() {
		s.up = ok
	}
}

// setStartResult records the result that a middleware returns for a start.
func (f *facts) setStartResult(s *step, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.kind == kindPair || s.kind == kindStart {
		s.up = ok
	}
}

// stopBegins records the call of a stop function. The dependents must have stopped, and
// so must the later steps of its component.
func (f *facts) stopBegins(s *step) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.stops++
	if s.stops > 1 {
		f.doubt("stop-once", nil, "%v is called again", s)
	}
	if s.kind == kindPair && !s.up {
		f.doubt("stop-without-start", nil, "%v is called, and its start has not succeeded", s)
	}
	f.checkDown(s, s.in.after(s), "stop-order")
	s.in.eachDependent(func(user *instance) { f.checkDown(s, user.steps, "stop-order") })
	s.in.eachDependency(func(dep *instance) {
		for _, other := range dep.steps {
			if other.stops > 0 && other.kind != kindCleanup {
				f.doubt("stop-order", []*step{s}, "%v is stopped after %v, on which it depends", s, other)
			}
		}
	})
	f.checkUnused(s)
}

// after returns the steps that an instance registered after s during construction.
func (in *instance) after(s *step) []*step {
	for i, other := range in.steps {
		if other == s {
			return in.steps[i+1:]
		}
	}
	return nil
}

// checkDown checks that steps have ended before s. facts.mu is held.
func (f *facts) checkDown(s *step, steps []*step, rule string) {
	for _, other := range steps {
		why := ""
		switch {
		case other.kind == kindDrain || other.kind == kindCleanup || other.kind == kindCheck:
		case other.isTask():
			if other.cancelled && other.starts > other.started && (!other.late || other.in != s.in) {
				why = "runs"
			}
		case other.late:
		case other.starts > other.started:
			why = "is starting"
		case other.kind == kindPair && other.up && other.stopped == 0:
			why = "has not stopped"
		case other.stops > other.stopped:
			why = "is stopping"
		}
		if why != "" {
			f.doubt(rule, []*step{other}, "%v is called while %v %s", s, other, why)
		}
	}
}

// stopEnds records the return of that function.
func (f *facts) stopEnds(s *step) {
	f.mu.Lock()
	defer f.mu.Unlock()
	s.stopped++
}

// cleanupBegins records the call of a cleanup.
func (f *facts) cleanupBegins(s *step, last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	in := s.in
	s.stops++
	in.cleaning, in.released = true, in.released || last
	if s.stops > 1 {
		f.doubt("cleanup-once", nil, "%v is called again", s)
	}
	f.checkDown(s, in.steps, "cleanup-order")
	if in.dropped {
		return
	}
	in.eachDependent(func(user *instance) {
		f.checkDown(s, user.steps, "cleanup-order")
		for _, other := range f.cleanupsOf(user) {
			if other.stopped == 0 && !user.dropped {
				f.doubt("cleanup-order", []*step{other, s}, "%v is called before %v, which depends on it", s, other)
			}
		}
	})
}
