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

// Check returns the health of an app. It calls the checks of the components that are
// up, concurrently, and follows the graph to the root causes. It returns after
// [Timeout] at the latest, or when ctx ends. Checks that have not returned by then have
// failed. Check may be called at any time and from any goroutine, including hooks and
// checks. A nil app is an app without components; a nil ctx is context.Background().
func Check(ctx context.Context, app *facet.App, opts ...Option) *Report {
	c := configure(opts)
	return c.check(ctx, app)
}

func (c *config) check(ctx context.Context, app *facet.App) *Report {
	if app == nil {
		app = facet.New()
	}
	r := &Report{State: app.State()}
	s := newEvaluation(r, app, c)
	s.callChecks(ctx, app.Checks())
	if r.State == facet.StateRunning {
		r.State = app.State() // it may have begun to drain in the meantime
	}
	s.evaluate()
	return r
}

// callChecks calls the checks and records their results.
func (s *evaluation) callChecks(ctx context.Context, checks []hooks.Check) {
	if len(checks) == 0 {
		return
	}
	ctx, release := guard.Context(ctx)
	defer release()
	ctx, cancel := context.WithTimeout(ctx, s.config.timeout)
	defer cancel()
	deadline, _ := ctx.Deadline()
	asking := shorterDeadline{ctx, deadline.Add(-time.Until(deadline) / 10)}
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
			continue // it belongs to a Do
		}
		r := &c.Checks[at[c]]
		at[c]++
		switch {
		case s.isExcluded(c) || s.config.excludesCheck(c, r):
			r.Status = Excluded
		case !isUp(c.State):
			r.Status = NotCalled
		default:
			all.Go(func() { r.call(asking, check) })
		}
	}
	all.Wait()
}

// shorterDeadline is a context that reports an earlier deadline than it has.
type shorterDeadline struct {
	context.Context
	deadline time.Time
}

func (e shorterDeadline) Deadline() (time.Time, bool) { return e.deadline, true }

// call calls a check and records the result.
func (r *Result) call(ctx context.Context, check hooks.Check) {
	began := time.Now()
	got := check.Ask(ctx)
	r.Took = time.Since(began)
	switch got.Err {
	case nil:
		r.Status = Passed
		return
	case facet.ErrStopping: //nolint:errorlint // Ask returns it unwrapped; a check's own is wrapped
		r.Status = NotCalled
		return
	case context.DeadlineExceeded: // a wrapped one has a better text
		got.Text = fmt.Sprintf("it was not done after %v: %s", r.Took.Round(time.Millisecond), got.Text)
		got.Err = fmt.Errorf("it was not done after %v: %w", r.Took.Round(time.Millisecond), got.Err)
	}
	r.Status, r.Error, r.TimedOut, r.err = Failed, got.Text, got.TimedOut, got.Err
}

// isUp reports whether the checks of a component in that state can be called.
func isUp(s graph.State) bool { return s == graph.StateRunning }
