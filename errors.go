// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// The errors of other packages of facet, for errors.As.
type (
	// Problem is one mistake in the options of an app.
	Problem = graph.Problem
	// Problems holds all independent problems.
	Problems = graph.Problems
	// ConstructError is the failure of a constructor or an invoked function.
	ConstructError = container.ConstructError
	// HookError is the failure of a hook, a task or a cleanup.
	HookError = hooks.HookError
	// PanicError is a panic of user code, with its stack.
	PanicError = hooks.PanicError
	// Failure is a first cause and the errors that followed it.
	Failure = hooks.Failure
)

// ErrReentrant is returned by Build, Start, Stop and Run when they are called with the
// context of a hook, a task, a constructor or a Do of the same app, because they would
// wait for their caller. Do returns it when it is called with the context of a hook or
// a constructor. An observer of the app receives it from all of them, with any context.
// Call Shutdown there instead.
var ErrReentrant = errors.New("facet: called from within the app, which would wait for itself; call Shutdown instead")

// ErrStopping is returned by Do while the app stops. It is also the cause of the end of
// a call's context when the app stops, or when a component that the call uses requests
// a clean stop. A task may return it, which is no failure.
var ErrStopping = hooks.ErrStopping

// StateError is the error of an operation that the current state of the app does not
// allow.
type StateError struct {
	Op    string // "Start"
	State State
}

// Error names the operation and the state.
func (e *StateError) Error() string {
	return fmt.Sprintf("facet: cannot %s: the app is %v", e.Op, e.State)
}

// ForcedError is the error of a stop whose budget a further signal has ended. Running
// names the constructors, hooks and tasks for which the stop waited then, as
// "component: hook".
type ForcedError struct {
	Signal  os.Signal
	Running []string
}

// Error names the signal and the entries of Running.
func (e *ForcedError) Error() string {
	if len(e.Running) == 0 {
		return fmt.Sprintf("forced-stop: %v cut the way down short", e.Signal)
	}
	return fmt.Sprintf("forced-stop: %v cut the way down short while these were running: %s", e.Signal, text.Line(strings.Join(e.Running, ", ")))
}

// cause is the cause of the contexts that the signal ends.
func (e *ForcedError) cause() error { return fmt.Errorf("%v ended the time to stop", e.Signal) }

// stoppedEarlyError is the error of a build or start that a clean stop has canceled.
// Start returns it, but it is no failure of the run.
type stoppedEarlyError struct{ by string }

func (e *stoppedEarlyError) Error() string {
	return "the app was ended by " + e.by + " before it was up"
}

// opaqueError is a cause that is a Failure, for example the result of another app. A
// result does not take it apart.
type opaqueError struct{ *Failure }

// Unwrap returns the Failure itself.
func (e *opaqueError) Unwrap() error { return e.Failure }

// registrationError joins the problems with the errors that were given to Error.
type registrationError struct {
	guard.Own
	*Problems
	optionErrors []error
}

// Details returns what logs show in fields.
func (e *registrationError) Details() observe.Details {
	d, _ := observe.DetailsOf(e.Problems)
	return d
}

// Unwrap makes errors.Is find the given errors, and errors.As the problems.
func (e *registrationError) Unwrap() []error { return append([]error{e.Problems}, e.optionErrors...) }

// withRegistrationProblems adds the problems of registration, and further ones, to the
// error of the graph. It returns nil if there is no problem at all.
func (a *App) withRegistrationProblems(op string, graphErr error, further ...*Problem) error {
	if len(a.problems)+len(further) == 0 {
		return graphErr
	}
	all := &Problems{Op: op, Left: "nothing was constructed", List: slices.Concat(a.problems, further)}
	var more *Problems
	if errors.As(graphErr, &more) {
		all.List = append(all.List, more.List...)
	}
	if len(a.optionErrors) == 0 {
		return all
	}
	return &registrationError{Problems: all, optionErrors: a.optionErrors}
}

// rejectLifecycle returns the problem of a function given to Do that takes a Lifecycle.
func rejectLifecycle(function *container.Function) []*Problem {
	for i := range function.Params {
		if function.Params[i].Key.Type == lifecycleType {
			return []*Problem{{
				Slug: "no-lifecycle", Place: function.Place,
				Text: function.Name() + ": a function given to Do is no component and has no lifecycle; ask for one in a constructor, and for what that gives here",
			}}
		}
	}
	return nil
}
