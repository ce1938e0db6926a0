// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"fmt"
	"time"
)

// TimeoutError is the cause of a context whose budget has ended.
type TimeoutError struct {
	Name   string // what has ended: "the start timeout"
	Budget time.Duration
	SetBy  string // the option: "facet.StartTimeout sets it"
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("%s of %v was exceeded; %s", e.Name, e.Budget, e.SetBy)
}

// Unwrap makes errors.Is find context.DeadlineExceeded.
func (e *TimeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout makes os.IsTimeout and net.Error users see a timeout.
func (e *TimeoutError) Timeout() bool { return true }

// Outcome is the error of a user's function after [Examine]. Its methods are not called
// again.
type Outcome struct {
	Err      error
	Text     string // of Err
	OnlyEnds bool   // the function returned no more than the end of its context
}

// ExamineEnd examines the error of a function that received ctx. If ctx has ended, an
// error that only says so is replaced by the cause, and the cause is added to any
// other error. No lock is held.
func ExamineEnd(ctx context.Context, err error) Outcome {
	if err == nil {
		return Outcome{}
	}
	if ctx.Err() == nil {
		return Outcome{Err: err, Text: Text(err)}
	}
	cause := Cause(ctx)
	facts := Examine(err, cause, context.Canceled, context.DeadlineExceeded)
	if facts.Only {
		return Outcome{Err: cause, Text: Text(cause), OnlyEnds: true}
	}
	ended := &EndedError{Err: err, Cause: cause, Text: facts.Text + causeText(cause)}
	return Outcome{Err: ended, Text: ended.Text}
}

// CauseOf returns the error of a function that received ctx. An error that only says
// that ctx has ended is replaced by the cause; any other is returned unchanged.
func CauseOf(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	if cause := Cause(ctx); IsOnly(err, cause, context.Canceled, context.DeadlineExceeded) {
		return cause
	}
	return err
}

func causeText(cause error) string { return " (its context had ended: " + Text(cause) + ")" }

// EndedError is the error of a function whose context had ended, with the cause.
type EndedError struct {
	Own

	Err, Cause error
	Text       string
}

// NewEndedError returns the error of a function whose context had ended. The text of
// the cause is added unless err contains it.
func NewEndedError(err, cause error) *EndedError {
	facts := Examine(err, cause)
	if !facts.Is(0) {
		facts.Text += causeText(cause)
	}
	return &EndedError{Err: err, Cause: cause, Text: facts.Text}
}

func (e *EndedError) Error() string { return e.Text }

// Unwrap returns the error of the function, and why its context had ended.
func (e *EndedError) Unwrap() []error { return []error{e.Err, e.Cause} }

// WithoutEnd returns the error of the function without what [ExamineEnd] has added.
func WithoutEnd(err error) error {
	if ended, ok := err.(*EndedError); ok { //nolint:errorlint // made here, never wrapped
		return ended.Err
	}
	return err
}

// PanicStack returns the stack of a panic in the function that returned err, or "".
func PanicStack(err error) string {
	if p, ok := WithoutEnd(err).(*PanicError); ok { //nolint:errorlint // a wrapped one is of another function
		return p.Stack
	}
	return ""
}
