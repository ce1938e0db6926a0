// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// Function is a function that is called with values of a container.
type Function struct {
	*provide.Spec
	c     *Container // whose one root is the function
	shape *shape
}

// Function reads and resolves a function, as [provide.Call] describes it. What it
// costs depends on what the function needs, not on what is registered.
func (c *Container) Function(fn any, at graph.Place) (*Function, []*graph.Problem) {
	spec, s, problems := c.shapes.read(fn, at)
	if spec == nil {
		return nil, problems
	}
	f := c.resolveFunction(spec, s)
	if s == nil && len(problems) == 0 {
		c.shapes.remember(f.shape)
	}
	return f, problems
}

// Prepare is [Function.Prepare] for a function that [provide.Call] has read.
func (c *Container) Prepare(ctx context.Context, function *provide.Spec, cfg Config) (*Build, error) {
	return c.resolveFunction(function, nil).Prepare(ctx, cfg)
}

// resolveFunction finds what a function needs, unless its shape is known.
func (c *Container) resolveFunction(spec *provide.Spec, known *shape) *Function {
	n := &node{Spec: spec, index: len(c.nodes), scope: c.rootScope, resultScope: c.rootScope, ties: noTies}
	view := *c
	view.function, view.roots, view.functionIndex = n, []int{n.index}, n.index
	if known == nil {
		view.bindParams(n)
		known = &shape{spec: spec, needs: n.bindings, ties: n.ties}
		known.soft = slices.ContainsFunc(n.Params, func(p provide.Param) bool { return p.Soft })
		var unfit []finding
		known.closure, unfit = view.closure(view.roots, &instances{})
		known.invalid = len(unfit)+len(c.duplicates) > 0
	}
	n.bindings, n.ties = known.needs, known.ties
	return &Function{Spec: spec, c: &view, shape: known}
}

// withFunction returns the container with the function among its nodes, which problems are
// described by.
func (c *Container) withFunction() *Container {
	if c.function == nil {
		return c
	}
	whole := *c
	whole.nodes = slices.Concat(c.nodes, []*node{c.function})
	whole.operation = "call " + c.function.Name()
	whole.ids = sync.OnceValue(func() []string { return append(slices.Clip(c.ids()), c.function.ID()) })
	return &whole
}

// shape is what all functions of one type need of a container.
type shape struct {
	spec    *provide.Spec // of one of them
	needs   []binding
	ties    *ties
	closure closure // what they need if nothing lives
	soft    bool    // they ask for a soft group, so what they need depends on the living instances
	invalid bool    // the graph forbids to call them
}

// maxShapes is how many types of functions are remembered.
const maxShapes = 1024

// shapes remembers shapes by the types of functions.
type shapes struct {
	byType sync.Map
	count  atomic.Int32
}

// read reads a function; its shape is nil if it is not known.
func (s *shapes) read(fn any, at graph.Place) (*provide.Spec, *shape, []*graph.Problem) {
	v := reflect.ValueOf(fn)
	if v.Kind() == reflect.Func && !v.IsNil() {
		if known, ok := s.byType.Load(v.Type()); ok {
			known, _ := known.(*shape)
			spec := *known.spec
			spec.Func, spec.Place = v, at
			return &spec, known, nil
		}
	}
	spec, problems := provide.Call(fn, at)
	return spec, nil, problems
}

func (s *shapes) remember(known *shape) {
	if s.count.Load() >= maxShapes {
		return
	}
	t := known.spec.Func.Type()
	spec := *known.spec
	spec.Func = reflect.Zero(t) // the function itself may hold much
	known.spec = &spec
	if _, loaded := s.byType.LoadOrStore(t, known); !loaded {
		s.count.Add(1)
	}
}

// Share returns a build of what the function needs if all of that lives and is
// used, and else nil. It constructs nothing and needs no turn of its own: it may be
// called while another build runs. The function may be called by [Build.Call].
func (f *Function) Share(cfg Config) *Build {
	if f.shape.invalid {
		return nil
	}
	cl := f.shape.closure
	if f.shape.soft || f.c.hasSoftMembers(cl) {
		cl, _ = f.c.closure(f.c.roots, f.c.instances)
	}
	b := &Build{c: f.c, config: cfg, closure: cl, runningNode: -1, used: make([]*instanceInfo, len(cl.order))}
	if !f.c.acquireAll(b) {
		return nil
	}
	return b
}

// hasSoftMembers reports whether something in a closure has received members of soft
// groups, on which it depends though its constructor does not ask for them.
func (c *Container) hasSoftMembers(cl closure) bool {
	return slices.ContainsFunc(cl.order, func(i int32) bool {
		inst := c.instances.get(int(i))
		return inst != nil && inst.soft != nil
	})
}

// acquireAll makes b a user of all of its closure, if that lives and is used, and
// completes the arguments of the function, of what may be forgotten at any time. What
// is not used any more is about to be stopped. Values need no user.
func (c *Container) acquireAll(b *Build) bool {
	s := c.instances
	s.mu.Lock()
	defer s.mu.Unlock()
	for at, i := range b.closure.order {
		n := c.node(int(i))
		if n == c.function || n.Kind == graph.KindValue {
			continue
		}
		inst := s.get(int(i))
		if inst == nil || inst.users == 0 {
			return false
		}
		b.used[at] = inst.instanceInfo
	}
	for _, r := range b.used {
		if r != nil {
			r.users++
		}
	}
	b.argBuffer = make([]reflect.Value, c.function.Func.Type().NumIn())
	b.callArgs, _ = b.arguments(c.function, &instanceInfo{})
	return true
}

// Prepare is [Container.Build] for the function: it constructs what is missing of
// what the function needs, and shares living instances. It does not call the function;
// [Build.Call] does.
func (f *Function) Prepare(ctx context.Context, cfg Config) (*Build, error) {
	cl, problems := f.c.closure(f.c.roots, f.c.instances)
	return f.c.buildClosure(ctx, cfg, cl, problems)
}

// Call calls the function of [Function.Share] or [Function.Prepare] with the values
// that it needs, and ctx if it takes one, on the calling goroutine. It returns the
// error of the function unchanged; a panic is an error of type
// [*guard.PanicError]. It may be called once, if Prepare returned no error.
func (b *Build) Call(ctx context.Context) error {
	n := b.c.function
	b.mu.Lock()
	args := b.callArgs
	b.callArgs, b.callGoroutine, b.startedAt = nil, guard.GoroutineID(), time.Now()
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.callGoroutine = 0
	}()
	if n.Context {
		args[0] = reflect.ValueOf(&ctx).Elem()
	}
	return guard.Call(func() error {
		_, err := n.invoke(args) // nothing but the error
		return err
	})
}
