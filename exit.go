// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"syscall"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
)

// maxExitCode is the largest code that the operating system keeps.
const maxExitCode = 255

// ExitError requests an exit code. Make one with [Exit].
type ExitError struct{ Code int }

// Error names the code.
func (e *ExitError) Error() string { return fmt.Sprintf("exit code %d", e.Code) }

// Is reports whether target is the error with which a task ends its restarts.
func (e *ExitError) Is(target error) bool { return target == hooks.ErrDoNotRestart }

// Exit returns an error for which [ExitCode] returns code, from 1 to 255. Give it to
// Shutdown, or return it from a task. Exit(0) given to Shutdown is a clean stop;
// returned as an error it is a failure.
func Exit(code int) error { return &ExitError{Code: code} }

// ExitCode returns the exit code of a process whose run ended with err:
//   - 0 for nil, and for Exit(0) itself;
//   - 128 plus the number of the signal after a forced stop;
//   - the code of [Exit] if that is the first cause and the code is from 1 to 255;
//   - 1 for all other errors, so also for a start that failed with Exit(0).
func ExitCode(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := err.(*ExitError); ok && exit != nil && exit.Code == 0 { //nolint:errorlint // the error itself: a wrapped one is a failure
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
	// The system keeps eight bits: a larger code could become 0.
	if exit, ok := guard.As[*ExitError](cause); ok && exit != nil && exit.Code > 0 && exit.Code <= maxExitCode {
		return exit.Code
	}
	return 1
}
