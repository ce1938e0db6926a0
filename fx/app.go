// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"reflect"
	"time"

	"go.uber.org/fx/fxevent"
	"go.uber.org/multierr"

	"github.com/facet-go/facet"
	"github.com/facet-go/facet/adapt"
)

// App is an app of fx that runs on facet.
type App struct {
	err           error // of New
	root          *module
	startTimeout  time.Duration
	stopTimeout   time.Duration
	errorHooks    []ErrorHandler
	validates     bool
	recovers      bool
	plainErrors   bool
	facetOptions  []facet.Option
	environment   environment
	clock         clock
	osExit        func(code int)
	signals       signals
	events        serial
	registrations []*registration // those with a Spec, in registration order

	wiring    adapt.Wiring
	facet     *adapt.App
	usesFacet bool                     // a component may end the app of facet
	roots     []*registration          // the invoked functions, in order
	byID      map[string]*registration // by the id of the node
	progress  progress
}

// New declares an app, constructs what the invoked functions need, and calls them. Err
// returns the error. A panic of a constructor or an invoked function comes out of New,
// unless there is RecoverFromPanics.
func New(opts ...Option) *App {
	a := &App{
		startTimeout: DefaultTimeout, stopTimeout: DefaultTimeout, clock: systemClock{}, environment: readEnvironment(),
		byID: map[string]*registration{}, progress: progress{appended: map[string][]Hook{}},
	}
	a.plainErrors = a.environment.plainErrors
	from := originOf()
	a.root = newModule(a, nil, "")
	a.root.log = defaultLogger()
	a.root.trace = []string{from.stack.Top()}
	for _, o := range opts {
		o.apply(a.root)
	}
	a.assemble(from)
	return a
}

// ValidateApp returns the error that New would have before it calls something, and
// constructs nothing. It checks what the invoked functions need.
func ValidateApp(opts ...Option) error {
	return New(append(opts[:len(opts):len(opts)], validation())...).Err()
}

// Err returns the error of New, or nil.
func (a *App) Err() error { return a.err }

// StartTimeout returns the time that Run has to start the app.
func (a *App) StartTimeout() time.Duration { return a.startTimeout }

// StopTimeout returns the time that Run has to stop the app.
func (a *App) StopTimeout() time.Duration { return a.stopTimeout }

// Facet returns the app of facet that does the work: for its plan, graph and report. It is
// nil if New failed before it had read everything. fx does not have this method.
func (a *App) Facet() *facet.App {
	if a.facet == nil {
		return nil
	}
	return a.facet.App
}

// assemble reads the registrations, and builds.
func (a *App) assemble(from origin) {
	a.root.prepareLogs()
	taken := map[scopedKey]bool{}
	a.registerOwn(from, taken)
	a.root.registerProvided(taken)
	if err := a.root.registerDecorators(map[scopedKey]bool{}); err != nil {
		a.err = multierr.Append(a.err, err)
	}
	loggers := a.root.loggerRoots()
	if a.err != nil {
		a.buildLoggersOnly(loggers)
		return
	}
	invokes := a.root.allInvokes()
	for _, r := range invokes {
		// Earlier functions are not invoked: nothing is constructed while something is wrong.
		if err := r.read(); err != nil {
			a.buildLoggersOnly(loggers)
			if a.err == nil {
				r.module.emit(&fxevent.Invoking{FunctionName: r.name(), ModuleName: r.module.name})
				a.fail(r, a.inWordsOfDig(r, err))
			}
			return
		}
	}
	a.build(loggers, invokes)
}

// registerOwn registers what every app provides: Lifecycle, Shutdowner and DotGraph.
func (a *App) registerOwn(from origin, taken map[scopedKey]bool) {
	value := func(constructor, v any, t reflect.Type) {
		r := &registration{kind: kindProvide, module: a.root, target: constructor, origin: from}
		r.spec, _ = adapt.Value(v, t, from.place)
		a.addOwn(r, taken)
	}
	value(func() Lifecycle { return nil }, &lifecycle{a}, reflect.TypeFor[Lifecycle]())
	value(func() Shutdowner { return nil }, &shutdowner{a}, reflect.TypeFor[Shutdowner]())
	dot := &registration{kind: kindProvide, module: a.root, target: a.dotGraph, origin: from}
	if err := dot.read(); err == nil {
		a.addOwn(dot, taken)
	}
}

func (a *App) addOwn(r *registration, taken map[scopedKey]bool) {
	take(taken, r)
	a.registrations = append(a.registrations, r)
	a.root.emitProvided(r)
}
