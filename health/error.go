// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// NotReadyError says why an app is not ready. errors.Is finds the errors of the failing
// checks among its causes, unchanged.
type NotReadyError struct {
	State  facet.State // of the app
	Causes []Cause     // the root causes, in construction order
}

// Error tells in one line what the app is doing, if it is not running, and then the root
// causes, 100 or 64 KiB at most and then how many more there are. While the app is not
// running, those that only wait for their turn are left out.
func (e *NotReadyError) Error() string {
	causes := listing{separator: "; "}
	for i := range e.Causes {
		if c := &e.Causes[i]; e.State == facet.StateRunning || len(c.Errs) > 0 || tells(c.State) {
			causes.add(c.String())
		}
	}
	text := causes.String()
	switch {
	case e.State == facet.StateRunning:
		return text
	case text == "":
		return appIs(e.State)
	default:
		return appIs(e.State) + ": " + text
	}
}

// Unwrap returns the errors of the failing checks.
func (e *NotReadyError) Unwrap() []error {
	var errs []error
	for i := range e.Causes {
		errs = append(errs, e.Causes[i].Errs...)
	}
	return errs
}

func appIs(s facet.State) string { return "the app is " + s.String() }

// tells tells whether a state of a component is news when the app is not running.
func tells(s graph.State) bool {
	switch s {
	case graph.StateBuilding, graph.StateStarting, graph.StateStopping, graph.StateFailed:
		return true
	default:
		return false
	}
}

func newNotReadyError(r *Report) *NotReadyError {
	e := &NotReadyError{State: r.State}
	byID, farthest := r.byID(), r.farthest()
	for i := range r.Components {
		if c := &r.Components[i]; len(c.Chain) == 1 {
			e.Causes = append(e.Causes, c.cause(farthest[c.ID], true, byID))
		}
	}
	return e
}

// farthest returns the component that is farthest from each root cause, by its id.
// Invoked functions do not count: they only hold the rest together.
func (r *Report) farthest() map[string]*Component {
	farthest := map[string]*Component{}
	for i := range r.Components {
		c := &r.Components[i]
		if n := len(c.Chain); n == 1 || n > 1 && c.Kind != graph.KindInvoke {
			root := c.Chain[n-1]
			if other := farthest[root]; other == nil || n+c.LeftOut > len(other.Chain)+other.LeftOut {
				farthest[root] = c
			}
		}
	}
	return farthest
}

func (r *Report) byID() map[string]*Component {
	byID := make(map[string]*Component, len(r.Components))
	for i := range r.Components {
		byID[r.Components[i].ID] = &r.Components[i]
	}
	return byID
}
