// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"time"

	"github.com/facet-go/facet/container"
	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
	"github.com/facet-go/facet/observe"
)

// build constructs what the roots need and makes the plan. Of a failed build the
// plan holds what had been constructed.
func (r *run) build(ctx context.Context) error {
	a := r.app
	err, warning := a.container.Check()
	if err := a.refuse("build", err); err != nil {
		return err
	}
	if warning != nil {
		a.stream.Emit(observe.Event{Op: observe.OpWarning, Err: warning})
	}
	ctx, stop := r.cancellable(ctx)
	defer stop()
	r.hooks.Values(ctx)
	detach := context.AfterFunc(ctx, func() { r.hooks.Cancel(context.Cause(ctx)) })
	b, err := a.container.Build(ctx, container.Config{
		Grace: a.settings.grace, Scope: r.scope, Begin: r.built.Store,
		Enter: r.enter, Leave: r.leave, Late: r.late,
	})
	detach()
	r.makePlan(b, err)
	return hooks.Join(err, r.hooks.Misuses())
}

// makePlan makes the plan of what was constructed, and of the component whose
// constructor failed: its cleanups are owed too.
func (r *run) makePlan(b *container.Build, err error) {
	order := b.Constructed()
	var failed *ConstructError
	if errors.As(err, &failed) && failed.Called && !failed.Abandoned {
		for i := range r.handles {
			if r.handles[i].Load() != nil && !slices.Contains(order, i) {
				order = append(order, i)
			}
		}
	}
	position := make([]int, r.app.container.Size())
	nodes := make([]hooks.Node, len(order))
	for i, node := range order {
		position[node] = i
		nodes[i].Lifecycle = r.handles[node].Load()
		for _, dep := range b.DependsOn(node) {
			nodes[i].Deps = append(nodes[i].Deps, position[dep])
		}
	}
	r.plan.Store(r.hooks.Plan(nodes))
}

// scope makes the values of reserved types: a handle for each component, and the
// app.
func (r *run) scope(node int, t reflect.Type) any {
	if t == appType {
		return r.app
	}
	spec := r.app.container.Spec(node)
	lc := r.hooks.Lifecycle(node, hooks.Timeouts{Start: spec.StartTimeout, Stop: spec.StopTimeout})
	r.handles[node].Store(lc)
	return lc
}

// enter runs before a constructor, on the goroutine of the build.
func (r *run) enter(node int) {
	r.hooks.Label(r.handles[node].Load())
	if r.app.stream.Enabled() {
		r.app.stream.Emit(observe.Event{Op: observe.OpConstructing, Node: r.app.container.ID(node)})
	}
}

// leave runs after it.
func (r *run) leave(node int, _ time.Time, took time.Duration, err error) {
	if r.app.stream.Enabled() || err != nil {
		r.app.stream.Emit(observe.Event{Op: observe.OpConstructed, Node: r.app.container.ID(node), Took: took, Err: err})
	}
}

// late runs when an abandoned constructor has returned after all: nobody else
// will release what it acquired.
func (r *run) late(node int, err error) {
	id := r.app.container.ID(node)
	r.app.stream.Emit(observe.Event{Op: observe.OpReturned, Node: id, Err: err})
	if lc := r.handles[node].Load(); lc != nil {
		if err := r.hooks.Release(lc); err != nil {
			r.app.stream.Emit(observe.Event{Op: observe.OpCleaned, Node: id, Err: err})
		}
	}
}

// running names what is being waited for.
func (r *run) running() []string {
	if b := r.built.Load(); b != nil {
		if node := b.Running(); node >= 0 {
			return []string{graph.ShortName(r.app.container.ID(node)) + ": constructor"}
		}
	}
	return r.hooks.Running()
}
