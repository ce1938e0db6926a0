// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"strconv"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// Cause is a root cause: a component that is not up, or that fails its own checks, while
// all that it depends on is ready.
type Cause struct {
	// Chain leads to it from the component that is farthest from it among those that are
	// not ready because of it: short names, each depending on the next. Of a way of more
	// than 16 components it has the first 12 and the last 4; LeftOut is how many are
	// between them.
	Chain   []string
	LeftOut int
	State   graph.State // of the component
	Errs    []error     // of its checks that failed
	text    string      // one line
	gap     int         // the place in Chain of those that are left out
}

// String returns the chain and the cause in one line, as in
// "api is not ready: cache is not ready: dial tcp ...".
func (c *Cause) String() string {
	list := listing{separator: ""}
	for i, name := range c.Chain {
		if i == c.gap && c.LeftOut > 0 {
			list.add(strconv.Itoa(c.LeftOut) + " more are not ready: ")
		}
		if name = text.Line(name); i < len(c.Chain)-1 {
			list.add(name + " " + notReady)
		} else {
			list.add(name + " " + c.text)
		}
	}
	return list.String()
}

const notReady = "is not ready: "

// cause returns the component as a root cause, to which the way of another one leads,
// that one included or not.
func (c *Component) cause(from *Component, included bool, byID map[string]*Component) Cause {
	chain, gap := from.Chain, nearEnd
	if !included {
		chain, gap = chain[1:], nearEnd-1
	}
	cause := Cause{State: c.State, text: stateText[c.State], LeftOut: from.LeftOut, gap: gap}
	cause.Chain = make([]string, 0, len(chain))
	for _, id := range chain {
		name := graph.ShortName(id)
		if of := byID[id]; of != nil {
			name = of.Name
		}
		cause.Chain = append(cause.Chain, name)
	}
	failures := listing{separator: "; "}
	for i := range c.Checks {
		r := &c.Checks[i]
		if r.Status != Failed {
			continue
		}
		reason := text.Line(r.Error)
		if len(c.Checks) > 1 || r.TimedOut {
			reason = text.Line(r.Name) + ": " + reason
		}
		failures.add(reason)
		cause.Errs = append(cause.Errs, r.Err())
	}
	if len(cause.Errs) > 0 {
		cause.text = notReady + failures.String()
	}
	return cause
}

// stateText says what a component that is not up is doing.
var stateText = map[graph.State]string{
	graph.StateDeclared: "is not built",
	graph.StateBuilding: "is being constructed",
	graph.StateBuilt:    "has not started",
	graph.StateStarting: "is starting",
	graph.StateRunning:  "is about to stop", // it has refused a check
	graph.StateStopping: "is stopping",
	graph.StateStopped:  "has stopped",
	graph.StateFailed:   "has failed",
}
