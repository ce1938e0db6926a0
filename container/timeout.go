// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"fmt"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// timeoutError is the cause of a build's context that ended by the build timeout.
type timeoutError struct{ budget time.Duration }

func (e *timeoutError) Error() string {
	return fmt.Sprintf("the build timeout of %v was exceeded; facet.BuildTimeout sets it", e.budget)
}

// Unwrap makes errors.Is find context.DeadlineExceeded.
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout makes os.IsTimeout and net.Error users see a timeout.
func (e *timeoutError) Timeout() bool { return true }

// WithTimeout returns a child of ctx that ends after d; 0 or less is no limit. Given to
// [Container.Build] or [Container.Prepare], it bounds all functions of the build together.
// The function that runs when it ends fails the build, whatever it returns.
func WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, d, &timeoutError{d})
}

// failureAfterTimeout returns the failure of a function that returned err after the build
// timeout. The text of the failure comes first.
func failureAfterTimeout(err, cause error) (text string, failure error) {
	switch err {
	case nil, context.Canceled, context.DeadlineExceeded, cause: //nolint:errorlint // an error that wraps one of them says more
		return cause.Error(), cause
	}
	facts := guard.Examine(err, cause)
	text = facts.Text
	if !facts.Is(0) {
		text = fmt.Sprintf("%s (its context had ended: %v)", text, cause)
	}
	return text, &endedError{err: err, cause: cause, text: text}
}

// endedError is the failure of a function that returned an error of its own after the
// build timeout.
type endedError struct {
	own

	err, cause error
	text       string
}

func (e *endedError) Error() string { return e.text }

// Unwrap returns the error of the function, and why its context had ended.
func (e *endedError) Unwrap() []error { return []error{e.err, e.cause} }

// isTimeout reports whether err says that this build timed out. It does not look into the
// error of a function, which may contain the timeout of another build.
func isTimeout(err error) bool {
	if ended, ok := err.(*endedError); ok { //nolint:errorlint // as the comment says
		err = ended.cause
	}
	_, ok := err.(*timeoutError) //nolint:errorlint // as the comment says
	return ok
}
