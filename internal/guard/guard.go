// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package guard calls user code. A panic becomes an error with its stack; a
// runtime.Goexit ends the goroutine, as it must, and the caller's deferred
// functions report it as [ErrGoexit].
package guard

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrGoexit is the error of a function that called runtime.Goexit, as
// testing.T.FailNow does, instead of returning.
var ErrGoexit = errors.New("runtime.Goexit was called")

// PanicError is a panic of user code. Value is what was given to panic; Stack
// is the stack of the goroutine at the panic, as debug.Stack prints it.
type PanicError struct {
	Value any
	Stack string
}

// Error says what was given to panic, without the stack.
func (e *PanicError) Error() string { return fmt.Sprintf("panic: %v", e.Value) }

// Unwrap returns Value if it is an error, so that errors.Is finds it.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Call calls f and turns a panic into a [*PanicError]. It does not return if f
// calls runtime.Goexit.
func Call(f func() error) (err error) {
	returned := false
	defer func() {
		if returned {
			return
		}
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: string(debug.Stack())}
		}
	}()
	err = f()
	returned = true
	return err
}
