// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"strconv"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/text"
)

// Cause is a root cause: a component that is not up or fails its own checks, while all
// its dependencies are ready.
type Cause struct {
	// Chain is the longest path of components that are not ready because of the root
	// cause. It has short names, each depends on the next, and the root cause is the
	// last. If there are more than 16 components, Chain has the first 12 and the last 4,
	// and LeftOut is the number of components between them.
	Chain   []string
	LeftOut int
	State   graph.State // of the component
	Errs    []error     // of its checks that failed
	text    string      // of the state or the checks, in one line
	gap     int         // the index in Chain after the components that are left out
}

// String returns the chain and the cause in one line, as in "api is not ready: cache is
// not ready: dial tcp ...".
func (c *Cause) String() string {
	list := boundedList{separator: ""}
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

// rootCause returns the component c as the root cause of from. included reports whether
// the chain contains from.
func (c *Component) rootCause(from *Component, included bool, byID map[string]*Component) Cause {
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
	failures := boundedList{separator: "; "}
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

// stateText describes the state of a component that is not up.
var stateText = map[graph.State]string{
	graph.StateDeclared: "is not built",
	graph.StateBuilding: "is being constructed",
	graph.StateBuilt:    "has not started",
	graph.StateStarting: "is starting",
	graph.StateRunning:  "is about to stop", // the component has rejected the check
	graph.StateStopping: "is stopping",
	graph.StateStopped:  "has stopped",
	graph.StateFailed:   "has failed",
}
