// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/observe"
	"github.com/facet-go/facet/provide"
)

// part is what one run or one call of Do builds, starts and uses.
type part struct {
	app   *App
	hooks *hooks.Part
	all   []atomic.Pointer[hooks.Lifecycle] // by node: of the components that it uses; nil for a call
	some  sync.Map                          // the same of a call, which uses few
	built atomic.Pointer[container.Build]
	plan  atomic.Pointer[hooks.Plan]
	over  atomic.Bool   // nothing of it goes on any more
	made  chan struct{} // closed when its build has ended

	planned     []int       // the nodes of the plan; of the transition
	failed      int         // the node whose constructor failed, or none; of the transition
	requestStop func(error) // ends it because of something that it shares
}

const none = -1

// newPart makes a part of a run, with room for handles of all nodes, or of a call.
func newPart(a *App, all []atomic.Pointer[hooks.Lifecycle]) *part {
	return &part{app: a, hooks: a.hooks.Part(), failed: none, made: make(chan struct{}), all: all}
}

// handle returns the handle of a component that the part uses, else nil.
func (p *part) handle(node int) *hooks.Lifecycle {
	if p.all != nil {
		return p.all[node].Load()
	}
	lc, _ := p.some.Load(node)
	handle, _ := lc.(*hooks.Lifecycle)
	return handle
}

func (p *part) setHandle(node int, lc *hooks.Lifecycle) {
	if p.all != nil {
		p.all[node].Store(lc)
	} else {
		p.some.Store(node, lc)
	}
}

// isActive reports whether anything of the part goes on.
func (p *part) isActive() bool { return !p.over.Load() || p.app.anyLives(p) }

// build constructs what is missing, as construct does it, and makes the plan. Of a
// failed build the plan holds what had been constructed.
func (p *part) build(ctx context.Context, construct func(context.Context, container.Config) (*container.Build, error)) error {
	p.hooks.Values(ctx)
	ctx, cancel := container.WithTimeout(ctx, p.app.settings.buildTimeout)
	defer cancel()
	detach := context.AfterFunc(ctx, func() { p.hooks.Cancel(context.Cause(ctx)) })
	b, err := construct(ctx, container.Config{
		Grace: p.app.settings.grace, Dumper: p.app.hooks.Dumper(), Scope: p.scope, Begin: p.begin,
		Enter: p.enter, Leave: p.leave, Keep: p.keep, Late: p.late, Around: p.aroundConstruct(ctx),
		Direct: p.app.settings.direct,
	})
	if !detach() && err == nil {
		err = context.Cause(ctx) // it ended after the last constructor, and the contexts of all with it
	}
	p.app.building.Store(nil)
	p.noteAbandoned(err)
	p.noteFailed(b, err)
	p.planned = p.withFailed(b.Nodes())
	p.plan.Store(p.app.planOf(p.planned, nil))
	return hooks.Join(err, p.hooks.Misuses())
}

// begin runs before anything is constructed: what lives already is shared from
// here on.
func (p *part) begin(b *container.Build) {
	p.built.Store(b)
	a := p.app
	a.building.Store(b)
	for _, node := range b.Nodes() {
		if lc := a.live[node].Load(); lc != nil {
			p.setHandle(node, lc)
		}
	}
	a.mu.Lock()
	var cause error
	for lc, why := range a.failedComponents {
		if p.uses(lc) {
			cause = why
		}
	}
	a.mu.Unlock()
	if cause != nil {
		p.requestStop(cause)
	}
}

// noteAbandoned tells of the constructor that did not return in time. Its handle
// has no effect any more.
func (p *part) noteAbandoned(err error) {
	defer close(p.made)
	failed, ok := guard.As[*ConstructError](err)
	if !ok || !failed.Abandoned {
		return
	}
	for _, node := range p.hooks.Nodes() {
		if lc := p.handle(node); p.app.container.ID(node) == failed.Component {
			p.app.hooks.Disown(lc)
			p.app.live[node].CompareAndSwap(lc, nil)
		}
	}
	p.app.stream.Post(observe.Event{Op: observe.OpAbandoned, Node: failed.Component, Took: failed.Elapsed, Err: err})
}

// noteFailed notes the component whose constructor failed: its cleanups are owed.
func (p *part) noteFailed(b *container.Build, err error) {
	failed, ok := guard.As[*ConstructError](err)
	if !ok || !failed.Called || failed.Abandoned {
		return
	}
	for _, node := range p.hooks.Nodes() {
		if !b.Uses(node) {
			p.failed = node
		}
	}
}

func (p *part) withFailed(nodes []int) []int {
	if p.failed != none {
		nodes = append(nodes, p.failed)
	}
	return nodes
}

// uses reports whether a component is one of the part's.
func (p *part) uses(lc *hooks.Lifecycle) bool { return p.handle(p.app.hooks.Node(lc)) == lc }

// scope makes the values of reserved types: a handle for each component, and the
// app.
func (p *part) scope(node int, t reflect.Type) any {
	a := p.app
	if t == appType {
		return a
	}
	spec := a.container.Spec(node)
	lc := p.hooks.Lifecycle(node, hooks.Timeouts{Start: spec.StartTimeout, Stop: spec.StopTimeout})
	p.setHandle(node, lc)
	a.live[node].Store(lc)
	return lc
}

// enter runs before a constructor, on the goroutine of the build.
func (p *part) enter(node int) {
	p.app.hooks.Label(p.handle(node))
	if p.app.stream.Enabled() {
		p.app.stream.Emit(observe.Event{Op: observe.OpConstructing, Node: p.app.container.ID(node)})
	}
}

// leave runs after it.
func (p *part) leave(node int, _ time.Time, took time.Duration, err error) {
	if p.app.stream.Enabled() || err != nil {
		p.app.stream.Emit(observe.Event{Op: observe.OpConstructed, Node: p.app.container.ID(node), Took: took, Err: err})
	}
}

// keep registers the hooks that a registration adds to its constructor, behind
// those of the constructor itself.
func (p *part) keep(node int, results, injected []reflect.Value) {
	lc := p.handle(node)
	if lc == nil {
		p.scope(node, lifecycleType)
		lc = p.handle(node)
	}
	spec := p.app.container.Spec(node)
	for i := range spec.Hooks {
		h := &spec.Hooks[i]
		register := lc.OnStart
		if h.Stop {
			register = lc.OnStop
		}
		register(h.Bind(spec, results, injected), hooks.Name(h.Name()), hooks.At(h.Place))
	}
	for _, m := range spec.Services {
		serve(lc, spec, m, results)
	}
}

// serve registers the methods of a result that are hooks.
func serve(lc *Lifecycle, spec *provide.Spec, m provide.Methods, results []reflect.Value) {
	v := results[m.Arg]
	if len(m.Field) > 0 {
		v = v.FieldByIndex(m.Field)
	}
	start, run, stop := m.Bind(v.Interface())
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

// late runs when an abandoned constructor has returned after all: nobody else
// will release what it acquired.
func (p *part) late(node int, err error) {
	<-p.made // that it was abandoned is told first
	id := p.app.container.ID(node)
	p.app.stream.Emit(observe.Event{Op: observe.OpReturned, Node: id, Err: err})
	if lc := p.handle(node); lc != nil {
		if err := p.app.hooks.Release(lc); err != nil {
			p.app.stream.Emit(observe.Event{Op: observe.OpCleaned, Node: id, Err: err})
		}
	}
}
