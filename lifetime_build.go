// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"reflect"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/observe"
)

// buildConfig returns the configuration of a build that reports to the lifetime.
func (l *lifetime) buildConfig(ctx context.Context) container.Config {
	s := &l.app.settings
	return container.Config{
		Grace: s.grace, Dumper: l.app.hooks.Dumper(), Listener: l, Middleware: l.middleware(ctx), Direct: s.direct, OnCaller: l.onCaller,
	}
}

// build constructs by construct what is missing, and makes the plan. After a failed
// build the plan holds the components already constructed.
func (l *lifetime) build(ctx context.Context, construct func(context.Context, container.Config) (*container.Build, error)) error {
	l.hooks.Values(ctx)
	ctx, cancel := container.WithTimeout(ctx, l.app.settings.buildTimeout)
	defer cancel()
	detach := context.AfterFunc(ctx, func() { l.hooks.Cancel(guard.Cause(ctx)) })
	watch := l.watchConstructors()
	returned := false
	defer func() {
		if b := l.built.Load(); !returned && b != nil { // runtime.Goexit on the caller's goroutine
			l.buildErr = l.afterBuild(ctx, b, b.Err(), watch, detach)
		}
	}()
	b, err := construct(ctx, l.buildConfig(ctx))
	returned = true
	return l.afterBuild(ctx, b, err, watch, detach)
}

// afterBuild records the result of a build, and makes the plan.
func (l *lifetime) afterBuild(ctx context.Context, b *container.Build, err error, watch *constructorWatch, detach func() bool) error {
	watch.stop()
	failed, _ := err.(*ConstructError) //nolint:errorlint // the build's own, which nothing wraps
	if !detach() && err == nil {
		err = guard.Cause(ctx) // it ended after the last constructor, and canceled the contexts of the components
	}
	l.app.building.Store(nil)
	l.disownAbandoned(failed)
	l.recordFailedConstructor(b, failed)
	l.plannedNodes = l.appendFailedNode(b.Nodes())
	if err == nil && l.staysOpen {
		l.plan.Store(l.app.planWith(l.plannedNodes, nil, l.app.hooks.Sketch))
	} else {
		l.endRegistration()
		if p := l.reserveProblem(); err == nil {
			err = p
		}
	}
	return hooks.Join(err, l.hooks.Problems())
}

// endRegistration makes the plan that is executed, unless there is one.
func (l *lifetime) endRegistration() {
	if l.isOpen.CompareAndSwap(true, false) {
		l.plan.Store(l.app.planOf(l.plannedNodes, nil))
	}
}

// reserveProblem returns the problem of stop hooks that reserve too much of the stop
// timeout, or nil.
func (l *lifetime) reserveProblem() error {
	if p := l.plan.Load().ReserveProblem(l.app.budgets().stop); p != nil {
		return &Problems{Op: "build", Left: "no hook was called", List: []*Problem{p}}
	}
	return nil
}

// BuildBegins takes over the handles of the live components that the build shares. It
// requests a stop if one of them has failed.
func (l *lifetime) BuildBegins(b *container.Build) {
	l.built.Store(b)
	a := l.app
	a.building.Store(b)
	for _, node := range b.Nodes() {
		if lc := a.handles[node].Load(); lc != nil {
			l.setHandle(node, lc)
		}
	}
	a.mu.Lock()
	var cause error
	for lc, err := range a.failedComponents {
		if l.uses(lc) {
			cause = err
		}
	}
	a.mu.Unlock()
	if cause != nil {
		l.owner.requestStop(cause)
	}
}

// disownAbandoned makes the handle of an abandoned constructor ineffective, and emits
// the event. failed is the error of the build, or nil.
func (l *lifetime) disownAbandoned(failed *ConstructError) {
	defer close(l.buildDone)
	if failed == nil || !failed.Abandoned {
		return
	}
	for _, node := range l.hooks.Nodes() {
		if lc := l.handle(node); l.app.container.ID(node) == failed.Component {
			l.app.hooks.Detach(lc)
			l.app.handles[node].CompareAndSwap(lc, nil)
		}
	}
	l.app.stream.Post(observe.Event{Op: observe.OpAbandoned, Node: failed.Component, Took: failed.Elapsed, Err: failed})
}

// recordFailedConstructor sets failedNode if a constructor returned an error. failed is
// the error of the build, or nil.
func (l *lifetime) recordFailedConstructor(b *container.Build, failed *ConstructError) {
	if failed == nil || !failed.Called || failed.Abandoned {
		return
	}
	for _, node := range l.hooks.Nodes() {
		if !b.Uses(node) {
			l.failedNode = node
		}
	}
}

// ReservedValue returns the App, or a new Lifecycle for the node.
func (l *lifetime) ReservedValue(node int, t reflect.Type) any {
	a := l.app
	if t == appType {
		return a
	}
	spec := a.container.Spec(node)
	lc := l.hooks.Lifecycle(node, hooks.Timeouts{Start: spec.StartTimeout, Stop: spec.StopTimeout})
	l.setHandle(node, lc)
	a.handles[node].Store(lc)
	return lc
}

// BeforeCall emits the event that a constructor is called.
func (l *lifetime) BeforeCall(node int) {
	l.app.hooks.SetLabels(l.handle(node))
	if l.app.stream.Enabled() {
		l.app.stream.Emit(observe.Event{Op: observe.OpConstructing, Node: l.app.container.ID(node)})
	}
}

// AfterCall emits the event that a constructor has ended.
func (l *lifetime) AfterCall(node int, took time.Duration, err error) {
	if l.app.stream.Enabled() || err != nil {
		l.app.stream.Emit(observe.Event{Op: observe.OpConstructed, Node: l.app.container.ID(node), Took: took, Err: err})
	}
}

// RegisterHooks registers the hooks of provide options, after those that the
// constructor has registered itself. The app takes the results of LogFrom and Configure.
func (l *lifetime) RegisterHooks(node int, results, injected []reflect.Value) error {
	if what := l.app.container.Spec(node).Receives; what != registration.ReceivesNothing {
		return l.app.receive(node, what, results[0])
	}
	lc := l.handle(node)
	if lc == nil {
		l.ReservedValue(node, lifecycleType)
		lc = l.handle(node)
	}
	spec := l.app.container.Spec(node)
	if cleanup := spec.Cleanup(results); cleanup != nil {
		l.app.hooks.AddCleanup(lc, spec.Place, cleanup)
	}
	for i := range spec.Hooks {
		h := &spec.Hooks[i]
		register := lc.OnStart
		if h.Stop {
			register = lc.OnStop
		}
		if hook := h.Bind(spec, results, injected); hook != nil {
			register(hook, hooks.Name(h.Name()), hooks.At(h.Place))
		}
	}
	for _, m := range spec.Services {
		registerService(lc, spec, m, results)
	}
	return nil
}

// registerService registers the Start, Run and Stop methods of a result.
func registerService(lc *Lifecycle, spec *registration.Spec, m registration.Methods, results []reflect.Value) {
	v := results[m.Arg]
	if len(m.Field) > 0 {
		v = v.FieldByIndex(m.Field)
	}
	start, run, stop := m.Bind(v)
	at := hooks.At(spec.Place)
	if start != nil {
		lc.OnStart(start, hooks.Name("Start"), at)
	}
	if stop != nil {
		lc.OnStop(stop, hooks.Name(m.Stop), at)
	}
	if run != nil {
		lc.Go("Run", run, at)
	}
}

// LateReturn runs the cleanups of an abandoned constructor that has returned. Nothing
// else releases what it acquired.
func (l *lifetime) LateReturn(node int, err error) {
	<-l.buildDone // the event that it was abandoned comes first
	id := l.app.container.ID(node)
	l.app.stream.Emit(observe.Event{Op: observe.OpReturned, Node: id, Err: err})
	if lc := l.handle(node); lc != nil {
		if err := l.app.hooks.RunCleanups(lc); err != nil {
			l.app.stream.Emit(observe.Event{Op: observe.OpCleaned, Node: id, Err: err})
		}
	}
}
