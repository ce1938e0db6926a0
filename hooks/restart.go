// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/backoff"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
)

// Restart is a policy for [Restarting]. The zero value has the defaults.
type Restart struct {
	// Budget is the number of failures after which the task is called again; the next one is the failure of the task.
	// Failures fade, so Budget limits failures in a time, not in the life of the
	// task. 0 is 5. A negative value, here and below, is an error of the task.
	Budget int
	// Decay is the time after which a failure counts half. 0 is 30 s.
	Decay time.Duration
	// Backoff is the wait after the first failure. Each counted failure doubles
	// it. A random part of up to one half is subtracted, so that many replicas do not restart
	// at once. 0 is 100 ms.
	Backoff time.Duration
	// MaxBackoff is the longest wait. 0 is 15 s.
	MaxBackoff time.Duration
}

// ErrDoNotRestart in an error says that another attempt would not help: the task has
// failed, and the app stops. A task that is done returns nil.
var ErrDoNotRestart = errors.New("another attempt would not help")

// RestartError is the failure of a task that has failed too often. Unwrap returns the
// last failure.
type RestartError struct {
	own

	Failures int           // in all
	Elapsed  time.Duration // since the first
	Err      error         // the last one

	text string // of Err, if it is known
}

func (e *RestartError) Error() string {
	text := e.text
	if text == "" {
		text = guard.Text(e.Err)
	}
	return fmt.Sprintf("%s; it has failed %d times in %v, and is not restarted any more", text, e.Failures, e.Elapsed.Round(time.Millisecond))
}

// Unwrap returns the last failure.
func (e *RestartError) Unwrap() error { return e.Err }

// Restarting returns a function for [Lifecycle.Go] that calls fn again after a failure
// or a panic, with a growing wait and a limited number of times. It is for tasks whose
// failures are expected and must not stop the app. Each failure is an event. The
// function returns when fn returns nil, an error that contains [ErrDoNotRestart], or
// an error after the context has ended. When the budget is used up it returns a
// [*RestartError]. A runtime.Goexit is not restarted.
//
// For Serve, call it inside: hooks.Restarting(policy, func(ctx context.Context) error
// { return serve(ctx, ready) })(ctx). The dependents then wait until an attempt is
// ready, as long as the start lasts.
func Restarting(policy Restart, fn func(context.Context) error) func(context.Context) error {
	if fn == nil {
		return nil // a registration error of Go
	}
	return func(ctx context.Context) error {
		if policy.Budget < 0 || policy.Decay < 0 || policy.Backoff < 0 || policy.MaxBackoff < 0 {
			return fmt.Errorf("hooks.Restarting: %+v has a negative field; leave it at 0 for the default", policy)
		}
		return restart(ctx, &backoff.Failures{
			Budget: cmp.Or(policy.Budget, 5), Decay: cmp.Or(policy.Decay, 30*time.Second),
			Backoff: cmp.Or(policy.Backoff, 100*time.Millisecond), MaxBackoff: cmp.Or(policy.MaxBackoff, 15*time.Second),
		}, fn)
	}
}

// restart calls fn until it is done or has failed too often.
func restart(ctx context.Context, failures *backoff.Failures, fn func(context.Context) error) error {
	for {
		err := guard.CallContext(ctx, fn)
		if err == nil || ctx.Err() != nil {
			return err
		}
		facts := guard.Examine(err, ErrDoNotRestart, ErrStopping)
		if facts.Is(0) || facts.Only {
			return err
		}
		wait, more := failures.Add(time.Now())
		if !more {
			return &RestartError{Failures: failures.Count, Elapsed: failures.Elapsed(), Err: err, text: facts.Text}
		}
		emitRestart(ctx, &restartedError{err: err, text: facts.Text, wait: wait, attempt: failures.Count, left: failures.Left()})
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// emitRestart emits a failure after which the task is called again.
func emitRestart(ctx context.Context, err *restartedError) {
	t, _ := ctx.Value(inTask{}).(*task)
	if t == nil {
		return // called outside of a task
	}
	err.component, err.hook, err.place, err.elapsed = t.step.lc.name(), t.step.nameIn(PhaseTask), t.step.place, time.Since(t.startedAt)
	t.step.lc.set.x.config.Stream.Emit(observe.Event{Op: observe.OpRestarting, Node: err.component, Hook: err.hook, Took: err.elapsed, Err: err})
}

// restartedError is the failure of a task that is called again.
type restartedError struct {
	own

	err     error
	text    string // of err
	wait    time.Duration
	attempt int // the number of the call that failed, from 1
	left    int // how many failures may follow at once before the task fails

	component, hook string
	place           graph.Place
	elapsed         time.Duration // since the first call
}

func (e *restartedError) Error() string {
	return fmt.Sprintf("%s; restarted in %v", e.text, e.wait.Round(time.Millisecond))
}

// Unwrap returns the failure.
func (e *restartedError) Unwrap() error { return e.err }

// Details returns what logs show in fields.
func (e *restartedError) Details() observe.Details {
	return observe.Details{
		Slug: "task-restarted", Component: e.component, Hook: e.hook, Phase: PhaseTask, Place: e.place, Elapsed: e.elapsed, Cause: e.text,
		Attempt: e.attempt, RestartsLeft: e.left, Wait: e.wait,
	}
}
