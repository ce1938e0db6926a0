// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"errors"
	"slices"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// Live components and their users.

// dead reports whether all that is owed to an instance was called by a place in the
// trace.
func (o *oracle) dead(c *component, at int) (why string, dead bool) {
	made := o.span(making, c, 0)
	if made.left < at {
		return "", true // it is released when it returns
	}
	if made.end > at {
		return "made", false
	}
	for i := range c.spec.steps {
		if o.owed(c, i, at) || o.span(starting, c, i).during(at) || o.span(adding, c, i).during(at) {
			return c.name(i), false
		}
	}
	for i := range c.spec.cleanups {
		if o.span(cleaning, c, i).over() > at {
			return "a cleanup", false
		}
	}
	return "", true
}

// checkInstances: a node has one instance at a time, and what receives it receives
// that.
func (o *oracle) checkInstances() {
	last := map[int]*component{}
	for i := range o.trace {
		m := &o.trace[i]
		switch {
		case m.role == making && !m.ends:
			if before := last[m.c.node]; before != nil {
				if why, dead := o.dead(before, i); !dead {
					o.failf(i, "one instance at a time: %v was made while %v lived: %s", m.c, before, why)
				}
			}
			o.current(i, last, m.who(), m.c.deps)
			last[m.c.node] = m.c
		case m.role == calling && !m.ends:
			o.current(i, last, m.who(), m.call.args)
		default:
		}
	}
}

func (o *oracle) current(i int, last map[int]*component, who string, list []*component) {
	for _, c := range allOf(list) {
		if last[c.node] != c {
			o.failf(i, "shared instances are identical: %s received %v, and %v lives", who, c, last[c.node])
		}
		if made := o.span(making, c, 0); made.end > i || o.trace[made.end].does != succeeds {
			o.failf(i, "never before dependencies: %s received %v, which is not made", who, c)
		}
	}
}

// checkCalls: what a function of Do uses is up, and stays up while it runs, unless
// the app continued without it. A function is called at most once.
func (o *oracle) checkCalls() {
	abandoned := never
	for i := range o.trace {
		m := &o.trace[i]
		if m.role == told && m.event.Op == observe.OpAbandoned && m.event.Hook == "Do" {
			abandoned = min(abandoned, i)
		}
	}
	for c, s := range o.calls {
		used := allOf(c.args)
		o.usable(s.begin, o.trace[s.begin].who(), used)
		for _, d := range used {
			for step := range d.spec.steps {
				if stop := o.span(stopping, d, step).begin; stop > s.begin && stop < min(s.end, abandoned) {
					o.failf(stop, "a Do disturbs nothing: %s while %s used it", d.name(step), o.trace[s.begin].who())
				}
			}
			for step := range d.spec.cleanups {
				if stop := o.span(cleaning, d, step).begin; stop < min(s.end, abandoned) {
					o.failf(stop, "a Do disturbs nothing: a cleanup of %v while %s used it", d, o.trace[s.begin].who())
				}
			}
		}
	}
}

// checkApp: what the app uses is up when it runs, and stays so until it drains.
func (o *oracle) checkApp() {
	from := never
	var uses []*component
	o.eachState(func(i int, s facet.State) {
		switch {
		case s == facet.StateRunning:
			from, uses = i, o.rootedAt(i)
			if len(uses) != len(o.w.rooted()) {
				o.failf(i, "the app runs without some of what it needs: %v", uses)
			}
			o.usable(i, "the app", uses)
		case from < never:
			for _, c := range uses {
				for step := range c.spec.steps {
					if stop := o.span(stopping, c, step).begin; stop > from && stop < i {
						o.failf(stop, "a Do disturbs nothing: %s while the app ran", c.name(step))
					}
				}
				for step := range c.spec.cleanups {
					if stop := o.span(cleaning, c, step).begin; stop < i {
						o.failf(stop, "a Do disturbs nothing: a cleanup of %v while the app ran", c)
					}
				}
			}
			from = never
		default:
		}
	})
}

// rootedAt returns the latest instances of the nodes that the app needs.
func (o *oracle) rootedAt(at int) []*component {
	last := map[int]*component{}
	for _, c := range o.components {
		if o.span(making, c, 0).end < at {
			last[c.node] = c
		}
	}
	var list []*component
	for _, n := range o.w.rooted() {
		if c := last[n]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// checkGone: when the last call has returned, components without users are gone,
// and after the end of the app everything is. A call that something of the app
// made may have returned before: its part is stopped as soon as that is possible.
func (o *oracle) checkGone() {
	calls, nested := 0, false
	for i := range o.trace {
		m := &o.trace[i]
		if m.role != method || m.call.name == "cancel" {
			continue
		}
		if !m.ends {
			if m.call.name != "Stop" && m.call.name != "Shutdown" {
				calls++
			}
			nested = nested || m.call.nested
			continue
		}
		if m.call.name != "Stop" && m.call.name != "Shutdown" {
			calls--
		}
		if nested {
			break
		}
		switch m.state {
		case facet.StateNew, facet.StateStopped, facet.StateFailed:
			if calls == 0 {
				o.gone(i, nil)
			}
		case facet.StateBuilt:
			if calls == 0 {
				o.gone(i, o.rootedAt(i))
			}
		case facet.StateRunning:
			if calls == 0 || calls == 1 && o.runs(i) {
				o.gone(i, o.rootedAt(i))
			}
		default:
		}
	}
	o.gone(len(o.trace), nil)
}

// runs reports whether a Run is in progress.
func (o *oracle) runs(i int) bool {
	for c, s := range o.methods {
		if c.name == "Run" && s.begin < i && s.end > i {
			return true
		}
	}
	return false
}

func (o *oracle) gone(i int, but []*component) {
	keep := map[*component]bool{}
	for _, c := range allOf(but) {
		keep[c] = true
	}
	for _, c := range o.components {
		if o.span(making, c, 0).begin > i || keep[c] {
			continue
		}
		if why, dead := o.dead(c, i); !dead {
			o.failf(i, "everything is stopped when its last user has gone: %v lives: %s", c, why)
		}
	}
}

// checkRefused: while the app stops, no call of Do begins; while it drains, one is
// served at once by what is up, or fails at once.
func (o *oracle) checkRefused() {
	for c, s := range o.methods {
		begin, end := o.trace[s.begin], o.trace[s.end]
		if c.name != "Do" || c.nested || begin.state != facet.StateDraining && begin.state != facet.StateStopping {
			continue
		}
		for i := c.from; i <= len(o.trace); i++ {
			if i == len(o.trace) || o.trace[i].at > begin.at {
				f, served := o.calls[c]
				served = served && o.trace[f.begin].at == begin.at
				// What it uses may have failed, which is what drains the app.
				if begin.state == facet.StateDraining && (served || end.err != nil && end.at == begin.at) {
					break
				}
				if !errors.Is(end.err, facet.ErrStopping) || end.at > begin.at {
					o.failf(s.end, "ErrStopping: %s got %v", end.who(), end.err)
				}
				break
			}
			if m := o.trace[i]; m.role == told && m.event.Op == observe.OpState {
				break // it may have begun after that
			}
		}
	}
}

// checkReentrancy: a start hook cannot wait for the app.
func (o *oracle) checkReentrancy() {
	for i := range o.trace {
		if m := &o.trace[i]; m.role == reentering && m.err != facet.ErrReentrant { //nolint:errorlint // itself
			o.failf(i, "ErrReentrant: %v", m.err)
		}
	}
}

// checkShared: when a task of what a function of Do uses fails, the context of the
// function ends, and the call returns that cause.
func (o *oracle) checkShared() {
	for i := range o.trace {
		m := &o.trace[i]
		if m.role != working || !m.ends || m.late || m.does == succeeds || o.span(working, m.c, m.step).left < i {
			continue
		}
		for c, s := range o.calls {
			if !s.during(i) || !slices.Contains(allOf(c.args), m.c) {
				continue
			}
			end := o.trace[s.end]
			if end.at > m.at && c.spec.does.does != ignoring && c.spec.inner == nil {
				o.failf(i, "a failing task ends all users: %s continued", end.who())
			}
			returned := o.trace[o.methods[c].end]
			if m.err != nil && returned.does != exiting && errors.Is(c.why, m.err) && !errors.Is(returned.err, m.err) {
				o.failf(i, "a failing task ends all users: %s got %v", returned.who(), returned.err)
			}
		}
	}
}
