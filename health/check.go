// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package health

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// Check asks how an app fares: it calls the checks of the components that are up, side by
// side, and follows the graph to the root causes. It returns after [Timeout] at the latest,
// or when ctx ends; checks that have not returned by then have failed. It may be called at
// any time and from any goroutine, hooks and checks included. A nil app is a new one
// without components, a nil ctx is context.Background.
func Check(ctx context.Context, app *facet.App, opts ...Option) *Report {
	c := configure(opts)
	return c.check(ctx, app)
}

func (c *config) check(ctx context.Context, app *facet.App) *Report {
	if app == nil {
		app = facet.New()
	}
	r := &Report{State: app.State()}
	s := newSurvey(r, app, c)
	s.call(ctx, app.Checks())
	if r.State == facet.StateRunning {
		r.State = app.State() // it may have begun to drain meanwhile
	}
	s.judge()
	return r
}

// call calls the checks and notes their results.
func (s *survey) call(ctx context.Context, checks []hooks.Check) {
	if len(checks) == 0 {
		return
	}
	ctx, release := guard.Context(ctx)
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.config.timeout)
	defer cancel()
	deadline, _ := ctx.Deadline()
	asking := early{ctx, deadline.Add(-time.Until(deadline) / 10)}
	for _, check := range checks {
		if c := s.component(check.Component()); c != nil {
			c.Checks = append(c.Checks, Result{Name: check.Name(), Place: check.Place()})
		}
	}
	var all sync.WaitGroup
	at := map[*Component]int{}
	for _, check := range checks {
		c := s.component(check.Component())
		if c == nil {
			continue // of a Do
		}
		r := &c.Checks[at[c]]
		at[c]++
		switch {
		case s.excluded(c) || s.config.excludesCheck(c, r):
			r.Status = Excluded
		case !isUp(c.State):
			r.Status = NotCalled
		default:
			all.Go(func() { r.call(asking, check) })
		}
	}
	all.Wait()
}

// early is a context of which those who look at the deadline have less time.
type early struct {
	context.Context
	deadline time.Time
}

func (e early) Deadline() (time.Time, bool) { return e.deadline, true }

// call calls a check.
func (r *Result) call(ctx context.Context, check hooks.Check) {
	began := time.Now()
	got := check.Ask(ctx)
	r.Took = time.Since(began)
	switch got.Err {
	case nil:
		r.Status = Passed
		return
	case facet.ErrStopping: //nolint:errorlint // what Ask returns; a check's own has more around it
		r.Status = NotCalled
		return
	case context.DeadlineExceeded: // one with more around it tells more
		got.Text = fmt.Sprintf("it was not done after %v: %s", r.Took.Round(time.Millisecond), got.Text)
		got.Err = fmt.Errorf("it was not done after %v: %w", r.Took.Round(time.Millisecond), got.Err)
	}
	r.Status, r.Error, r.TimedOut, r.err = Failed, got.Text, got.TimedOut, got.Err
}

// isUp reports whether a component in that state can be asked.
func isUp(s graph.State) bool { return s == graph.StateRunning }
