// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"time"

	"github.com/facet-go/facet/internal/guard"
)

// timeoutError is the cause of a build's context that ended by the build timeout.
type timeoutError struct{ *guard.TimeoutError }

// WithTimeout returns a child of ctx that ends after d; 0 or less is no limit. Given to
// [Container.Build] or [Container.Prepare], it bounds all functions of the build together.
// The function that runs when it ends fails the build, whatever it returns.
func WithTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return ctx, func() {}
	}
	return context.WithTimeoutCause(ctx, d, timeoutError{&guard.TimeoutError{Name: "the build timeout", Budget: d, SetBy: "facet.BuildTimeout sets it"}})
}

// failureAfterTimeout returns the failure of a function that returned err after the build
// timeout. The text of the failure comes first.
func failureAfterTimeout(err, cause error) (text string, failure error) {
	switch err {
	case nil, context.Canceled, context.DeadlineExceeded, cause: //nolint:errorlint // an error that wraps one of them says more
		return cause.Error(), cause
	}
	ended := guard.NewEndedError(err, cause)
	return ended.Text, ended
}

// isTimeout reports whether err says that this build timed out. It does not look into the
// error of a function, which may contain the timeout of another build.
func isTimeout(err error) bool {
	if ended, ok := err.(*guard.EndedError); ok { //nolint:errorlint // as the comment says
		err = ended.Cause
	}
	_, ok := err.(timeoutError) //nolint:errorlint // as the comment says
	return ok
}
