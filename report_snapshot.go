// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// maxStacks is the number of functions given to Do whose stacks a report has.
const maxStacks = 16

// snapshot is the state of an app at one moment, with entries that collect adds after
// the lock is released.
type snapshot struct {
	app        *App
	state      State
	since      time.Time
	isBuilding bool             // the run constructs
	built      *container.Build // of the run, nil before it
	calls      []doSnapshot     // the longest first
	entries    []entry
}

// doSnapshot is a call of Do at one moment.
type doSnapshot struct {
	*doCall
	phase doPhase // shadows that of the call, which App.mu guards
}

// snapshot copies the fields that App.mu guards.
func (a *App) snapshot() *snapshot {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &snapshot{app: a, state: a.state, since: a.since, built: a.run.built.Load()}
	s.isBuilding = a.run.plan.Load() == nil && (a.state == StateBuilding || a.state == StateStarting)
	for c := range a.calls {
		s.calls = append(s.calls, doSnapshot{c, c.phase})
	}
	slices.SortFunc(s.calls, func(x, y doSnapshot) int { return x.began.Compare(y.began) })
	return s
}

// collect adds the entries.
func (s *snapshot) collect() {
	builds, calls := []*container.Build{s.built}, []*doCall{nil} // the call of each build
	for _, c := range s.calls {
		// Only one call at a time constructs.
		if c.phase == doStarting || c.phase.functionRuns() && len(builds) <= maxStacks {
			builds, calls = append(builds, c.built.Load()), append(calls, c.doCall)
		}
	}
	functions := map[*doCall]*container.Running{}
	for i, r := range container.Inspect(builds...) {
		switch {
		case r == nil:
		case r.Call:
			functions[calls[i]] = r
		default:
			s.entries = append(s.entries, constructorEntry(r))
		}
	}
	for _, c := range s.calls {
		s.entries = append(s.entries, s.doEntry(c, functions[c.doCall]))
	}
	for _, r := range s.app.hooks.Inspect() {
		s.entries = append(s.entries, entry{Running: r})
	}
}

// constructorEntry is the entry of a constructor or an invoked function.
func constructorEntry(r *container.Running) entry {
	return entry{Running: hooks.Running{
		Component: r.Component, Phase: r.Kind.String(), Place: r.Place, Elapsed: r.Elapsed,
		Awaited: !r.Abandoned, Abandoned: r.Abandoned, Stack: r.Stack, Goroutines: r.Goroutines, NoStack: r.NoStack,
	}}
}

// doEntry is the entry of a call of Do. r is its function, or nil if that was not
// inspected.
func (s *snapshot) doEntry(c doSnapshot, r *container.Running) entry {
	e := entry{call: c.doCall, note: c.phase.String()}
	e.Component, e.Phase, e.Place = c.function.ID(), hooks.PhaseCall, c.function.Place
	e.Elapsed, e.Abandoned = time.Since(c.began), c.phase == doAbandoned
	if r != nil {
		e.Elapsed, e.Stack, e.NoStack = r.Elapsed, r.Stack, r.NoStack
	}
	if c.phase == doRunning && (s.state == StateDraining || s.state == StateStopping) {
		e.note = "the stop waits for it"
	}
	return e
}

// awaitedNames returns the names of the constructors, hooks and tasks that something waits for, for a
// forced stop.
func (a *App) awaitedNames() []string {
	var names []string
	a.mu.Lock()
	builds := []*container.Build{a.run.built.Load()}
	for c := range a.activeCalls() {
		builds = append(builds, c.built.Load())
	}
	a.mu.Unlock()
	for _, b := range builds {
		if b != nil {
			if node := b.Running(); node >= 0 {
				names = append(names, graph.ShortName(a.container.ID(node))+": constructor")
			}
		}
	}
	for _, r := range a.hooks.Running() {
		if r.Awaited {
			names = append(names, r.Name())
		}
	}
	return names
}
