// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"context"
	"fmt"
	"time"
)

// Option is one option of [Notify]. Options print as they are written; of several
// of a kind the last counts.
type Option interface {
	fmt.Stringer
	apply(*config)
}

// Alive ties the watchdog to f: while the app is running, systemd gets a ping
// each time that f returns nil, and none when it returns an error, panics, or
// takes longer than a quarter of WatchdogSec. f is called every half of
// WatchdogSec, and after a failure every eighth, so that one that passes is
// forgiven. Calls do not overlap, and come on a goroutine of their own; the
// context ends when the time is up, and when the app begins to stop.
//
// While the app starts, drains or stops f is not asked, as what it looks at may
// not be up: pings then say only that the process is scheduled, and hooks are
// bounded by facet's own budgets. f should look at what a restart would cure, a
// deadlock or a stuck loop, and not at a database that is away. The default, and
// a nil f, is always alive.
func Alive(f func(ctx context.Context) error) Option {
	return option{"Alive(func)", func(c *config) { c.alive = f }}
}

// Progress says how long one step of a start or a stop may take: each time that a
// constructor, a hook or a cleanup ends, and when a phase begins, systemd gets
// EXTEND_TIMEOUT_USEC with that time, to the microsecond. The default is 30 s; 0
// or less sends none, so that TimeoutStartSec and TimeoutStopSec bound the whole.
func Progress(d time.Duration) Option {
	return option{"Progress(" + d.String() + ")", func(c *config) { c.progress = d }}
}

// OnError has f called, in place of a warning to slog's default logger, with what
// goes wrong: an [*EnvironmentError] once, when the first run begins; a
// [*SendError] when sending begins to fail, and not again until it has worked in
// between; a [*LivenessError] when the app begins not to be alive. Calls do not
// overlap: while one has not returned, what goes wrong goes to slog. Nothing is sent
// while f runs, for half a second at most, so it should soon return. The app goes
// on whatever happens. A nil f is the default.
func OnError(f func(error)) Option {
	return option{"OnError(func)", func(c *config) { c.onError = f }}
}

type option struct {
	text string
	do   func(*config)
}

func (o option) String() string  { return "systemd." + o.text }
func (o option) apply(c *config) { o.do(c) }

type config struct {
	alive    func(context.Context) error // nil: always
	progress time.Duration
	onError  func(error) // nil: slog
}

func defaults() config { return config{progress: 30 * time.Second} }
