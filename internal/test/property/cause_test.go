// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package property_test

import (
	"errors"
	"math"
	"strings"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/observe"
)

// What went wrong, and who hears of it.

// nested reports whether something of the app has called Do. Such a call may return
// before its part is stopped.
func (o *oracle) nested() bool {
	for c := range o.methods {
		if c.nested {
			return true
		}
	}
	return false
}

// checkErrors: no failure is lost, and that of a function of Do is what that call
// returns.
func (o *oracle) checkErrors() {
	var returned, events []error
	silent := o.nested()
	for i := range o.trace {
		switch m := &o.trace[i]; {
		case m.role == method && m.ends:
			returned = append(returned, m.err)
			silent = silent || m.does == exiting // it does not return
		case m.role == told && m.event.Op == observe.OpResult:
			returned = append(returned, m.event.Err)
		case m.role == told:
			events = append(events, m.event.Err)
		default:
		}
	}
	heard, all := errors.Join(returned...), errors.Join(append(returned, events...)...)
	for i := range o.trace {
		m := &o.trace[i]
		var boom *partError
		switch {
		case !m.ends || m.does != failing && m.does != panicking || !errors.As(m.err, &boom):
		case m.role == calling:
			if s := o.methods[m.call]; s.end < never && o.trace[s.end].does != exiting && !errors.Is(o.trace[s.end].err, m.err) {
				o.failf(i, "no failure is lost: %s: not in %v", m.who(), o.trace[s.end].err)
			}
		case m.role == method:
		case o.isLate(m) || silent || o.span(m.role, m.c, m.step).left < never || o.zombie(m):
			if !errors.Is(all, m.err) && !o.isLate(m) {
				o.failf(i, "no failure is lost: no event or error has %s", m.who())
			}
		case !errors.Is(heard, m.err):
			o.failf(i, "no failure is lost: no event or error has %s", m.who())
		}
	}
}

// zombie reports whether m is of something that was abandoned before it began.
func (o *oracle) zombie(m *moment) bool {
	return o.span(starting, m.c, m.step).left < never || o.span(making, m.c, 0).left < never
}

// checkFirstCause: the cause of a result is the first failure, where the trace
// tells it for certain. A run that nothing disturbs ends without an error.
func (o *oracle) checkFirstCause() {
	for c := range o.methods {
		if c.name == "Do" {
			return
		}
	}
	from := 0
	for _, e := range o.ended {
		o.firstCause(from, e)
		from = e.at
	}
}

// firstCause checks one run, which ended with e.
func (o *oracle) firstCause(from int, e ending) {
	var cause error
	causeAt, otherwise := time.Duration(-1), time.Duration(math.MaxInt64)
	clean := true
	for i := from; i < e.at; i++ {
		m := &o.trace[i]
		if m.role == method && m.call.bound > 0 {
			otherwise = min(otherwise, m.call.bound)
		}
		switch err := o.ends(m); {
		case m.role == starting && m.late && m.at == causeAt && m.c.spec.steps[m.step].timeout == 0:
			// The cause has ended its context.
		case err == errOtherwise: //nolint:errorlint // the very same
			otherwise = min(otherwise, m.at)
		case err == nil:
		case causeAt < 0:
			cause, causeAt = err, m.at
		case causeAt == m.at:
			return // a tie
		default:
		}
		clean = clean && !o.disturbs(m)
	}
	if clean && cause == nil && e.err != nil && !o.bounded() {
		o.failf(e.at, "a clean end: %v", e.err)
	}
	if causeAt < 0 || otherwise <= causeAt {
		return
	}
	first := e.err
	if f, ok := first.(*facet.Failure); ok { //nolint:errorlint // never wrapped
		first = f.Cause
	}
	if !errors.Is(first, cause) {
		o.failf(e.at, "first cause first: %v is not %v", first, cause)
	}
}

// errOtherwise stands for the end of a run that is clean, or whose cause the trace
// does not tell.
var errOtherwise = errors.New("otherwise")

// ends returns the cause with which m would end a run, or errOtherwise; nil if it
// would not.
func (o *oracle) ends(m *moment) error {
	switch m.role {
	case making, starting, working:
		switch {
		case !m.ends:
		case m.late:
			return errOtherwise
		case m.does == exiting:
			return errOtherwise
		case m.does != succeeds:
			return m.err
		case m.role == working && m.c.spec.steps[m.step].significant:
			return errOtherwise
		}
	case method:
		switch {
		case m.call.name == "Stop" || m.call.name == "cancel":
			return errOtherwise
		case m.call.name != "Shutdown" || m.ends || m.state == facet.StateStopped || m.state == facet.StateFailed:
		case m.call.cause == nil, m.state == facet.StateNew, m.state == facet.StateBuilt: // which is kept
			return errOtherwise
		case o.moved(m.call): // perhaps it came too late for this run
			return errOtherwise
		default:
			return m.call.cause
		}
	case told:
		switch m.event.Op {
		case observe.OpSignal, observe.OpAbandoned, observe.OpWarning:
			return errOtherwise
		default:
		}
	default:
	}
	return nil
}

// moved reports whether the app changed its state about when a method was called.
func (o *oracle) moved(c *call) bool {
	for i := c.from; i < o.methods[c].end; i++ {
		if m := &o.trace[i]; m.role == told && m.event.Op == observe.OpState {
			return true
		}
	}
	return false
}

// disturbs reports whether m may make the result an error.
func (o *oracle) disturbs(m *moment) bool {
	switch m.role {
	case told:
		return m.event.Op == observe.OpAbandoned || m.event.Op == observe.OpWarning || m.event.Op == observe.OpSignal
	case method:
		return m.call.name == "cancel" || m.call.cause != nil
	default:
		return m.late || m.ends && m.does != succeeds
	}
}

// bounded reports whether some context of a caller may end.
func (o *oracle) bounded() bool {
	for _, e := range o.w.events {
		if e.timeout > 0 || e.kind == evCancel {
			return true
		}
	}
	return false
}

// checkLeft: after the end no goroutine is left but those of functions that were
// abandoned, each of which was named.
func (o *oracle) checkLeft() {
	if o.goroutines >= 0 && o.goroutines != o.running && !o.nested() {
		o.failf(len(o.trace), "no goroutine left: %d goroutines, %d functions: %s", o.goroutines, o.running, strings.Join(o.left, "\n\n"))
	}
}
