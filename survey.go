// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
)

// maxStacks is of how many functions given to Do a report has the stacks.
const maxStacks = 16

// survey is what was seen of an app at a moment, and what was then found out
// about it.
type survey struct {
	app   *App
	state State
	since time.Time
	built *container.Build // of the run, nil before it
	calls []sighting       // the longest first
	lines []line

	isBuilding bool // the run
}

// sighting is what was seen of a call of Do.
type sighting struct {
	*doCall
	phase     doPhase
	abandoned bool
}

// survey looks at what is under the lock.
func (a *App) survey() *survey {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := &survey{app: a, state: a.state, since: a.since, built: a.run.built.Load()}
	s.isBuilding = a.run.plan.Load() == nil && (a.state == StateBuilding || a.state == StateStarting)
	for c := range a.calls {
		s.calls = append(s.calls, sighting{c, c.phase, false})
	}
	for c := range a.abandonedCalls {
		s.calls = append(s.calls, sighting{c, c.phase, true})
	}
	slices.SortFunc(s.calls, func(x, y sighting) int { return x.began.Compare(y.began) })
	return s
}

// inspect makes the lines.
func (s *survey) inspect() {
	builds, of := []*container.Build{s.built}, []*doCall{nil}
	for _, c := range s.calls {
		// One call at a time constructs.
		if c.phase == doStarting || c.phase == doRunning && len(builds) <= maxStacks {
			builds, of = append(builds, c.build.Load()), append(of, c.doCall)
		}
	}
	functions := map[*doCall]*container.Running{}
	for i, r := range container.Inspect(builds...) {
		switch {
		case r == nil:
		case r.Call:
			functions[of[i]] = r
		default:
			s.lines = append(s.lines, constructing(r))
		}
	}
	for _, c := range s.calls {
		s.lines = append(s.lines, s.calling(c, functions[c.doCall]))
	}
	for _, r := range s.app.hooks.Inspect() {
		s.lines = append(s.lines, line{Running: r})
	}
}

// constructing is the line of a constructor or an invoked function.
func constructing(r *container.Running) line {
	return line{Running: hooks.Running{
		Component: r.Component, Phase: r.Kind.String(), Place: r.Place, Elapsed: r.Elapsed,
		Awaited: !r.Abandoned, Abandoned: r.Abandoned, Stack: r.Stack, Goroutines: r.Goroutines, NoStack: r.NoStack,
	}}
}

// calling is the line of a call of Do. r is its function, nil if it is not looked
// into.
func (s *survey) calling(c sighting, r *container.Running) line {
	l := line{call: c.doCall, note: c.phase.String()}
	l.Component, l.Phase, l.Place = c.function.ID(), hooks.PhaseCall, c.function.Place
	l.Elapsed, l.Abandoned = time.Since(c.began), c.abandoned
	if r != nil {
		l.Elapsed, l.Stack, l.NoStack = r.Elapsed, r.Stack, r.NoStack
	}
	if c.phase == doRunning && !c.abandoned && (s.state == StateDraining || s.state == StateStopping) {
		l.note = "the stop waits for it"
	}
	return l
}
