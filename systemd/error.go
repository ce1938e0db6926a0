// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"fmt"
	"strconv"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/text"
)

// EnvironmentError is the error of an invalid variable of systemd. If it is
// NOTIFY_SOCKET, nothing is sent. Otherwise no pings are sent.
type EnvironmentError struct {
	Name, Value string
	Want        string // the expected form
}

func (e *EnvironmentError) Error() string {
	return fmt.Sprintf("systemd: $%s is %q, and should be %s; systemd sets it itself, so look for what overrides it in the unit file or on the way to this process",
		e.Name, e.Value, e.Want)
}

// SendError is the error of a message that could not be sent to systemd.
type SendError struct {
	Socket string // as in $NOTIFY_SOCKET
	Err    error
}

func (e *SendError) Error() string {
	return fmt.Sprintf("systemd: cannot notify the service manager at %s: %s; if this process is not a service of Type=notify, unset NOTIFY_SOCKET for it",
		text.Line(e.Socket), text.Line(e.Err.Error()))
}

// Unwrap returns the error of the operating system.
func (e *SendError) Unwrap() error { return e.Err }

// LivenessError is the error of a failed call of the function given to [Alive]. If that
// does not succeed soon, systemd kills the service.
type LivenessError struct{ Err error }

func (e *LivenessError) Error() string {
	return "systemd: not alive: " + text.Block(guard.Text(e.Err), "  ")
}

// Unwrap returns the error of the function, or the reason why it did not return.
func (e *LivenessError) Unwrap() error { return e.Err }

// exitError is the error of a function that called runtime.Goexit.
type exitError struct{}

func (exitError) Error() string { return "it called runtime.Goexit" }

// panicError is the error of a function that panicked, with its stack.
type panicError struct{ *guard.PanicError }

func (e panicError) Error() string {
	return text.Block(e.PanicError.Error(), "  ") + "\n" + e.Stack
}

// guarded calls f on a new goroutine, so that a panic or runtime.Goexit of f does not
// reach the caller.
func guarded(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() {
		var err error = exitError{}
		defer func() {
			if v := recover(); v != nil {
				err = panicError{guard.NewPanicError(v)}
			}
			done <- err
		}()
		err = f()
	}()
	return done
}

// overdueError is the error of a liveness function that did not return in time.
func overdueError(limit time.Duration) error {
	return fmt.Errorf("the function given to systemd.Alive had not returned after %v, a quarter of $WATCHDOG_USEC", limit)
}

// notReturnedError is the error of a liveness function that outlives the run.
type notReturnedError struct{}

func (notReturnedError) Error() string {
	return "the function given to systemd.Alive has not returned after the end of its context; its goroutine is abandoned; it should return when its context ends"
}

func micros(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }
