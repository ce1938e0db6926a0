// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package systemd

import (
	"context"
	"fmt"
	"time"
)

// Option is one option of [Notify]. Options print in the notation of code. If an option
// is repeated, the last one applies.
type Option interface {
	fmt.Stringer
	apply(*config)
}

// Alive makes the pings of the watchdog depend on f. While the app is running, systemd
// receives a ping each time f returns nil. It receives none if f returns an error,
// panics, or takes longer than a quarter of WatchdogSec. f is called every half of
// WatchdogSec. After a failure it is called every eighth, so that one short failure is
// forgiven. Calls do not overlap. They run on a separate goroutine. The context ends
// after a quarter of WatchdogSec, and when the app begins to stop.
//
// While the app starts, drains or stops, f is not called, because the components that
// it checks may not be up. Then pings only report that the process is scheduled;
// facet's budgets limit the hooks. f should check what a restart can cure, such as a
// deadlock or a stuck loop, but not whether a database is reachable. By default, and
// with a nil f, the app is always alive.
func Alive(f func(ctx context.Context) error) Option {
	return option{"Alive(func)", func(c *config) { c.alive = f }}
}

// Progress is the time that one step of a start or a stop may take. Each time a
// constructor, a hook or a cleanup ends, and when a phase begins, systemd receives
// EXTEND_TIMEOUT_USEC with d, in microseconds. The default is 30 s. With zero or less
// nothing is sent, so that TimeoutStartSec and TimeoutStopSec limit the whole start or
// stop.
func Progress(d time.Duration) Option {
	return option{"Progress(" + d.String() + ")", func(c *config) { c.progress = d }}
}

// OnError calls f with problems, instead of logging a warning to slog's default logger.
// An [*EnvironmentError] is reported once, when the first run begins. A [*SendError] is
// reported when sending begins to fail, and again only after a success. A
// [*LivenessError] is reported when the app stops being alive. Calls do not overlap:
// until a call has returned, further problems go to slog. Messages wait while f runs,
// at most for half a second, so f should return soon. The app continues after all these
// problems. A nil f is the default.
func OnError(f func(error)) Option {
	return option{"OnError(func)", func(c *config) { c.onError = f }}
}

type option struct {
	text string
	set  func(*config)
}

func (o option) String() string  { return "systemd." + o.text }
func (o option) apply(c *config) { o.set(c) }

type config struct {
	alive    func(context.Context) error // nil means always alive
	progress time.Duration
	onError  func(error) // nil means slog
}

func defaults() config { return config{progress: 30 * time.Second} }
