// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// In makes a struct that embeds it a parameter struct. It is dig.In.
type In = provide.In

// Out makes a struct that embeds it a result struct. It is dig.Out.
type Out = provide.Out

// Lifecycle is the handle on which a constructor registers hooks and tasks. Each
// constructor that asks for one gets its own. Its methods are documented at
// [hooks.Lifecycle]: OnStart, OnStop, Append, OnDrain, Cleanup, Go, Serve,
// Context and Shutdown.
type Lifecycle = hooks.Lifecycle

// Hook is a start hook and a stop hook that belong together.
type Hook = hooks.Hook

// App is a set of constructors with a lifecycle. Its methods are safe for
// concurrent use. A constructor may ask for it, to call Shutdown, Graph or State.
type App struct {
	settings  settings
	problems  []*Problem // of registration
	causes    []error    // given to Error
	container *container.Container
	stream    *observe.Stream

	telling chan struct{} // held while events of state changes are emitted

	mu     sync.Mutex // guards the fields below; never held while user code runs
	state  State
	untold []State // changes whose events are not emitted yet
	run    *run    // the coming one, the current one, or the last
}

// settings are what the options say beside what they register.
type settings struct {
	startTimeout, stopTimeout, drainDelay, grace time.Duration

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
		seen:  map[Option]bool{},
		given: map[string]place{},
	}
	r.apply(opts, graph.Caller(1))
	c, problems := container.New(r.specs, lifecycleType, appType)
	a := &App{
		settings: r.settings, container: c, stream: newStream(&r.settings),
		problems: slices.Concat(r.problems, problems), causes: r.causes,
		telling: make(chan struct{}, 1),
	}
	a.run = newRun(a)
	return a
}

func newStream(s *settings) *observe.Stream {
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
	*Problems
	causes []error
}

// Unwrap makes errors.Is find the causes, and errors.As the problems.
func (e *registrationError) Unwrap() []error { return append([]error{e.Problems}, e.causes...) }

// Err returns what is wrong whatever else is listed: constructors that are none,
// options that do not apply, values that cannot be provided. It is a [*Problems].
func (a *App) Err() error { return a.refuse("register", nil) }

// refuse adds the problems of registration to those of the graph.
func (a *App) refuse(op string, graphErr error) error {
	if len(a.problems) == 0 {
		return graphErr
	}
	all := &Problems{Op: op, Left: "nothing was constructed", List: slices.Clone(a.problems)}
	var more *Problems
	if errors.As(graphErr, &more) {
		all.List = append(all.List, more.List...)
	}
	if len(a.causes) == 0 {
		return all
	}
	return &registrationError{Problems: all, causes: a.causes}
}

// Validate checks everything that was registered, reached or not, and constructs
// nothing: what Err reports, and every missing dependency, duplicate and
// cycle. What Validate accepts, Build never rejects. The error is a [*Problems].
func (a *App) Validate() error { return a.refuse("validate", a.container.Validate()) }

// Build constructs what the roots need, in dependency order, and calls them. It
// does nothing if the app is built or running. Constructors have no budget of
// their own: bound them with ctx. If it fails, the cleanups of what
// was built run before it returns. Problems of the graph stop it where a root
// needs them, duplicates anywhere; all others are one warning event.
func (a *App) Build(ctx context.Context) error {
	if a.within(ctx) {
		return ErrReentrant
	}
	a.mu.Lock()
	running := a.state == StateRunning
	a.mu.Unlock()
	if running {
		return nil
	}
	r, _, err := a.enter("Build", StateBuilding)
	if r == nil {
		return err
	}
	if err := r.build(ctx); err != nil {
		return r.abort(ctx, err)
	}
	if !a.moveUnlessEnding(r, StateBuilt) {
		return r.abort(ctx, nil)
	}
	return nil
}

// Start builds, if that was not done before, and runs the start hooks. If it
// fails, it stops what had started, runs the cleanups, and then returns the first
// cause. It returns an error whenever the app is not up. The app outlives ctx,
// whose values reach hooks and tasks.
func (a *App) Start(ctx context.Context) error {
	if a.within(ctx) {
		return ErrReentrant
	}
	r, from, err := a.enter("Start", StateStarting)
	if err != nil {
		return err
	}
	return r.up(ctx, from)
}

// Stop drains a running app, runs the stop hooks and the cleanups, and returns
// the result of the run: its first cause and what went wrong later, nil if
// nothing did. During a build or start it cancels that and waits for the
// rollback. Concurrent calls share one stop and its result. The end of ctx is the
// end of the stop's budget.
func (a *App) Stop(ctx context.Context) error {
	if a.within(ctx) {
		return ErrReentrant
	}
	a.mu.Lock()
	r := a.run
	switch a.state {
	case StateNew:
		a.mu.Unlock()
		return nil
	case StateBuilding, StateStarting:
		r.endLocked(nil, "Stop")
		a.mu.Unlock()
		// The rollback has a budget of its own; the end of ctx is its end.
		defer context.AfterFunc(ctx, func() {
			a.mu.Lock()
			defer a.mu.Unlock()
			r.expireLocked(context.Cause(ctx))
		})()
	case StateBuilt:
		a.setState(StateStopping)
		r.ending = true
		a.mu.Unlock()
		a.tellStates()
		r.down(ctx, false)
	case StateRunning:
		a.setState(StateDraining)
		r.ending = true
		a.mu.Unlock()
		a.tellStates()
		r.down(ctx, true)
	default:
		a.mu.Unlock()
	}
	<-r.done
	return r.result
}

// Shutdown asks for the end of the app and returns at once; a goroutine of the
// app then does what Stop does. A nil cause is a clean end; any other becomes the
// first cause of the run's result. In a new or built app it is kept for the next
// start. It may be called from anywhere, hooks and observers included.
func (a *App) Shutdown(cause error) {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	r.end(cause, "Shutdown")
}

// Done returns a channel that is closed when the run has ended and all is
// stopped. In a new or built app it is that of the coming run, in a stopped or
// failed one that of the last.
func (a *App) Done() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.run.done
}

// Wait waits for Done and returns the result of the run.
func (a *App) Wait() error {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	<-r.done
	return r.result
}

// Graph returns a snapshot of the graph: declared before a build, with states
// and times after it, and after a stop that of the last run.
func (a *App) Graph() *graph.Graph {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	g := a.container.Graph(r.built.Load())
	for i := range r.handles {
		if lc := r.handles[i].Load(); lc != nil {
			r.hooks.Fill(lc, &g.Nodes[i])
		}
	}
	return g
}

// Plan returns the start plan of the last build; nil before the first.
func (a *App) Plan() *hooks.Plan {
	a.mu.Lock()
	r := a.run
	a.mu.Unlock()
	return r.plan.Load()
}

// Lookup returns the value of type T, under a name if one is given, from the
// last build. It never constructs anything.
func Lookup[T any](a *App, name ...string) (T, error) {
	var zero T
	a.mu.Lock()
	r, state := a.run, a.state
	a.mu.Unlock()
	built := r.built.Load()
	if built == nil || state == StateStopped || state == StateFailed {
		return zero, &StateError{Op: "Lookup", State: state}
	}
	key := provide.Key{Type: reflect.TypeFor[T]()}
	if len(name) > 0 {
		key.Name = name[0]
	}
	v, ok := built.Lookup(key)
	if !ok {
		return zero, &Problem{Slug: "not-built", Text: key.String() + " is not among what was built; provide it, and have something need it", Place: graph.Caller(1)}
	}
	value, _ := v.Interface().(T) // a nil interface stays zero
	return value, nil
}

// mark is the context key by which an app knows the contexts of its runs. The
// value is the run.
type mark struct{ app *App }

// within tells whether ctx is of a run of this app that goes on.
func (a *App) within(ctx context.Context) bool {
	r, ok := ctx.Value(mark{a}).(*run)
	if !ok {
		return false
	}
	select {
	case <-r.done:
		return false
	default:
		return true
	}
}

func (r *run) marked(ctx context.Context) context.Context {
	return context.WithValue(ctx, mark{r.app}, r)
}
