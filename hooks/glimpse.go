// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// glimpse is what was seen of something that runs.
type glimpse struct {
	Running
	step      *step
	began     time.Time
	goroutine uint64     // 0 for a task that is up
	since     time.Time  // when that began with the step
	e         *execution // that waits for it
	v         int32      // there
}

// look returns what runs now, without what takes time.
func (x *Executor) look() []*glimpse {
	list := x.seen()
	for _, g := range list {
		g.Component, g.Hook, g.Place = g.step.component(), g.step.title(g.Phase), g.step.place
		g.Elapsed = time.Since(g.began)
	}
	slices.SortStableFunc(list, func(a, b *glimpse) int {
		if before := cmp.Or(cmp.Compare(a.rank(), b.rank()), a.began.Compare(b.began)); before != 0 {
			return before
		}
		return strings.Compare(a.Name(), b.Name()) // which is put together for that
	})
	return list
}

func (g *glimpse) rank() int {
	switch {
	case g.Awaited:
		return 0
	case g.Abandoned:
		return 1
	default:
		return 2
	}
}

// seen looks at everything under the lock.
func (x *Executor) seen() []*glimpse {
	x.mu.Lock()
	defer x.mu.Unlock()
	var list []*glimpse
	awaited := map[*task]bool{}
	for _, e := range x.active {
		for _, f := range e.inFlight {
			if f.step != nil {
				list = append(list, e.glimpse(f))
				awaited[f.awaits] = true
			}
		}
	}
	for f, e := range x.abandoned {
		list = append(list, e.glimpse(f))
		awaited[f.awaits] = true
	}
	for t := range x.tasks {
		if !awaited[t] {
			list = append(list, t.glimpse())
		}
	}
	return list
}

// glimpse looks at a flight that has a step or was abandoned. Executor.mu is held.
func (e *execution) glimpse(f *stepRun) *glimpse {
	g := &glimpse{step: f.step, began: f.began, goroutine: f.goroutine, since: f.began, e: e, v: f.v}
	g.Awaited, g.Abandoned = !f.abandoned, f.abandoned
	if g.step == nil {
		g.step = e.vertices[f.v].step()
	}
	if f.awaits != nil {
		g.goroutine = f.awaits.id.Load()
		g.since = f.awaits.began
	}
	g.Phase = e.phaseOf(g.step, f.awaits)
	if f.stoppingLate {
		g.Phase = PhaseStop
	}
	return g
}

// glimpse looks at a task that nothing waits for. Executor.mu is held.
func (t *task) glimpse() *glimpse {
	g := &glimpse{step: t.s, began: t.began, since: t.began}
	g.Phase = t.s.taskPhase()
	if g.Abandoned = t.abandoned; g.Abandoned {
		g.goroutine = t.id.Load()
	}
	return g
}
