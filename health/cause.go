// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"strings"

	"github.com/facet-go/facet/graph"
)

// Cause is a root cause: a component that is not up, or that fails its own checks, while
// all that it depends on is ready.
type Cause struct {
	// Chain leads to it from the component that is farthest from it among those that are
	// not ready because of it: short names, each depending on the next.
	Chain []string
	State graph.State // of the component
	Errs  []error     // of its checks that failed
	text  string
}

// String returns the chain and the cause, as in
// "api is not ready: cache is not ready: dial tcp ...".
func (c *Cause) String() string {
	var b strings.Builder
	for i, name := range c.Chain {
		if i < len(c.Chain)-1 {
			b.WriteString(name + " " + notReady)
		} else {
			b.WriteString(name + " " + c.text)
		}
	}
	return b.String()
}

const notReady = "is not ready: "

// cause returns the component as a root cause, to which a chain of ids leads.
func (c *Component) cause(chain []string, byID map[string]*Component) Cause {
	cause := Cause{State: c.State, text: stateText[c.State]}
	for _, id := range chain {
		name := graph.ShortName(id)
		if of := byID[id]; of != nil {
			name = of.Name
		}
		cause.Chain = append(cause.Chain, name)
	}
	var texts []string
	for i := range c.Checks {
		r := &c.Checks[i]
		if r.Status != Failed {
			continue
		}
		text := r.Error
		if len(c.Checks) > 1 || r.TimedOut {
			text = r.Name + ": " + text
		}
		texts = append(texts, text)
		cause.Errs = append(cause.Errs, r.Err())
	}
	if len(texts) > 0 {
		cause.text = notReady + strings.Join(texts, "; ")
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
