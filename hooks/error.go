// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/observe"
)

// Phase is a phase in the life of a component.
type Phase = string

// The phases. PhaseConstruct is that of a [Call] of a constructor, a decorator or an
// invoked function; no [HookError] has it.
const (
	PhaseConstruct Phase = "construct"
	PhaseStart     Phase = "start"
	PhaseDrain     Phase = "drain"
	PhaseStop      Phase = "stop"
	PhaseCleanup   Phase = "cleanup"
	PhaseTask      Phase = "task"
	PhaseCheck     Phase = "check" // of a health check that was running when its component began to stop
	PhaseCall      Phase = "call"  // of a function given to Do that the stop has abandoned
)

// HookError is the failure of a hook, a task or a cleanup: it returned an error,
// panicked, called runtime.Goexit, or did not return in time. Unwrap returns the cause
// unchanged.
type HookError struct {
	own

	Component string // id of the node
	Hook      string // name of the hook or task
	Phase     Phase
	Place     graph.Place   // the line that registered it
	Elapsed   time.Duration // since it was called
	Budget    time.Duration // the time that it had, from the call to the end of its context; 0 is no limit
	Abandoned bool          // it did not return within Grace; it is still running
	Stack     string        // of the panic, or of the abandoned goroutine and at most a second old
	Err       error         // the cause

	// The fields below, and Stack, are set for the first 16 steps that a phase
	// abandons.

	Waiting     []string // ids of the components that were waiting for it, the nearest first; 5 at most
	MoreWaiting int      // how many more were waiting
	Goroutines  string   // stacks of the other goroutines that the component had started
	NoStack     string   // why there are no stacks, "" if there are

	text           string // of Err, if it is known
	advice         string // what to change, or ""
	causedByCancel bool   // Err only says that the context had ended
}

// own marks errors whose Error method calls methods of users' errors only through package guard.
type own = guard.Own

// causeText returns the text of Err.
func (e *HookError) causeText() string {
	if e.text != "" {
		return e.text
	}
	return guard.Text(e.Err)
}

// Slug names the kind of failure and never changes.
func (e *HookError) Slug() string {
	if e.Abandoned {
		return e.Phase + "-hung"
	}
	switch err := guard.WithoutEnd(e.Err).(type) { //nolint:errorlint // a wrapped one is of another hook
	case *guard.PanicError:
		return e.Phase + "-panicked"
	case *guard.TimeoutError:
		return e.Phase + "-timeout"
	default:
		if err == guard.ErrGoexit { //nolint:errorlint // as above
			return e.Phase + "-exited"
		}
		return e.Phase + "-failed"
	}
}

// Error names the component, the hook, the cause, the place, and the stack if
// there is one.
func (e *HookError) Error() string {
	var b strings.Builder
	name := stepName(e.Component, e.Hook)
	elapsed := e.Elapsed.Round(time.Microsecond)
	if e.Abandoned {
		fmt.Fprintf(&b, "%s: %s had not returned after %v and was abandoned: %s", e.Slug(), name, elapsed, text.Block(e.causeText(), "  "))
	} else {
		fmt.Fprintf(&b, "%s: %s: %s    after %v", e.Slug(), name, text.Block(e.causeText(), "  "), elapsed)
	}
	b.WriteString("\n  registered at " + text.Line(e.Place.String()))
	if e.advice != "" {
		b.WriteString("\n  " + e.advice)
	}
	writeDetails(&b, &Running{
		Component: e.Component, Waiting: e.Waiting, MoreWaiting: e.MoreWaiting, Stack: e.Stack, Goroutines: e.Goroutines, NoStack: e.NoStack,
	})
	return b.String()
}

// Unwrap returns the cause.
func (e *HookError) Unwrap() error { return e.Err }

// Details returns what logs show in fields.
func (e *HookError) Details() observe.Details {
	return observe.Details{
		Slug: e.Slug(), Component: e.Component, Hook: e.Hook, Phase: e.Phase, Place: e.Place, Elapsed: e.Elapsed, Budget: e.Budget, Cause: e.causeText(),
		Waiting: e.Waiting, MoreWaiting: e.MoreWaiting, HasMore: e.Stack+e.Goroutines+e.NoStack+e.advice != "",
	}
}

// isSameStep reports whether err is an error of the same step, and not that of its
// abandonment.
func (e *HookError) isSameStep(err error) bool {
	h, ok := err.(*HookError) //nolint:errorlint // made by this package
	return ok && !h.Abandoned && h.Component == e.Component && h.Hook == e.Hook && h.Place == e.Place
}

// ErrStopping is the error of an operation that is refused, or ended early, because
// the app stops. A task that returns it has not failed.
var ErrStopping = errors.New("facet: the app, or what the call uses, is stopping")

// errComponentStopping is the cause of the contexts of a component and its tasks when
// the component stops.
var errComponentStopping = errors.New("the component is stopping")

// errDrainEnded is the cause of the contexts of drain hooks when draining ends early.
var errDrainEnded = errors.New("draining was cut short")

// errNotReady is the failure of a task given to Serve that returned nil before
// it was ready.
var errNotReady = errors.New("returned before it called ready")

// PanicError is a panic of user code, with its stack.
type PanicError = guard.PanicError
