// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"fmt"
	"math"
	"strings"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// never is later than the end of any trace.
const never = math.MaxInt

// span is where in the trace something began, ended, and was abandoned.
type span struct{ begin, end, left int }

// over is where nothing waits for it any more.
func (s span) over() int { return min(s.end, s.left) }

// during reports whether it runs at a place in the trace.
func (s span) during(i int) bool { return s.begin < i && i <= s.over() }

var nothing = span{never, never, never}

type spanKey struct {
	role   role
	serial int
	step   int
}

// ending is the end of a run.
type ending struct {
	at  int
	err error
}

// failer is a test, or what stands in for one.
type failer interface {
	Helper()
	Logf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// oracle checks a trace. It knows the promises, not the scheduler.
type oracle struct {
	failer
	*recorder
	first   *string // trace that failed
	spans   map[spanKey]span
	calls   map[*call]span // functions of Do
	methods map[*call]span
	users   map[*component][]*component // what received it, directly or not
	deps    map[*component][]*component // what it received, directly or not
	ended   []ending                    // of runs
	result  error
}

func newOracle(t failer, r *recorder, first *string) *oracle {
	o := &oracle{
		failer: t, recorder: r, first: first,
		spans: map[spanKey]span{}, calls: map[*call]span{}, methods: map[*call]span{},
		users: map[*component][]*component{}, deps: map[*component][]*component{},
	}
	if r.stuck != "" {
		o.failf(0, "no deadlock: %s", r.stuck)
	}
	for i := range r.trace {
		o.index(i)
	}
	for _, c := range r.components {
		o.deps[c] = allOf(c.deps)
		for _, d := range o.deps[c] {
			o.users[d] = append(o.users[d], c)
		}
	}
	return o
}

// allOf returns components and all that they received, each once.
func allOf(list []*component) []*component {
	var all []*component
	seen := map[*component]bool{}
	var visit func(list []*component)
	visit = func(list []*component) {
		for _, c := range list {
			if c != nil && !seen[c] {
				seen[c] = true
				all = append(all, c)
				visit(c.deps)
			}
		}
	}
	visit(list)
	return all
}

// failf fails with the trace. What hangs on the order of goroutines may not come
// again when the case is shrunk: the first trace is kept.
func (o *oracle) failf(at int, format string, args ...any) {
	o.Helper()
	var b strings.Builder
	for i, m := range o.trace {
		fmt.Fprintf(&b, "%4d %v\n", i, m)
	}
	text := fmt.Sprintf("at %d: "+format, append([]any{at}, args...)...)
	fmt.Fprintf(&b, "%+v\n%s", *o.w, text)
	o.Logf("%s", b.String())
	if *o.first == "" {
		*o.first = b.String()
	}
	o.Fatalf("%s", text)
}

// index notes one moment.
func (o *oracle) index(i int) {
	m := &o.trace[i]
	switch m.role {
	case told:
		o.indexEvent(i, m.event)
	case calling:
		o.calls[m.call] = o.extend(o.calls[m.call], i, m)
	case method:
		o.methods[m.call] = o.extend(o.methods[m.call], i, m)
	default:
		key := spanKey{m.role, m.c.serial, m.step}
		s, known := o.spans[key]
		switch {
		case m.role == reentering || m.role == launching:
			s = span{i, i, never}
		case known && !m.ends:
			o.failf(i, "exactly once: %s began again", m.who())
		default:
			s = o.extend(s, i, m)
		}
		o.spans[key] = s
	}
}

func (o *oracle) extend(s span, i int, m *moment) span {
	if !m.ends {
		return span{i, never, never}
	}
	s.end = i
	if s.left == 0 {
		s.left = never
	}
	return s
}

func (o *oracle) indexEvent(i int, e *observe.Event) {
	switch e.Op {
	case observe.OpResult:
		o.result = e.Err
	case observe.OpState:
		if e.State == facet.StateStopped || e.State == facet.StateFailed {
			o.ended = append(o.ended, ending{i, o.result})
		}
	case observe.OpAbandoned:
		o.abandon(i, e)
	default:
	}
}

// abandon records what was abandoned. Constructors and cleanups have no names, but
// run one at a time.
func (o *oracle) abandon(i int, e *observe.Event) {
	for key, s := range o.spans {
		// What returned at that very moment may have been abandoned all the same.
		if s.left != never || s.end != never && o.trace[s.end].at < o.trace[i].at {
			continue
		}
		c := o.components[key.serial]
		var mine bool
		switch key.role {
		case making:
			mine = e.Hook == ""
		case cleaning:
			mine = !strings.HasPrefix(e.Hook, "n") && e.Hook != "Do" && e.Hook != ""
		case draining:
			mine = e.Hook == c.drain(key.step)
		case adding:
			mine = e.Hook == c.added(key.step)
		default:
			mine = e.Hook == c.name(key.step)
		}
		if mine {
			s.left = min(i, s.end)
			o.spans[key] = s
		}
	}
}

func (o *oracle) span(r role, c *component, step int) span {
	if s, ok := o.spans[spanKey{r, c.serial, step}]; ok {
		return s
	}
	return nothing
}

// isUp reports whether a step was up at a place in the trace. Those that only stop, and
// tasks, are up for all that the trace tells.
func (o *oracle) isUp(c *component, step, at int) bool {
	switch c.spec.steps[step].kind {
	case both, startOnly, serving:
		s := o.span(starting, c, step)
		return s.end < at && s.end < s.left && o.trace[s.end].does == succeeds
	default:
		return true
	}
}

// owed reports whether the stop of a step is owed at a place in the trace, or runs.
func (o *oracle) owed(c *component, step, at int) bool {
	switch c.spec.steps[step].kind {
	case both:
		return o.isUp(c, step, at) && o.span(stopping, c, step).over() > at
	case stopOnly:
		return o.span(stopping, c, step).during(at)
	case background, serving:
		return o.span(working, c, step).during(at)
	default:
		return false
	}
}

// isLate reports whether a stop is that of a start that was abandoned, and whether a
// cleanup or a task is of a constructor that was.
func (o *oracle) isLate(m *moment) bool {
	switch m.role {
	case stopping:
		return o.span(starting, m.c, m.step).left < never
	case cleaning, starting:
		return o.span(making, m.c, 0).left < never
	default:
		return false
	}
}

// eachState calls f for each state of the app.
func (o *oracle) eachState(f func(i int, s facet.State)) {
	for i := range o.trace {
		if m := &o.trace[i]; m.role == told && m.event.Op == observe.OpState {
			f(i, m.event.State)
		}
	}
}
