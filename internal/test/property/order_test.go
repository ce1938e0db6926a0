// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

// The order of things.

// checkOnce: every function of an instance is called at most once, and comes to an
// end; what had started is stopped, and nothing else; cleanups are called in any
// case.
func (o *oracle) checkOnce() {
	for key, s := range o.spans { // that it began once is checked on the way
		if s.end == never {
			o.failf(s.begin, "%s has no end", o.trace[s.begin].who())
		}
		_ = key
	}
	for _, c := range o.components {
		for i := range c.spec.cleanups {
			if o.span(cleaning, c, i).begin == never {
				o.failf(0, "exactly once: cleanup %d of %v was not called", i, c)
			}
		}
		for i, s := range c.spec.steps {
			start, stop := o.span(starting, c, i), o.span(stopping, c, i)
			if s.kind == both {
				started := start.begin < never && o.trace[start.end].does == succeeds
				if started != (stop.begin < never) {
					o.failf(start.begin, "rollback complete and only that: %s: started %v, stopped %v", c.name(i), started, !started)
				}
			}
			if launched := o.span(launching, c, i).begin < never; launched != (o.span(adding, c, i).begin < never) {
				o.failf(0, "exactly once: %s: launched %v", c.added(i), launched)
			}
		}
		if o.span(making, c, 0).begin == never {
			o.failf(0, "%v was not made", c)
		}
	}
}

// checkStarts: nothing starts before what it depends on is up, or after that began
// to stop.
func (o *oracle) checkStarts() {
	for i := range o.trace {
		m := &o.trace[i]
		if m.role != starting || m.ends || o.isLate(m) {
			continue
		}
		for step := range m.step {
			if !o.isUp(m.c, step, i) {
				o.failf(i, "never before dependencies: %s began before %s was up", m.who(), m.c.name(step))
			}
		}
		o.usable(i, m.who(), o.deps[m.c])
	}
}

// usable checks that components are up.
func (o *oracle) usable(i int, who string, list []*component) {
	for _, d := range list {
		for step := range d.spec.steps {
			if !o.isUp(d, step, i) {
				o.failf(i, "never before dependencies: %s began before %s was up", who, d.name(step))
			}
			if o.span(stopping, d, step).begin < i {
				o.failf(i, "never before dependencies: %s began after %s had been stopped", who, d.name(step))
			}
		}
	}
}

// checkStops: nothing is stopped or cleaned up before what depends on it.
func (o *oracle) checkStops() {
	for i := range o.trace {
		m := &o.trace[i]
		if m.ends || m.role != stopping && m.role != cleaning || o.isLate(m) {
			continue
		}
		for step := range m.c.spec.steps {
			if step != m.step || m.role == cleaning {
				o.stopped(i, m.c, step, m.role == cleaning || step > m.step)
			}
		}
		if s := o.span(making, m.c, 0); s.during(i) {
			o.failf(i, "never stopped before dependents: %s while %v was made", m.who(), m.c)
		}
		for _, c := range o.users[m.c] {
			if o.span(making, c, 0).during(i) {
				o.failf(i, "never stopped before dependents: %s while %v was made", m.who(), c)
			}
			for step := range c.spec.steps {
				o.stopped(i, c, step, true)
			}
			if m.role == cleaning {
				o.cleaned(i, c, 0)
			}
		}
		if m.role == cleaning {
			o.cleaned(i, m.c, m.step+1)
		}
	}
}

// stopped checks that a step is down, or if it is before another of its component,
// that it is not on its way.
func (o *oracle) stopped(i int, c *component, step int, must bool) {
	if o.span(making, c, 0).left < never {
		return
	}
	if o.span(starting, c, step).during(i) {
		o.failf(i, "never stopped before dependents: %s while %s started", o.trace[i].who(), c.name(step))
	}
	if must && o.owed(c, step, i) {
		o.failf(i, "never stopped before dependents: %s before %s", o.trace[i].who(), c.name(step))
	}
	if o.span(adding, c, step).during(i) {
		o.failf(i, "never stopped before dependents: %s before %s", o.trace[i].who(), c.added(step))
	}
}

// cleaned checks that the cleanups of a component have been called, from one on.
func (o *oracle) cleaned(i int, c *component, from int) {
	if o.span(making, c, 0).left < never {
		return
	}
	for step := from; step < len(c.spec.cleanups); step++ {
		if o.span(cleaning, c, step).over() > i {
			o.failf(i, "cleanups in reverse: %s before cleanup %d of %v", o.trace[i].who(), step, c)
		}
	}
}

// checkCleanups: without calls of Do a stop is that of the whole app, and its cleanups run
// in reverse order of construction.
func (o *oracle) checkCleanups() {
	for c := range o.methods {
		if c.name == "Do" {
			return
		}
	}
	for i := range o.trace {
		m := &o.trace[i]
		if m.ends || m.role != cleaning || o.isLate(m) {
			continue
		}
		for _, c := range o.components[m.c.serial+1:] {
			if o.span(making, c, 0).begin < i {
				o.cleaned(i, c, 0)
			}
		}
	}
}

// checkLateStarts: a start that succeeds after it was abandoned is stopped at once.
func (o *oracle) checkLateStarts() {
	for _, c := range o.components {
		for i, s := range c.spec.steps {
			start := o.span(starting, c, i)
			if s.kind != both || start.left >= start.end || o.trace[start.end].does != succeeds {
				continue
			}
			if stop := o.span(stopping, c, i); o.trace[stop.begin].at != o.trace[start.end].at {
				o.failf(stop.begin, "rollback complete: %s was not stopped at once", c.name(i))
			}
		}
	}
}

// checkTransitions: builds, starts and stops happen one at a
// time.
func (o *oracle) checkTransitions() {
	var up, down []span
	going := func(list []span, i int) bool {
		for _, s := range list {
			if s.during(i) {
				return true
			}
		}
		return false
	}
	for i := range o.trace {
		m := &o.trace[i]
		if m.ends || m.c == nil {
			continue
		}
		s := o.span(m.role, m.c, m.step)
		switch m.role {
		case making, starting:
			if o.isLate(m) {
				continue
			}
			if going(down, i) {
				o.failf(i, "one transition at a time: %s while something stopped", m.who())
			}
			up = append(up, s)
		case stopping, cleaning:
			if o.isLate(m) {
				continue
			}
			if going(up, i) {
				o.failf(i, "siblings awaited: %s while something started", m.who())
			}
			down = append(down, s)
		default:
		}
	}
}

// checkSiblings: when a start fails, those in flight are cancelled at once.
func (o *oracle) checkSiblings() {
	for i := range o.trace {
		m := &o.trace[i]
		if m.role != starting || !m.ends || m.does == succeeds || m.late || o.isLate(m) || o.span(starting, m.c, m.step).left < i {
			continue
		}
		for key, s := range o.spans {
			if key.role != starting || !s.during(i) || s.end == i {
				continue
			}
			c := o.components[key.serial]
			if c.spec.steps[key.step].start.does != ignoring && o.trace[s.end].at > m.at {
				o.failf(i, "siblings cancelled: %s failed, and %s continued", m.who(), c.name(key.step))
			}
			if begun := o.trace[s.begin]; s.begin > i && begun.at == m.at {
				o.failf(i, "siblings: %s began after a failure", c.name(key.step))
			}
		}
	}
}
