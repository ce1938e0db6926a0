// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"os"
	"reflect"
	"slices"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/registration"
)

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
		specs:       make([]*registration.Spec, 0, len(opts)),
		seenModules: map[Option]bool{},
		given:       map[string][]place{},
	}
	r.apply(opts, graph.Caller(1))
	specs := r.allSpecs()
	c, problems := container.NewWired(specs, r.wiring(), lifecycleType, appType)
	c.Skip(r.skipped)
	a := &App{
		settings: r.settings, container: c,
		problems: slices.Concat(r.problems, problems), optionErrors: r.optionErrors, given: r.given,
		handles:    make([]atomic.Pointer[Lifecycle], c.Size()),
		transition: make(chan struct{}, 1),
		calls:      map[*doCall]struct{}{}, failedComponents: map[*Lifecycle]error{},
	}
	if r.logSpec != nil {
		a.containerLog = newContainerLog(&a.resultTold)
	}
	a.stream = a.newStream()
	a.hooks = hooks.New(hooks.Config{
		Grace: a.settings.grace, StopTimeout: a.settings.stopTimeout, Name: c.ID, Around: a.settings.around, Stream: a.stream,
		Shutdown: a.onShutdown, Report: a.onError, Users: a.usersOf,
	})
	a.setRun(newRun(a))
	a.connect(r.front, specs)
	return a
}
