// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"log/slog"
	"os"
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

	observers    []func(observe.Event)
	log          func(observe.Event)
	logSet       bool
	printsResult bool // Main writes the result, so the log does not
	signals      []os.Signal
	// notify is signal.Notify, or a function of a test that feeds signals.
	notify func(c chan<- os.Signal, sigs ...os.Signal) (release func())
}

// newStream returns the stream of events to the log and the observers.
func newStream(s *settings) *observe.Stream {
	var stream *observe.Stream
	switch {
	case !s.logSet:
		stream = observe.NewStream(defaultLog(s.printsResult), s.observers...)
	case s.log != nil:
		stream = observe.NewStream(nil, append(s.observers, s.log)...)
	default:
		stream = observe.NewStream(nil, s.observers...)
	}
	stream.Grace = s.grace
	return stream
}

// defaultLog writes failures to slog.Default, except for the result if Main writes it.
func defaultLog(printsResult bool) func(observe.Event) {
	log := observe.Slog(slog.Default)
	return func(e observe.Event) {
		if e.Op != observe.OpResult || !printsResult {
			log(e)
		}
	}
}
