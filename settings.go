// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// settings are the options that register nothing.
type settings struct {
	buildTimeout, startTimeout, stopTimeout, drainDelay, grace time.Duration // a buildTimeout of 0 is no limit

	mode   hooks.Mode
	around hooks.Around // nil without a middleware
	direct bool         // builds do not use dig

	emptyGroups map[string]bool // groups that may have no member or no reader

	observers []func(observe.Event)
	log       func(observe.Event)
	logSet    bool
	signals   []os.Signal
	// notify is signal.Notify, or a function of a test that feeds signals.
	notify func(c chan<- os.Signal, sigs ...os.Signal) (release func())
}

// newStream returns the stream of events to the log and the observers. told is set when
// the default log has written the result of a run.
func newStream(s *settings, told *atomic.Bool) *observe.Stream {
	var stream *observe.Stream
	switch {
	case !s.logSet:
		stream = observe.NewStream(defaultLog(told), s.observers...)
	case s.log != nil:
		stream = observe.NewStream(nil, append(s.observers, s.log)...)
	default:
		stream = observe.NewStream(nil, s.observers...)
	}
	stream.Grace = s.grace
	return stream
}

// defaultLog writes to slog.Default, and the text of failures to standard error. It sets
// told when it has written the result of a run.
func defaultLog(told *atomic.Bool) func(observe.Event) {
	log := observe.DefaultLog(os.Stderr)
	return func(e observe.Event) {
		log(e)
		if e.Op == observe.OpResult && slog.Default().Enabled(context.Background(), slog.LevelError) {
			told.Store(true)
		}
	}
}
