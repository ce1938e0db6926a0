// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package guard

import (
	"context"
	"time"
)

// CallerKey is the key of the operation that received a context from its caller. Give it
// to [Context], so that the user's Value is not called for it later.
var CallerKey any = callerKey{}

type callerKey struct{}

// caller is an operation that received a context.
type caller struct {
	op string
	at time.Time
}

// WithCaller returns a child of ctx for which [Cause] names the operation that received
// ctx from its caller.
func WithCaller(ctx context.Context, op string) context.Context {
	if ctx.Done() == nil {
		return ctx
	}
	return context.WithValue(ctx, CallerKey, &caller{op, time.Now()})
}

// Cause is [context.Cause]. If that says only that a context has ended, which facet's own
// contexts never do, Cause says that the caller of an operation has ended it.
func Cause(ctx context.Context) error {
	cause := context.Cause(ctx)
	if cause != context.Canceled && cause != context.DeadlineExceeded { //nolint:errorlint // exactly those: a user's own cause says more
		return cause
	}
	by, _ := ctx.Value(CallerKey).(*caller)
	switch {
	case by == nil:
		return cause
	case cause == context.Canceled: //nolint:errorlint // as above
		return &CallerError{op: by.op}
	}
	budget := time.Since(by.at)
	if deadline, ok := ctx.Deadline(); ok {
		budget = max(0, deadline.Sub(by.at))
	}
	return &TimeoutError{Name: "the time of the context given to " + by.op, Budget: budget.Round(time.Millisecond), SetBy: "its caller sets the deadline"}
}

// CallerError is the cause of the end of contexts that the caller of an operation has
// canceled.
type CallerError struct {
	Own
	op string
}

// Error names the operation.
func (e *CallerError) Error() string { return "the context given to " + e.op + " was canceled" }

// Unwrap makes errors.Is find context.Canceled.
func (e *CallerError) Unwrap() error { return context.Canceled }
