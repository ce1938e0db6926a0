// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"log/slog"
	"os"
	"slices"
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

	onCaller        bool          // Build calls constructors on the goroutine of its caller
	openUntilStart  bool          // hooks may be registered between Build and Start
	rollbackTimeout time.Duration // of the stop after a failed build or start; 0 is stopTimeout

	emptyGroups map[string]bool // groups that may have no member or no reader

	observers []func(observe.Event)
	log       func(observe.Event)
	failures  func(observe.Event) // the log of a front end, or nil
	logSet    bool
	signals   []os.Signal
	// notify is signal.Notify, or a function of a test that feeds signals.
	notify func(c chan<- os.Signal, sigs ...os.Signal) (release func())
}

// newStream returns the stream of events to the log and the observers.
func (a *App) newStream() *observe.Stream {
	s, observers := &a.settings, a.settings.observers
	var log func(observe.Event)
	switch {
	case a.containerLog != nil:
		observers = append(slices.Clip(observers), a.containerLog.observe)
	case s.log != nil:
		observers = append(slices.Clip(observers), s.log)
	case !s.logSet && s.failures != nil:
		log = onlyFailures(s.failures)
	case !s.logSet:
		log = defaultLog(&a.resultTold, func() bool { return false })
	}
	stream := observe.NewStream(log, observers...)
	stream.Grace = s.grace
	return stream
}

// onlyFailures calls log for events with an error.
func onlyFailures(log func(observe.Event)) func(observe.Event) {
	return func(e observe.Event) {
		if e.Err != nil {
			log(e)
		}
	}
}

// defaultLog writes to slog.Default, unless isMuted. It sets told when it has written the
// result of a run so that people can read it: a *slog.TextHandler quotes its lines.
func defaultLog(told *atomic.Bool, isMuted func() bool) func(observe.Event) {
	log := observe.DefaultLog(isMuted)
	return func(e observe.Event) {
		log(e)
		if e.Op == observe.OpResult && !isMuted() {
			handler := slog.Default().Handler()
			_, quotes := handler.(*slog.TextHandler)
			told.Store(!quotes && handler.Enabled(context.Background(), slog.LevelError))
		}
	}
}
