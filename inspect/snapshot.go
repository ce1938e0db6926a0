// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package inspect

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// Snapshot is what a page shows, at one moment. The zero Snapshot is that of an empty
// graph. Fields that are not set are left out of the page.
type Snapshot struct {
	Title string    // of the page
	Taken time.Time // zero for now

	// Graph is what the page is about. Without Times, the page has the times of its nodes.
	Graph *graph.Graph
	// Times are those of a timeline, as that of a [Recorder].
	Times *observe.Times
	// State is the state of the app. It counts only without Times.
	State facet.State
	// Failures are the failures of components and the warnings, and LeftOut is the number
	// of further ones.
	Failures []Failure
	LeftOut  int
	// Problems are the mistakes in the registrations.
	Problems []*graph.Problem
	// Report is the text of [facet.App.Report], or "".
	Report string
}

// Take returns what is known of an app now. r may be nil; then there are no failures and
// no times of hooks. It constructs nothing. The report, which takes stacks, is left out;
// set it if you want it.
func Take(app *facet.App, r *Recorder) Snapshot {
	s := Snapshot{Title: programName(), Taken: time.Now(), Graph: app.Graph(), State: app.State(), Problems: problemsOf(app)}
	if r != nil {
		s.Times = r.Times(app.Plan())
		s.Failures, s.LeftOut = r.Failures()
		if s.Times.Start == nil && s.State != facet.StateNew { // it was not given to facet.Observe
			s.Times = nil
		}
	}
	return s
}

// problemsOf returns the problems of what a root needs.
func problemsOf(app *facet.App) []*graph.Problem {
	problems, ok := guard.As[*graph.Problems](app.ValidateNeeded())
	if !ok {
		return nil
	}
	return problems.List
}

func programName() string {
	return strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe")
}
