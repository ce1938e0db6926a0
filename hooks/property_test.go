// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/facet-go/facet/hooks"
)

func TestProperty_everyRunOfAChainKeepsThePromises(t *testing.T) {
	runWorlds(t, hooks.Mode{}, "")
}

func TestProperty_everyRunInStagesKeepsThePromises(t *testing.T) {
	runWorlds(t, hooks.Mode{}, "", "red", "green")
}

func TestProperty_everyConcurrentRunKeepsThePromises(t *testing.T) {
	runWorlds(t, hooks.Mode{Concurrent: true}, "", "red")
}

func TestProperty_everyLimitedRunKeepsThePromises(t *testing.T) {
	runWorlds(t, hooks.Mode{Concurrent: true, Limit: 2}, "")
}

func runWorlds(t *testing.T, mode hooks.Mode, groups ...string) {
	t.Helper()
	rapid.Check(t, func(rt *rapid.T) {
		w := drawWorld(rt, mode, groups)
		r := &recorder{}
		r.run(t, w)
		o := newOracle(rt, w, r)
		o.checkCalls()
		o.checkStart()
		o.checkSiblings()
		o.checkOrder()
		o.checkStops()
		o.checkCleanups()
		o.checkTime()
		o.checkLeft()
		o.checkErrors()
		o.checkFirstCause()
	})
}

// oracle checks a trace. It knows the promises, not the scheduler.
type oracle struct {
	*rapid.T
	w       *world
	r       *recorder
	begins  map[string][]int // by part: places in the trace
	ends    map[string][]int
	hungUp  map[string]bool // abandoned by Start, by name of the step
	hungOff map[string]bool // abandoned on the way down
	needs   [][]int         // by component: what it depends on, directly or not
}

func newOracle(t *rapid.T, w *world, r *recorder) *oracle {
	o := &oracle{
		T: t, w: w, r: r,
		begins: map[string][]int{}, ends: map[string][]int{}, hungUp: map[string]bool{}, hungOff: map[string]bool{},
	}
	t.Logf("start: %v\ndrain: %v\nstop: %v", r.startErr, r.drainErr, r.stopErr)
	for i, m := range r.trace {
		t.Logf("%d: %+v", i, m)
		if m.ends {
			o.ends[m.name] = append(o.ends[m.name], i)
		} else {
			o.begins[m.name] = append(o.begins[m.name], i)
		}
	}
	for _, h := range hookErrors(r.startErr) {
		o.hungUp[h.Hook] = o.hungUp[h.Hook] || h.Abandoned
	}
	for _, h := range append(hookErrors(r.drainErr), hookErrors(r.stopErr)...) {
		o.hungOff[h.Hook] = o.hungOff[h.Hook] || h.Abandoned
	}
	stage := o.stages()
	for i, c := range w.components {
		all := map[int]bool{}
		for _, d := range c.deps {
			all[d] = true
			for _, dd := range o.needs[d] {
				all[dd] = true
			}
		}
		for d := range w.components {
			if stage[d] < stage[i] && stage[d] > 0 {
				all[d] = true
			}
		}
		o.needs = append(o.needs, slices.Collect(maps.Keys(all)))
	}
	return o
}

// stages returns the stage of each component, counted from 1: 0 is in none.
func (o *oracle) stages() []int {
	stage := make([]int, len(o.w.components))
	if o.w.mode.Concurrent {
		return stage
	}
	for at, s := range o.r.plan.Stages() {
		for _, m := range s.Members {
			stage[slices.Index(o.r.ids, m.Node)] = at + 1
		}
	}
	return stage
}

func (o *oracle) eachStep(f func(c int, s stepSpec, before []stepSpec)) {
	for i, c := range o.w.components {
		var deps []stepSpec
		for _, d := range o.needs[i] {
			deps = append(deps, o.w.components[d].steps...)
		}
		for j, s := range c.steps {
			f(i, s, append(slices.Clone(deps), c.steps[:j]...))
		}
	}
}

// ok returns the place in the trace where the step's start succeeded before
// Start returned, or -1. That of what has no start of its own is where it began,
// or 0 for not known.
func (o *oracle) ok(s stepSpec) int {
	switch s.kind {
	case stopOnly:
		return 0
	case background:
		if len(o.begins[s.stop.name]) == 0 {
			return -1
		}
		return 0 // launched before that
	default:
		for _, i := range o.ends[s.start.name] {
			if m := o.r.trace[i]; m.outcome == succeeds && i < o.r.startReturned && !o.hungUp[s.name] {
				return i
			}
		}
		return -1
	}
}

func (o *oracle) checkCalls() {
	for name, list := range o.begins {
		require.Len(o, list, 1, "%s was called more than once", name)
		require.Len(o, o.ends[name], 1, name)
	}
}

// firstFailure returns when the first failure of a start was there to see.
func (o *oracle) firstFailure() time.Duration {
	fails := time.Duration(1 << 62)
	for _, m := range o.r.trace[:o.r.startReturned] {
		if m.ends && m.outcome != succeeds {
			fails = min(fails, m.at)
		}
	}
	return fails
}

// checkSiblings checks that what is in flight at a failure is cancelled at once.
func (o *oracle) checkSiblings() {
	fails := o.firstFailure()
	o.eachStep(func(_ int, s stepSpec, _ []stepSpec) {
		begins, ends := o.begins[s.start.name], o.ends[s.start.name]
		if s.kind == stopOnly || s.kind == background || s.start.does == ignoring || len(begins) == 0 || begins[0] >= o.r.startReturned {
			return
		}
		if o.r.trace[begins[0]].at <= fails {
			require.LessOrEqual(o, o.r.trace[ends[0]].at, fails, "%s was not cancelled", s.start.name)
		}
	})
}

func (o *oracle) checkStart() {
	fails := o.firstFailure()
	o.eachStep(func(_ int, s stepSpec, before []stepSpec) {
		first := s.start.name
		if s.kind == background {
			first = s.stop.name
		}
		if s.kind == stopOnly || len(o.begins[first]) == 0 {
			return
		}
		i := o.begins[first][0]
		if s.kind != background { // which may be called a moment after its launch
			require.Less(o, i, o.r.startReturned, "%s began after Start had returned", first)
		}
		require.LessOrEqual(o, o.r.trace[i].at, fails, "%s began after a failure", first)
		for _, b := range before {
			at := o.ok(b)
			require.NotEqual(o, -1, at, "%s began before %s had started", s.name, b.name)
			require.Less(o, at, i+1, "%s began before %s had started", s.name, b.name)
		}
	})
	if o.r.startErr == nil {
		o.eachStep(func(_ int, s stepSpec, _ []stepSpec) { require.NotEqual(o, -1, o.ok(s), "%s is not up", s.name) })
	}
}

// stopPlace returns where the step was stopped on the way down, or -1.
func (o *oracle) stopPlace(s stepSpec) int {
	if list := o.begins[s.stop.name]; (s.kind == both || s.kind == stopOnly) && len(list) > 0 && !o.hungUp[s.name] {
		return list[0]
	}
	return -1
}

func (o *oracle) checkOrder() {
	o.eachStep(func(_ int, s stepSpec, before []stepSpec) {
		end := -1
		switch {
		case o.hungOff[s.name] || o.hungUp[s.name]:
			end = o.stopPlace(s)
		case len(o.ends[s.stop.name]) > 0 && s.kind != startOnly:
			end = o.ends[s.stop.name][0]
		}
		if end < 0 {
			return
		}
		for _, b := range before {
			if at := o.stopPlace(b); at >= 0 && end >= o.r.downBegan {
				require.Greater(o, at, end, "%s was stopped before %s", b.name, s.name)
			}
		}
	})
}

func (o *oracle) checkStops() {
	o.eachStep(func(_ int, s stepSpec, before []stepSpec) {
		calls := len(o.begins[s.stop.name])
		switch {
		case s.kind == both && len(o.ends[s.start.name]) > 0:
			i := o.ends[s.start.name][0]
			started := o.r.trace[i].outcome == succeeds
			require.Equal(o, started, calls == 1, "%s: started %v, stopped %d times", s.name, started, calls)
			if started && o.hungUp[s.name] {
				at := o.r.trace[o.begins[s.stop.name][0]].at
				require.Equal(o, o.r.trace[i].at, at, "%s was not stopped at once", s.name)
			}
		case s.kind == both:
			require.Zero(o, calls, "%s never started", s.name)
		case s.kind == stopOnly:
			reached := true
			for _, b := range before {
				reached = reached && o.ok(b) >= 0
			}
			if !reached {
				require.Zero(o, calls, "%s was not reached", s.name)
			} else if o.r.startErr == nil {
				require.Equal(o, 1, calls, s.name)
			}
		default:
		}
	})
	// What stands before a step that began was reached.
	o.eachStep(func(_ int, s stepSpec, before []stepSpec) {
		if s.kind == stopOnly || len(o.begins[s.start.name]) == 0 {
			return
		}
		for _, b := range before {
			if b.kind == stopOnly {
				require.Len(o, o.begins[b.stop.name], 1, "%s was reached", b.name)
			}
		}
	})
}

func (o *oracle) checkCleanups() {
	last := -1
	o.eachStep(func(_ int, s stepSpec, _ []stepSpec) { last = max(last, o.stopPlace(s)) })
	for _, c := range slices.Backward(o.w.components) {
		for _, p := range slices.Backward(c.cleanups) {
			require.Len(o, o.begins[p.name], 1, "%s was not called", p.name)
			require.Greater(o, o.begins[p.name][0], last, "%s is out of order", p.name)
			last = o.begins[p.name][0]
		}
	}
}

func (o *oracle) checkTime() {
	rest := time.Duration(o.w.steps()) * time.Millisecond
	require.LessOrEqual(o, o.r.startTook, 15*time.Second+grace)
	limit := stopTimeout + 2*grace + rest
	if o.w.drains && o.r.startErr == nil {
		limit += o.w.drainDelay
	}
	require.LessOrEqual(o, o.r.downTook, limit)
	if o.w.expireAt > 0 {
		require.LessOrEqual(o, o.r.downTook, o.w.expireAt+2*grace+rest)
	}
	if o.w.cancelAt > 0 {
		require.LessOrEqual(o, o.r.startTook, o.w.cancelAt+grace)
	}
}

// checkLeft checks that what is left after Stop was abandoned, and named.
func (o *oracle) checkLeft() {
	left := 0
	for name, list := range o.begins {
		if list[0] >= o.r.stopReturned || o.ends[name][0] < o.r.stopReturned {
			continue
		}
		left++
		step := name[:len(name)-1]
		if name[len(name)-1] == 'd' {
			step = name
		}
		if name[len(name)-1] != '~' { // cleanups have the name of their function
			require.True(o, o.hungUp[step] || o.hungOff[step], "%s was abandoned without an event", name)
		}
	}
	require.Equal(o, left, o.r.goroutines, "goroutines are left")
	require.Empty(o, o.r.Running())
}

// checkErrors checks that no failure is lost.
func (o *oracle) checkErrors() {
	all := append([]error{o.r.startErr, o.r.drainErr, o.r.stopErr}, o.r.requests()...)
	heard := errors.Join(all...)
	exits := 0
	for i, m := range o.r.trace[:o.r.stopReturned] {
		step := m.name[:len(m.name)-1]
		if !m.ends || o.hungUp[step] || o.hungOff[step] || o.hungOff[m.name] || i >= o.r.stopReturned || m.name[len(m.name)-1] == '~' && o.anyHung() {
			continue
		}
		switch m.outcome {
		case failing, panicking:
			require.ErrorIs(o, heard, m.err, "%s is not heard of", m.name)
		case exiting:
			exits++
		default:
		}
	}
	var slugs []string
	for _, err := range all {
		for _, k := range kinds(err) {
			if slices.Contains([]string{"start-exited", "drain-exited", "stop-exited", "cleanup-exited", "task-exited"}, k) {
				slugs = append(slugs, k)
			}
		}
	}
	require.GreaterOrEqual(o, len(slugs), exits)
}

// anyHung reports whether a cleanup was abandoned, which has no unique name here.
func (o *oracle) anyHung() bool {
	return slices.ContainsFunc(hookErrors(o.r.stopErr), func(h *hooks.HookError) bool {
		return h.Phase == hooks.PhaseCleanup && h.Abandoned
	})
}

// checkFirstCause checks the cause where the trace tells it for certain: a
// failure before any deadline.
func (o *oracle) checkFirstCause() {
	if o.r.startErr == nil {
		return
	}
	earliest, at := "", min(15*time.Second, 1<<62)
	if o.w.cancelAt > 0 {
		at = min(at, o.w.cancelAt)
	}
	cancelled := at == o.w.cancelAt
	o.eachStep(func(_ int, s stepSpec, _ []stepSpec) {
		if list := o.begins[s.start.name]; s.timeout > 0 && len(list) > 0 && s.kind != stopOnly {
			if own := o.r.trace[list[0]].at + s.timeout; own <= at {
				at, earliest, cancelled = own, "", false // may be
			}
		}
	})
	for _, m := range o.r.trace[:o.r.startReturned] {
		if m.ends && m.outcome != succeeds && m.at <= at {
			if m.at == at && !m.late {
				return // a tie
			}
			if m.at < at {
				earliest, at, cancelled = m.name[:len(m.name)-1], m.at, false
			} else if earliest != "" {
				return // a tie
			}
		}
	}
	switch list := hookErrors(o.r.startErr); {
	case cancelled:
		first := o.r.startErr
		if f, ok := first.(*hooks.Failure); ok { //nolint:errorlint // never wrapped
			first = f.Cause
		}
		require.Same(o, errCancelled, first)
	case earliest != "":
		require.NotEmpty(o, list)
		require.Equal(o, earliest, list[0].Hook)
	}
}
