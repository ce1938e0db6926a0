// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// NotReadyError is the error of an app that is not ready. errors.Is finds the original
// errors of the failed checks.
type NotReadyError struct {
	State  facet.State // of the app
	Causes []Cause     // the root causes, in construction order
}

// Error returns one line with the state of the app, unless it is running, and the root
// causes. It has at most 100 causes or 64 KiB, and then the number of further causes.
// If the app is not running, components that only wait for their turn are left out.
func (e *NotReadyError) Error() string {
	causes := boundedList{separator: "; "}
	for i := range e.Causes {
		if c := &e.Causes[i]; e.State == facet.StateRunning || len(c.Errs) > 0 || isNews(c.State) {
			causes.add(c.String())
		}
	}
	text := causes.String()
	switch {
	case e.State == facet.StateRunning:
		return text
	case text == "":
		return appStateText(e.State)
	default:
		return appStateText(e.State) + ": " + text
	}
}

// Unwrap returns the errors of the failed checks.
func (e *NotReadyError) Unwrap() []error {
	var errs []error
	for i := range e.Causes {
		errs = append(errs, e.Causes[i].Errs...)
	}
	return errs
}

func appStateText(s facet.State) string { return "the app is " + s.String() }

// isNews reports whether the state of a component is of interest when the app is not
// running.
func isNews(s graph.State) bool {
	switch s {
	case graph.StateBuilding, graph.StateStarting, graph.StateStopping, graph.StateFailed:
		return true
	default:
		return false
	}
}

func newNotReadyError(r *Report) *NotReadyError {
	e := &NotReadyError{State: r.State}
	byID, farthest := r.byID(), r.farthestByCause()
	for i := range r.Components {
		if c := &r.Components[i]; len(c.Chain) == 1 {
			e.Causes = append(e.Causes, c.rootCause(farthest[c.ID], true, byID))
		}
	}
	return e
}

// farthestByCause returns for the id of each root cause the component that is farthest
// from it. Invoked functions do not count, because they only hold other components
// together.
func (r *Report) farthestByCause() map[string]*Component {
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
