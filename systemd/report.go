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

// heard is how long a report waits for users' code to take it.
const heard = 500 * time.Millisecond

// caller calls users' code that should soon return, one call at a time.
type caller struct {
	busy atomic.Bool // a call has not returned
}

// errUnheard is the error of a call that does not return, errBusy that of a call
// that was not made because of one before.
var (
	errUnheard = errors.New("it has not returned after " + heard.String())
	errBusy    = errors.New("an earlier call has not returned")
)

// call calls f and waits for it, for half a second at most.
func (c *caller) call(f func()) error {
	if c.busy.Swap(true) {
		return errBusy
	}
	done := guarded(func() error {
		defer c.busy.Store(false)
		f()
		return nil
	})
	timer := time.NewTimer(heard)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errUnheard
	}
}

// report tells what went wrong, and returns when that has been heard, or should
// have been.
func (n *notifier) report(err error) {
	if n.onError == nil {
		n.warn(err)
		return
	}
	failure := n.hears.call(func() { n.onError(err) })
	switch {
	case failure == nil:
		return
	case failure != errBusy: //nolint:errorlint // a panic's value is not to be asked; that it is busy was told
		n.warn(fmt.Errorf("the function given to systemd.OnError: %w", failure))
	}
	n.warn(err)
}

func (n *notifier) warn(err error) {
	_ = n.log.call(func() { // it is the last resort
		slog.Default().Warn("facet: a problem that does not stop the app", slog.Any("error", err))
	})
}
