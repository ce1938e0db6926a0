// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// The errors of the packages below, for errors.As.
type (
	// Problem is one thing that is wrong with what was registered.
	Problem = graph.Problem
	// Problems holds every independent problem at once.
	Problems = graph.Problems
	// ConstructError says that a constructor or an invoked function failed.
	ConstructError = container.ConstructError
	// HookError says that a hook, a task or a cleanup failed.
	HookError = hooks.HookError
	// PanicError is a panic of user code, with its stack.
	PanicError = hooks.PanicError
	// Failure is a first cause and what went wrong after it.
	Failure = hooks.Failure
)

// ErrReentrant is returned by Build, Start, Stop and Run when they are called
// with the context of a hook, a task, a constructor or a Do of the same app, which
// would wait for itself, and by Do with that of a hook or a constructor. An observer
// of the app gets it from all of them, whatever the context. Shutdown is the call to
// make there.
var ErrReentrant = errors.New("facet: called from within the app, which would wait for itself; call Shutdown instead")

// ErrStopping is returned by Do while the app stops. It is also the cause with which
// the contexts of calls end then, and when something that a call uses asks for a
// clean end. A task may return it: that is no failure.
var ErrStopping = hooks.ErrStopping

// StateError says that an app cannot do something in the state that it is in.
type StateError struct {
	Op    string // "Start"
	State State
}

// Error names the call and the state.
func (e *StateError) Error() string {
	return fmt.Sprintf("facet: cannot %s: the app is %v", e.Op, e.State)
}

// ForcedError says that further signals cut the way down short. Running names
// what was waited for then, as "component: hook".
type ForcedError struct {
	Signal  os.Signal
	Running []string
}

// Error names the signal and what was running.
func (e *ForcedError) Error() string {
	if len(e.Running) == 0 {
		return fmt.Sprintf("forced-stop: %v cut the way down short", e.Signal)
	}
	return fmt.Sprintf("forced-stop: %v cut the way down short while these were running: %s", e.Signal, text.Line(strings.Join(e.Running, ", ")))
}

// cause is the cause of the contexts that end because of it.
func (e *ForcedError) cause() error { return fmt.Errorf("%v ended the time to stop", e.Signal) }

// ExitError asks for an exit code. Make one with [Exit].
type ExitError struct{ Code int }

// Error names the code.
func (e *ExitError) Error() string { return fmt.Sprintf("exit code %d", e.Code) }

// Is tells that a task which returns it is not to be restarted.
func (e *ExitError) Is(target error) bool { return target == hooks.ErrDoNotRestart }

// Exit returns an error for which [ExitCode] is code, from 1 to 255. Give it to
// Shutdown, or return it from a task. Exit(0) given to Shutdown is a clean end;
// returned as an error it is a failure like any other.
func Exit(code int) error { return &ExitError{Code: code} }

// ExitCode returns the exit code of a process whose run ended with err: 0 for
// nil, 128 and the signal's number after a forced stop, the code of [Exit] if that
// is the first cause and from 1 to 255, and else 1. So a start that failed with
// Exit(0) is 1; Exit(0) itself, which is no failure of a run, is 0.
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := err.(*ExitError); ok && exit != nil && exit.Code == 0 { //nolint:errorlint // the error itself: around it there is a failure
		return 0
	}
	if forced, ok := guard.As[*ForcedError](err); ok && forced != nil {
		if sig, ok := forced.Signal.(syscall.Signal); ok {
			return 128 + int(sig)
		}
		return 1
	}
	cause := err
	if more, ok := guard.As[*Failure](err); ok && more != nil {
		cause = more.Cause
	}
	// The system keeps eight bits: any other code could come out as 0.
	if exit, ok := guard.As[*ExitError](cause); ok && exit != nil && exit.Code > 0 && exit.Code <= maxExitCode {
		return exit.Code
	}
	return 1
}

const maxExitCode = 255

// endError is why a build or start was cut short although nothing failed. It is
// returned by Start, but is no failure of the run.
type endError struct{ by string }

func (e *endError) Error() string { return "the app was ended by " + e.by + " before it was up" }

// wholeError is a cause that is a Failure, of another app for example.
type wholeError struct{ *Failure }

// Unwrap returns the Failure itself.
func (e *wholeError) Unwrap() error { return e.Failure }
