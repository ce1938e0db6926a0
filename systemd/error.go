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

// EnvironmentError says that a variable that systemd sets makes no sense. Nothing
// is sent if it is NOTIFY_SOCKET, and no pings otherwise.
type EnvironmentError struct {
	Name, Value string
	Want        string // what it should be
}

func (e *EnvironmentError) Error() string {
	return fmt.Sprintf("systemd: $%s is %q, and should be %s; systemd sets it itself, so look for what overrides it in the unit file or on the way to this process",
		e.Name, e.Value, e.Want)
}

// SendError says that systemd could not be told something.
type SendError struct {
	Socket string // as in $NOTIFY_SOCKET
	Err    error
}

func (e *SendError) Error() string {
	return fmt.Sprintf("systemd: cannot notify the service manager at %s: %s; if this process is no service of Type=notify, unset NOTIFY_SOCKET for it",
		text.Line(e.Socket), text.Line(e.Err.Error()))
}

// Unwrap returns what the operating system said.
func (e *SendError) Unwrap() error { return e.Err }

// LivenessError says that the function given to [Alive] failed. Unless it soon
// succeeds, systemd takes the service for hung.
type LivenessError struct{ Err error }

func (e *LivenessError) Error() string {
	return "systemd: not alive: " + text.Block(guard.Text(e.Err), "  ")
}

// Unwrap returns what the function returned, or why it did not return.
func (e *LivenessError) Unwrap() error { return e.Err }

// exitError is the error of a function that called runtime.Goexit.
type exitError struct{}

func (exitError) Error() string { return "it called runtime.Goexit" }

// panicError is the error of a function that panicked, with its stack.
type panicError struct{ *guard.PanicError }

func (e panicError) Error() string {
	return text.Block(e.PanicError.Error(), "  ") + "\n" + e.Stack
}

// guarded calls f on a goroutine of its own, so that neither its panic nor its
// runtime.Goexit reaches ours.
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

// overdueError is the error of a liveness that did not return in time.
func overdueError(limit time.Duration) error {
	return fmt.Errorf("the function given to systemd.Alive had not returned after %v, a quarter of $WATCHDOG_USEC", limit)
}

// overstayError is the error of a liveness that outlives the run.
type overstayError struct{}

func (overstayError) Error() string {
	return "the function given to systemd.Alive has not returned since its context ended; it is left behind, and should watch its context"
}

func micros(d time.Duration) string { return strconv.FormatInt(d.Microseconds(), 10) }
