// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"log/slog"
	"os"
	"reflect"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// settings are the options that register nothing.
type settings struct {
	buildTimeout, startTimeout, stopTimeout, drainDelay, grace time.Duration // a buildTimeout of 0 is no limit

	mode   hooks.Mode
	around hooks.Around // nil without a middleware

	observers    []func(observe.Event)
	log          func(observe.Event)
	logSet       bool
	printsResult bool // Main writes the result, so the log does not
	signals      []os.Signal
	// notify is signal.Notify, or a function of a test that feeds signals.
	notify func(c chan<- os.Signal, sigs ...os.Signal) (release func())
}

var (
	lifecycleType = reflect.TypeFor[*Lifecycle]()
	appType       = reflect.TypeFor[*App]()
)

// New declares an app. It calls no constructor and opens nothing. Err and all methods
// that build return the problems of the options.
func New(opts ...Option) *App {
	r := &registry{
		settings: settings{
			startTimeout: 15 * time.Second, stopTimeout: 10 * time.Second, grace: time.Second,
			signals: []os.Signal{os.Interrupt, syscall.SIGTERM}, notify: notify,
		},
		specs:       make([]*provide.Spec, 0, len(opts)),
		seenModules: map[Option]bool{},
		given:       map[string]place{},
	}
	r.apply(opts, graph.Caller(1))
	c, problems := container.New(append(r.firstSpecs, r.specs...), lifecycleType, appType)
	c.Skip(r.skipped)
	a := &App{
		settings: r.settings, container: c, stream: newStream(&r.settings),
		problems: slices.Concat(r.problems, problems), optionErrors: r.optionErrors,
		handles:    make([]atomic.Pointer[Lifecycle], c.Size()),
		transition: make(chan struct{}, 1),
		calls:      map[*doCall]struct{}{}, failedComponents: map[*Lifecycle]error{},
	}
	a.hooks = hooks.New(hooks.Config{
		Grace: a.settings.grace, StopTimeout: a.settings.stopTimeout, Name: c.ID, Around: a.settings.around, Stream: a.stream,
		Shutdown: a.onShutdown, Report: a.onError, Users: a.usersOf,
	})
	a.callConfig = container.Config{
		Grace: a.settings.grace, Dumper: a.hooks.Dumper(), Scope: func(int, reflect.Type) any { return a },
	}
	a.setRun(newRun(a))
	return a
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
