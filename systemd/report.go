// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// callTimeout is the time that a report waits for users' code.
const callTimeout = 500 * time.Millisecond

// caller calls users' code that should return soon, one call at a time.
type caller struct {
	busy atomic.Bool // a call has not returned
}

// errNotReturned is the error of a call that does not return in time. errBusy is the error
// of a call that is not made because an earlier one has not returned.
var (
	errNotReturned = errors.New("it has not returned after " + callTimeout.String())
	errBusy        = errors.New("an earlier call has not returned")
)

// call calls f and waits for it, at most for half a second.
func (c *caller) call(f func()) error {
	if c.busy.Swap(true) {
		return errBusy
	}
	done := guarded(func() error {
		defer c.busy.Store(false)
		f()
		return nil
	})
	timer := time.NewTimer(callTimeout)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errNotReturned
	}
}

// report reports a problem. It waits for users' code at most for half a second per
// call.
func (n *notifier) report(err error) {
	if n.onError == nil {
		n.warn(err)
		return
	}
	failure := n.errorCaller.call(func() { n.onError(err) })
	switch {
	case failure == nil:
		return
	case failure != errBusy: //nolint:errorlint // no method of a panic's value may be called; errBusy needs no report
		n.warn(fmt.Errorf("the function given to systemd.OnError: %w", failure))
	}
	n.warn(err)
}

func (n *notifier) warn(err error) {
	_ = n.logCaller.call(func() { // there is no other place to report an error
		slog.Default().Warn("facet: a problem that does not stop the app", slog.Any("error", err))
	})
}
