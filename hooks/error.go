// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// The phases of a [HookError].
const (
	PhaseStart   = "start"
	PhaseDrain   = "drain"
	PhaseStop    = "stop"
	PhaseCleanup = "cleanup"
	PhaseTask    = "task"
	PhaseCheck   = "check" // of a health check that was running when its component's turn to stop came
	PhaseCall    = "call"  // of a function given to Do, when the app went on without it
)

// HookError says that a hook, a task or a cleanup failed, panicked, called
// runtime.Goexit or did not return in time. Unwrap returns the cause unchanged.
type HookError struct {
	Component string        // id of the node
	Hook      string        // name of the hook or task
	Phase     string        // one of the constants above
	Place     graph.Place   // the line that registered it
	Elapsed   time.Duration // since it was called
	Abandoned bool          // it did not return within Grace; it is still running
	Stack     string        // of the panic or of the abandoned goroutine
	Err       error         // the cause

	// The fields below, and the Stack, are set for the first 16 that a phase
	// abandons.

	Waiting     []string // ids of the components that were waiting for it, the nearest first; 5 at most
	MoreWaiting int      // how many more were waiting
	Goroutines  string   // stacks of the other goroutines that the component had started

	consequence bool // it says no more than that its context had ended
}

// Slug names the kind of failure and never changes.
func (e *HookError) Slug() string {
	if e.Abandoned {
		return e.Phase + "-hung"
	}
	switch err := ownError(e.Err).(type) { //nolint:errorlint // what a cause wraps is not this hook's
	case *guard.PanicError:
		return e.Phase + "-panicked"
	case *timeoutError:
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
		fmt.Fprintf(&b, "%s: %s had not returned after %v and was abandoned: %s", e.Slug(), name, elapsed, text.Block(guard.Text(e.Err), "  "))
	} else {
		fmt.Fprintf(&b, "%s: %s: %s    after %v", e.Slug(), name, text.Block(guard.Text(e.Err), "  "), elapsed)
	}
	b.WriteString("\n  registered at " + text.Line(e.Place.String()))
	writeDetails(&b, e.Component, e.Waiting, e.MoreWaiting, e.Stack, e.Goroutines)
	return b.String()
}

// Unwrap returns the cause.
func (e *HookError) Unwrap() error { return e.Err }

// sameStep tells whether err is of the same step as e, and of one that was not
// abandoned.
func (e *HookError) sameStep(err error) bool {
	h, ok := err.(*HookError) //nolint:errorlint // made by this package
	return ok && !h.Abandoned && h.Component == e.Component && h.Hook == e.Hook && h.Place == e.Place
}

// ErrStopping is the error of what is refused, or cut short, because the app stops.
// A task that returns it has not failed.
var ErrStopping = errors.New("facet: the app, or what the call uses, is stopping")

// errTurn is the cause of a task's and a component's context when it stops in
// its turn.
var errTurn = errors.New("the component is stopping")

// errDrainEnded is the cause of the contexts of drain hooks when draining is cut
// short.
var errDrainEnded = errors.New("draining was cut short")

// errNotReady is the failure of a task given to Serve that returned nil before
// it was ready.
var errNotReady = errors.New("returned before it called ready")

// causeOf returns the error of a hook whose context may have ended. An error that
// only says so gives way to the context's cause; any other carries the cause
// with it.
func causeOf(ctx context.Context, err error) (consequence bool, cause error) {
	if err == nil || ctx.Err() == nil {
		return false, err
	}
	cause = context.Cause(ctx)
	if saysOnly(err, cause, context.Canceled, context.DeadlineExceeded) {
		return true, cause
	}
	return false, &endedError{err, cause}
}

// Cause returns the error of a function that was given ctx, as it counts: if it
// says no more than that ctx has ended, the cause of that.
func Cause(ctx context.Context, err error) error {
	_, cause := causeOf(ctx, err)
	return cause
}

// endedError is the error of a hook whose context had ended, with the cause of
// that.
type endedError struct{ err, cause error }

func (e *endedError) Error() string {
	return fmt.Sprintf("%v (its context had ended: %v)", e.err, e.cause)
}

func (e *endedError) Unwrap() []error { return []error{e.err, e.cause} }

// ownError returns the error without the cause of the context's end.
func ownError(err error) error {
	if ended, ok := err.(*endedError); ok { //nolint:errorlint // made by causeOf, never wrapped
		return ended.err
	}
	return err
}

// saysOnly tells whether err is or wraps one of the targets, and nothing beside
// it: of joined errors, all must.
func saysOnly(err error, targets ...error) bool {
	if slices.ContainsFunc(targets, func(target error) bool { return isItself(err, target) }) {
		return true
	}
	switch wrapper := err.(type) { //nolint:errorlint // walks the tree itself
	case interface{ Unwrap() error }:
		return saysOnly(wrapper.Unwrap(), targets...)
	case interface{ Unwrap() []error }:
		list := wrapper.Unwrap()
		return len(list) > 0 && !slices.ContainsFunc(list, func(err error) bool { return !saysOnly(err, targets...) })
	default:
		return false
	}
}

// isItself is errors.Is without what err wraps.
func isItself(err, target error) bool {
	if err == nil || target == nil {
		return false
	}
	if reflect.TypeOf(target).Comparable() && err == target { //nolint:errorlint // as the comment says
		return true
	}
	is, ok := err.(interface{ Is(error) bool })
	return ok && is.Is(target)
}

// PanicError is a panic of user code, with its stack.
type PanicError = guard.PanicError
