// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"errors"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
)

// Report is the health of an app. It is plain data, also for JSON.
type Report struct {
	State facet.State `json:"state"`
	// Ready reports whether the app is running and all its components are ready.
	Ready bool `json:"ready"`
	// Components are the constructors, decorators and invoked functions that the app
	// needs, in construction order, so dependencies first.
	Components []Component `json:"components,omitempty"`
}

// Component is the health of one component.
type Component struct {
	ID    string      `json:"id"`   // of the node in the graph
	Name  string      `json:"name"` // the short form of the id
	Kind  graph.Kind  `json:"kind"`
	State graph.State `json:"state"`
	// Ready reports whether the component is up, its checks pass, and all its dependencies
	// are ready.
	Ready  bool     `json:"ready"`
	Checks []Result `json:"checks,omitempty"` // in the order of registration
	// Chain tells why the component is not ready: it is a shortest path of ids along
	// dependencies to a root cause, including both. The Chain of a root cause has only
	// its own id. If there are more than 16 components, Chain has the first 12 and the
	// last 4, and LeftOut is the number of components between them.
	Chain   []string `json:"chain,omitempty"`
	LeftOut int      `json:"leftOut,omitempty"`
}

// Result is the result of a check.
type Result struct {
	Name   string        `json:"name"`
	Place  graph.Place   `json:"place"` // the line that registered it
	Status Status        `json:"status"`
	Took   time.Duration `json:"took,omitempty"` // the time that the report waited for it
	// Error is the text of the error of a failed check, cut after 16 KiB. If the Error
	// method misbehaves, the text begins with the name of its type.
	Error string `json:"error,omitempty"`
	// TimedOut reports whether the check failed because of its timeout.
	TimedOut bool `json:"timedOut,omitempty"`

	err error
}

// Status is the outcome of a check.
type Status string

// The outcomes of a check.
const (
	Passed    Status = "passed"
	Failed    Status = "failed"     // it returned an error, panicked, or did not return in time
	NotCalled Status = "not-called" // its component is not up, or is about to stop
	Excluded  Status = "excluded"   // it is excluded on request
)

// Err returns the original error of a failed check, or nil. If the report was read from
// JSON, the error only has the same text.
func (r *Result) Err() error {
	if r.err == nil && r.Status == Failed {
		return errors.New(r.Error)
	}
	return r.err
}

// Err returns nil if the app is ready, or else a [*NotReadyError].
func (r *Report) Err() error {
	if r.Ready {
		return nil
	}
	return newNotReadyError(r)
}

// Component returns the component with that id, or else the first with that short name.
// It returns nil if there is none.
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
