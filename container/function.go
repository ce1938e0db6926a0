// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/internal/registration"
)

// Function is a function that is called with values of a container.
type Function struct {
	*registration.Spec
	query query
	shape *shape
}

// Function reads and resolves a function, as [registration.Call] describes it. The time depends
// on what the function needs, not on the number of registrations.
func (c *Container) Function(fn any, at graph.Place, opts ...registration.Option) (*Function, []*graph.Problem) {
	spec, s, problems := c.shapes.read(fn, at, opts)
	if spec == nil {
		return nil, problems
	}
	f := c.resolveFunction(spec, s)
	if s == nil && len(problems)+len(opts) == 0 {
		c.shapes.remember(f.shape)
	}
	return f, problems
}

// Prepare is [Function.Prepare] for a function that [registration.Call] has read.
func (c *Container) Prepare(ctx context.Context, function *registration.Spec, cfg Config) (*Build, error) {
	return c.resolveFunction(function, nil).Prepare(ctx, cfg)
}

// resolveFunction binds the parameters of a function, unless its shape is known.
func (c *Container) resolveFunction(spec *registration.Spec, known *shape) *Function {
	n := &node{Spec: spec, index: len(c.nodes), scope: c.rootScope, resultScope: c.rootScope}
	q := query{c: c, roots: []int{n.index}, function: n}
	if known == nil {
		c.bindParams(n)
		known = &shape{spec: spec, bindings: n.bindings, groups: n.groups}
		known.hasSoft = slices.ContainsFunc(n.Params, func(p registration.Param) bool { return p.Soft })
		var findings []finding
		known.closure, findings = q.closure(&instances{})
		known.isInvalid = len(findings)+len(c.duplicates) > 0
	}
	n.bindings, n.groups = known.bindings, known.groups
	return &Function{Spec: spec, query: q, shape: known}
}

// Share returns a build that shares everything that the function needs, or nil if one of
// these nodes has no instance or its instance has no user. It constructs nothing and may be
// called while another build runs. [Build.Call] then calls the function.
func (f *Function) Share(cfg Config) *Build {
	if f.shape.isInvalid {
		return nil
	}
	c, cl := f.query.c, f.shape.closure
	if f.shape.hasSoft || c.hasSoftMembers(cl) {
		cl, _ = f.query.closure(c.instances)
	}
	b := newBuild(f.query, cfg, cl)
	if !b.acquireAll() {
		return nil
	}
	return b
}

// hasSoftMembers reports whether an instance of a closure has received members of soft
// groups. It depends on them, and its bindings do not show that.
func (c *Container) hasSoftMembers(cl closure) bool {
	return slices.ContainsFunc(cl.order, func(i int32) bool {
		inst := c.instances.get(int(i))
		return inst != nil && inst.soft != nil
	})
}

// acquireAll makes b a user of all instances of its closure and sets the arguments of the
// function, because an instance may be evicted at any time. It returns false, and changes
// nothing, if a node has no instance or its instance has no user and is about to be
// stopped. Values need no user.
func (b *Build) acquireAll() bool {
	s := b.c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	for at, i := range b.closure.order {
		n := b.node(int(i))
		if n == b.function || n.Kind == graph.KindValue {
			continue
		}
		inst := s.get(int(i))
		if inst == nil || inst.users == 0 {
			return false
		}
		b.used[at] = inst.instanceInfo
	}
	for _, info := range b.used {
		if info != nil {
			info.users++
		}
	}
	b.argBuffer = make([]reflect.Value, b.function.Func.Type().NumIn())
	b.callArgs, _ = b.arguments(b.function, &instanceInfo{})
	return true
}

// Prepare constructs the missing nodes that the function needs, as [Container.Build] does.
// It does not call the function; [Build.Call] does.
func (f *Function) Prepare(ctx context.Context, cfg Config) (*Build, error) {
	cl, findings := f.query.closure(f.query.c.instances)
	return f.query.build(ctx, cfg, cl, findings)
}

// Call calls the function of [Function.Share] or [Function.Prepare] on the calling
// goroutine, with ctx if it takes a context. It returns the error of the function
// unchanged, or a [*guard.PanicError]. Call it at most once, and not if Prepare returned an
// error.
func (b *Build) Call(ctx context.Context) error {
	b.mu.Lock()
	args := b.callArgs
	b.callArgs, b.callGoroutine, b.startedAt = nil, guard.GoroutineID(), time.Now()
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.callGoroutine = 0
	}()
	if b.function.Context {
		args[0] = reflect.ValueOf(&ctx).Elem()
	}
	return guard.Call(func() error {
		_, err := b.function.invoke(args) // it has no other results
		return err
	})
}
