// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// Running is a hook, a task or a cleanup that runs now.
type Running struct {
	Component string        // id of the node
	Hook      string        // name of the hook or task
	Phase     Phase         // [PhaseTask] also while the stop waits for the task
	Place     graph.Place   // the line that registered it
	Elapsed   time.Duration // since the call, or since the stop began to wait for the task
	Awaited   bool          // a start, drain or stop waits for it; false for a running task
	Abandoned bool          // it did not return within Grace; nothing waits for it

	// The fields below are set by [Executor.Inspect], for the first 16 that
	// are not running tasks.

	Waiting     []string // ids of the components that wait for it, the nearest first; 5 at most
	MoreWaiting int      // how many more components wait
	Stack       string   // of its goroutine, at most a second old
	Goroutines  string   // stacks of the other goroutines that the component started
	NoStack     string   // why there are no stacks, "" if there are
}

// Name returns the short name as "component: hook".
func (r Running) Name() string {
	if r.Hook == "" {
		return text.Line(graph.ShortName(r.Component))
	}
	return stepName(r.Component, r.Hook)
}

// Running returns everything that runs now: first what a start, drain or stop waits
// for, then what was abandoned, then running tasks; the longest first in each part.
func (x *Executor) Running() []Running { return runningOf(x.sortedSnapshots()) }

// Inspect returns what [Executor.Running] returns, with stacks and waiting components,
// and without users of components. It takes the stacks of up to 10,000 goroutines, at
// most once a second, which stops the world for a moment.
func (x *Executor) Inspect() []Running {
	list := slices.DeleteFunc(x.sortedSnapshots(), func(s *snapshot) bool { return s.step.kind == kindUser })
	look := sync.OnceValue(func() guard.Look { return x.dumper.Take(guard.Unhurried) })
	for _, s := range list[:min(len(list), maxStacks)] {
		if (s.Awaited || s.Abandoned) && s.goroutine != 0 {
			s.addStacks(look())
		}
		if s.Awaited {
			s.addWaiting()
		}
	}
	return runningOf(list)
}

// Awaits reports whether an execution in progress waits for a goroutine.
func (x *Executor) Awaits(goroutine uint64) bool {
	return slices.ContainsFunc(x.snapshots(), func(s *snapshot) bool { return s.Awaited && s.goroutine == goroutine })
}

// RunsOn reports whether a goroutine runs a hook or a task, so that a stop would wait
// for it.
func (x *Executor) RunsOn(goroutine uint64) bool {
	return slices.ContainsFunc(x.snapshots(), func(s *snapshot) bool { return !s.Abandoned && s.goroutine == goroutine })
}

// snapshot describes something that runs, at one moment.
type snapshot struct {
	Running
	step           *step // nil for a component's stop between two waits
	startedAt      time.Time
	goroutine      uint64     // that runs the code of the step, 0 before it begins
	goroutineSince time.Time  // when that goroutine began the step
	execution      *execution // that waits for it; nil for a running task
	vertex         int32      // of execution
}

// snapshots returns everything that runs, without names, stacks and waiting
// components.
func (x *Executor) snapshots() []*snapshot {
	x.mu.Lock()
	defer x.mu.Unlock()
	var list []*snapshot
	awaited := map[*task]bool{}
	for _, e := range x.active {
		for _, f := range e.inFlight {
			if !f.abandoned {
				list = append(list, e.snapshot(f))
				awaited[f.awaitedTask] = true
			}
		}
	}
	for f, e := range x.abandoned {
		list = append(list, e.snapshot(f))
		awaited[f.awaitedTask] = true
	}
	for t := range x.tasks {
		if !awaited[t] {
			s := &snapshot{step: t.step, startedAt: t.startedAt, goroutine: t.id.Load(), goroutineSince: t.startedAt}
			s.Phase, s.Abandoned = t.step.taskPhase(), t.abandoned
			list = append(list, s)
		}
	}
	return list
}

// snapshot describes the step of f. Executor.mu is held.
func (e *execution) snapshot(f *stepRun) *snapshot {
	s := &snapshot{step: f.step, startedAt: f.startedAt, goroutine: f.goroutine, goroutineSince: f.startedAt, execution: e, vertex: f.vertex}
	s.Awaited, s.Abandoned = !f.abandoned, f.abandoned
	if f.abandoned {
		s.step = e.vertices[f.vertex].step()
	}
	if f.awaitedTask != nil {
		s.goroutine, s.goroutineSince = f.awaitedTask.id.Load(), f.awaitedTask.startedAt
		if id := f.awaitedTask.stopGoroutine.Load(); id != 0 {
			s.goroutine, s.goroutineSince = id, f.startedAt
		}
	}
	switch {
	case f.stoppingLate:
		s.Phase = PhaseStop
	case s.step != nil:
		s.Phase = e.phaseOf(s.step, f.awaitedTask)
	}
	return s
}

// addStacks adds the stacks of a dump.
func (s *snapshot) addStacks(look guard.Look) {
	seen := look.At(s.goroutine, s.goroutineSince, s.step.component())
	s.Stack, s.Goroutines, s.NoStack = seen.Stack, seen.Started, seen.Why
}

func (s *snapshot) addWaiting() { s.Waiting, s.MoreWaiting = s.execution.blockedComponents(s.vertex) }

// sortedSnapshots returns everything that runs with names, in the order of
// [Executor.Running].
func (x *Executor) sortedSnapshots() []*snapshot {
	list := slices.DeleteFunc(x.snapshots(), func(s *snapshot) bool { return s.step == nil })
	for _, s := range list {
		s.Component, s.Hook, s.Place = s.step.component(), s.step.nameIn(s.Phase), s.step.place
		s.Elapsed = time.Since(s.startedAt)
	}
	slices.SortStableFunc(list, func(a, b *snapshot) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.startedAt.Compare(b.startedAt), strings.Compare(a.Component, b.Component), strings.Compare(a.Hook, b.Hook))
	})
	return list
}

func (s *snapshot) rank() int {
	switch {
	case s.Awaited:
		return 0
	case s.Abandoned:
		return 1
	default:
		return 2
	}
}

func runningOf(list []*snapshot) []Running {
	all := make([]Running, len(list))
	for i, s := range list {
		all[i] = s.Running
	}
	return all
}
