// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// settings are what the options say beside what they register.
type settings struct {
	buildTimeout, startTimeout, stopTimeout, drainDelay, grace time.Duration // a buildTimeout of 0 is none

	mode   hooks.Mode
	around hooks.Around // nil for none
	direct bool         // builds go without dig

	observers []func(observe.Event)
	log       func(observe.Event)
	logSet    bool
	printed   bool // Main prints the result
	signals   []os.Signal
	// notify is signal.Notify; tests feed signals through one of their own.
	notify func(c chan<- os.Signal, sigs ...os.Signal) (release func())
}

var (
	lifecycleType = reflect.TypeFor[*Lifecycle]()
	appType       = reflect.TypeFor[*App]()
)

// New declares an app. No constructor runs and nothing is opened. What is wrong
// with the options is collected, and reported by Err and by whatever follows.
func New(opts ...Option) *App {
	r := &registry{
		settings: settings{
			startTimeout: 15 * time.Second, stopTimeout: 10 * time.Second, grace: time.Second,
			signals: []os.Signal{os.Interrupt, syscall.SIGTERM}, notify: notify,
		},
		specs: make([]*provide.Spec, 0, len(opts)),
		seen:  map[Option]bool{},
		given: map[string]place{},
	}
	r.apply(opts, graph.Caller(1))
	c, problems := container.New(append(r.first, r.specs...), lifecycleType, appType)
	c.Skip(r.skipped)
	a := &App{
		settings: r.settings, container: c, stream: newStream(&r.settings),
		problems: slices.Concat(r.problems, problems), causes: r.causes,
		live:       make([]atomic.Pointer[Lifecycle], c.Size()),
		transition: make(chan struct{}, 1),
		calls:      map[*doCall]struct{}{}, abandonedCalls: map[*doCall]struct{}{}, failedComponents: map[*Lifecycle]error{},
	}
	a.hooks = hooks.New(hooks.Config{
		Grace: a.settings.grace, StopTimeout: a.settings.stopTimeout, Name: c.ID, Around: a.settings.around, Stream: a.stream,
		Shutdown: a.end, Report: a.report, Users: a.usersOf,
	})
	a.callConfig = container.Config{
		Grace: a.settings.grace, Dumper: a.hooks.Dumper(), Scope: func(int, reflect.Type) any { return a },
		Direct: a.settings.direct,
	}
	a.beginsLocked(newRun(a))
	return a
}

func newStream(s *settings) *observe.Stream {
	stream := streamTo(s)
	stream.Grace = s.grace
	return stream
}

func streamTo(s *settings) *observe.Stream {
	switch {
	case !s.logSet:
		log := observe.Slog(slog.Default)
		return observe.NewStream(func(e observe.Event) {
			if e.Op != observe.OpResult || !s.printed {
				log(e)
			}
		}, s.observers...)
	case s.log != nil:
		return observe.NewStream(nil, append(s.observers, s.log)...)
	default:
		return observe.NewStream(nil, s.observers...)
	}
}

func notify(c chan<- os.Signal, sigs ...os.Signal) (release func()) {
	signal.Notify(c, sigs...)
	return func() { signal.Stop(c) }
}

// registrationError adds what was given to Error to the problems.
type registrationError struct {
	guard.Own
	*Problems
	causes []error
}

// Unwrap makes errors.Is find the causes, and errors.As the problems.
func (e *registrationError) Unwrap() []error { return append([]error{e.Problems}, e.causes...) }

// refuse adds the problems of registration, and further ones, to those of the
// graph.
func (a *App) refuse(op string, graphErr error, further ...*Problem) error {
	if len(a.problems)+len(further) == 0 {
		return graphErr
	}
	all := &Problems{Op: op, Left: "nothing was constructed", List: slices.Concat(a.problems, further)}
	var more *Problems
	if errors.As(graphErr, &more) {
		all.List = append(all.List, more.List...)
	}
	if len(a.causes) == 0 {
		return all
	}
	return &registrationError{Problems: all, causes: a.causes}
}
