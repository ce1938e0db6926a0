// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package hooks

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// The phases of a [HookError].
const (
	PhaseStart   = "start"
	PhaseDrain   = "drain"
	PhaseStop    = "stop"
	PhaseCleanup = "cleanup"
	PhaseTask    = "task"
)

// HookError says that a hook, a task or a cleanup failed, panicked, called
// runtime.Goexit or did not return in time. Unwrap returns the cause unchanged.
type HookError struct {
	Component string        // id of the node
	Hook      string        // name of the hook or task
	Phase     string        // one of the constants above
	Place     graph.Place   // the line that registered it
	Elapsed   time.Duration // since it was called
	Abandoned bool          // it did not return within Grace; it is still running
	Stack     string        // of the panic or of the abandoned goroutine, else ""
	Err       error         // the cause

	consequence bool // it says no more than that its context had ended
}

// Slug names the kind of failure and never changes.
func (e *HookError) Slug() string {
	var timeout *timeoutError
	switch {
	case e.Abandoned:
		return e.Phase + "-hung"
	case e.Stack != "":
		return e.Phase + "-panicked"
	case errors.Is(e.Err, guard.ErrGoexit):
		return e.Phase + "-exited"
	case errors.As(e.Err, &timeout):
		return e.Phase + "-timeout"
	default:
		return e.Phase + "-failed"
	}
}

// Error names the component, the hook, the cause, the place, and the stack if
// there is one.
func (e *HookError) Error() string {
	var b strings.Builder
	name := stepName(e.Component, e.Hook)
	elapsed := e.Elapsed.Round(time.Microsecond)
	if e.Abandoned {
		fmt.Fprintf(&b, "%s: %s had not returned after %v and was abandoned: %v", e.Slug(), name, elapsed, e.Err)
	} else {
		fmt.Fprintf(&b, "%s: %s: %v    after %v", e.Slug(), name, e.Err, elapsed)
	}
	fmt.Fprintf(&b, "\n  registered at %v", e.Place)
	if e.Stack != "" {
		b.WriteString("\n  stack\n    " + strings.ReplaceAll(strings.TrimSpace(e.Stack), "\n", "\n    "))
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *HookError) Unwrap() error { return e.Err }

// timeoutError is the cause of a context that ended by a budget.
type timeoutError struct {
	what   string
	budget time.Duration
}

func (e *timeoutError) Error() string {
	return fmt.Sprintf("the %s of %v was exceeded", e.what, e.budget)
}

// Unwrap makes errors.Is find context.DeadlineExceeded.
func (e *timeoutError) Unwrap() error { return context.DeadlineExceeded }

// Timeout makes os.IsTimeout and net.Error users see a timeout.
func (e *timeoutError) Timeout() bool { return true }

// errTurn is the cause of a task's and a component's context when it stops in
// its turn.
var errTurn = errors.New("the component is stopping")

// errDrainEnded is the cause of the contexts of drain hooks when draining is cut
// short.
var errDrainEnded = errors.New("draining was cut short")

// errNotReady is the failure of a task given to Serve that returned nil before
// it was ready.
var errNotReady = errors.New("returned before it called ready")

// causeOf returns the error of a hook whose context may have ended. An error that
// only says so gives way to the context's cause; any other carries the cause
// with it.
func causeOf(ctx context.Context, err error) (cause error, consequence bool) {
	if err == nil || ctx.Err() == nil {
		return err, false
	}
	cause = context.Cause(ctx)
	for _, says := range []error{cause, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, says) {
			return cause, true
		}
	}
	return fmt.Errorf("%w (its context had ended: %w)", err, cause), false
}

// PanicError is a panic of user code, with its stack.
type PanicError = guard.PanicError
