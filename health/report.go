// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"errors"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Report is how an app fares. It is plain data, for JSON too.
type Report struct {
	State facet.State `json:"state"`
	// Ready tells whether the app is running and all its components are ready.
	Ready bool `json:"ready"`
	// Components are the constructors, decorators and invoked functions that the app
	// needs, in construction order, so dependencies first.
	Components []Component `json:"components,omitempty"`
}

// Component is how one component fares.
type Component struct {
	ID    string      `json:"id"`   // of the node in the graph
	Name  string      `json:"name"` // the id, short
	Kind  graph.Kind  `json:"kind"`
	State graph.State `json:"state"`
	// Ready tells whether it is up, its checks pass, and all that it depends on is ready.
	Ready  bool     `json:"ready"`
	Checks []Result `json:"checks,omitempty"` // in the order of registration
	// Chain is why it is not ready: a shortest way along its dependencies to a root
	// cause, as ids, both included. A root cause stands alone in its own. Of a way of
	// more than 16 components the first 12 and the last 4 stand here; LeftOut is how
	// many are between them.
	Chain   []string `json:"chain,omitempty"`
	LeftOut int      `json:"leftOut,omitempty"`
}

// Result is how a check went.
type Result struct {
	Name   string        `json:"name"`
	Place  graph.Place   `json:"place"` // the line that registered it
	Status Status        `json:"status"`
	Took   time.Duration `json:"took,omitempty"` // as long as was waited for it
	// Error is the text of the error of one that failed, cut after 16 KiB. If the
	// error's own method does not tell it, it begins with the name of its type.
	Error string `json:"error,omitempty"`
	// TimedOut reports whether it failed because its time was over.
	TimedOut bool `json:"timedOut,omitempty"`

	err error
}

// Status is how a check ended.
type Status string

// The ways in which a check ends.
const (
	Passed    Status = "passed"
	Failed    Status = "failed"     // with an error or a panic, or it has not returned in time
	NotCalled Status = "not-called" // its component is not up, or about to stop
	Excluded  Status = "excluded"   // it was left out on request
)

// Err returns the error of a check that failed, unchanged; of a report that was read from
// JSON one with the same text. It is nil for others.
func (r *Result) Err() error {
	if r.err == nil && r.Status == Failed {
		return errors.New(r.Error)
	}
	return r.err
}

// Err returns nil if the app is ready, and else a [*NotReadyError] that tells why.
func (r *Report) Err() error {
	if r.Ready {
		return nil
	}
	return newNotReadyError(r)
}

// Component returns the component with that id, or else the first with that short name;
// nil if there is none.
func (r *Report) Component(idOrName string) *Component {
	var found *Component
	for i := range r.Components {
		switch c := &r.Components[i]; {
		case c.ID == idOrName:
			return c
		case c.Name == idOrName && found == nil:
			found = c
		}
	}
	return found
}
