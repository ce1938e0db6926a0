// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

// Package guard calls user code. A panic becomes an error with its stack. A runtime.Goexit
// ends the goroutine, and the caller's deferred functions report it as [ErrGoexit].
package guard

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"strings"

	harmless "github.com/facet-go/facet/internal/text"
)

// ErrGoexit is the error of a function that called runtime.Goexit instead of returning,
// as testing.T.FailNow does.
var ErrGoexit = errors.New("runtime.Goexit was called")

// PanicError is a panic of user code. Value is the argument of panic. Stack is the
// stack of the goroutine at the panic, its topmost frame first.
type PanicError struct {
	own

	Value any
	Stack string

	text string // the text of Value, or ""
}

// own hides the embedded type in the documentation.
type own = Own

// NewPanicError returns the error of a panic with v. The calling goroutine recovers
// from it.
func NewPanicError(v any) *PanicError {
	return &PanicError{Value: v, Stack: userFrames(fromPanic(string(debug.Stack()))), text: ValueText(v)}
}

// Error returns the text of Value, without the stack.
func (e *PanicError) Error() string {
	said := e.text
	if said == "" {
		said = ValueText(e.Value)
	}
	return "panic: " + harmless.Block(said, "  ")
}

// Unwrap returns Value if it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// Call calls f and turns a panic into a [*PanicError]. It does not return if f
// calls runtime.Goexit.
func Call(f func() error) (err error) {
	defer rescue(&err)
	return f()
}

// CallContext is [Call] for a function that takes a context.
func CallContext(ctx context.Context, f func(context.Context) error) (err error) {
	defer rescue(&err)
	return f(ctx)
}

// rescue is deferred. A panic with nil arrives as a *runtime.PanicNilError, so a nil
// value means that there was no panic.
func rescue(err *error) {
	if v := recover(); v != nil {
		*err = NewPanicError(v)
	}
}

// fromPanic removes the frames above the panic, which belong to the runtime and to this
// package.
func fromPanic(stack string) string {
	head, frames, _ := strings.Cut(stack, "\n")
	for rest := frames; rest != ""; {
		call, after, _ := strings.Cut(rest, "\n")
		_, after, _ = strings.Cut(after, "\n") // its file and line
		if strings.HasPrefix(call, "panic(") {
			return head + "\n" + after
		}
		rest = after
	}
	return stack
}

// userFrames removes the frames of the caller of user code from the end of a stack:
// those of this package and all below, and those of reflection directly above.
func userFrames(stack string) string {
	lines := strings.Split(stack, "\n")
	end := slices.IndexFunc(lines, isGuard)
	// A frame is two lines; the first line of the stack names the goroutine.
	for end > 2 && isCaller(lines[end-2]) {
		end -= 2
	}
	if end < 2 {
		return stack
	}
	return strings.Join(lines[:end], "\n")
}

const module = "github.com/facet-go/facet"

func isGuard(call string) bool { return strings.HasPrefix(call, module+"/internal/guard.") }

// isCaller reports whether a frame belongs to the code that calls user code through
// this package.
func isCaller(call string) bool {
	return strings.HasPrefix(call, "reflect.Value.") || strings.HasPrefix(call, module+"/container.") ||
		strings.HasPrefix(call, module+"/hooks.")
}
