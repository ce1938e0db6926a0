// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fxevent

import (
	"os"
	"time"
)

// OnStartExecuting reports that a start hook is about to be called.
type OnStartExecuting struct {
	FunctionName string
	CallerName   string // the function that appended the hook
}

// OnStartExecuted reports that a start hook has ended.
type OnStartExecuted struct {
	FunctionName string
	CallerName   string
	Method       string // always ""; fx has never set it
	Runtime      time.Duration
	Err          error
}

// OnStopExecuting reports that a stop hook is about to be called.
type OnStopExecuting struct {
	FunctionName string
	CallerName   string
}

// OnStopExecuted reports that a stop hook has ended.
type OnStopExecuted struct {
	FunctionName string
	CallerName   string
	Runtime      time.Duration
	Err          error
}

// Started reports the end of a start.
type Started struct {
	Err error // nil if the app is up
}

// Stopping reports that a signal or a call of Shutdown ends a running app.
type Stopping struct {
	Signal os.Signal
}

// Stopped reports the end of a stop.
type Stopped struct {
	Err error // nil if every hook succeeded
}

// RollingBack reports that a failed start is about to stop what had started.
type RollingBack struct {
	StartErr error
}

// RolledBack reports the end of a rollback.
type RolledBack struct {
	Err error // nil if every hook succeeded
}
