// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// Prepare is [Container.Build] for one function, which [provide.Call] has read:
// it constructs what is missing of what the function needs, and shares what lives.
// The function itself is not called; [Build.Call] does that.
func (c *Container) Prepare(ctx context.Context, function *provide.Spec, cfg Config) (*Build, error) {
	view := c.with(function)
	cl, problems := view.closure(view.roots, view.instances)
	return view.buildClosure(ctx, cfg, cl, problems)
}

// with returns a view of the container whose one root is a function. It shares
// the instances.
func (c *Container) with(function *provide.Spec) *Container {
	n := &node{Spec: function, index: len(c.nodes), world: c.app, home: c.app, ties: noTies}
	view := *c
	view.nodes = slices.Concat(c.nodes, []*node{n})
	view.roots, view.call, view.op = []int{n.index}, n.index, "call "+n.Name()
	view.resolve(n)
	view.ids = sync.OnceValue(func() []string { return append(slices.Clip(c.ids()), n.ID()) })
	return &view
}

// Call calls the function of [Container.Prepare] with the values that it needs,
// and ctx if it takes one, on the calling goroutine. It returns the error of the
// function unchanged; a panic is an error of type [*guard.PanicError]. It may be
// called once, if Prepare returned no error.
func (b *Build) Call(ctx context.Context) error {
	n := b.c.nodes[b.c.call]
	b.mu.Lock()
	args := b.args
	b.args, b.calling, b.began = nil, guard.GoroutineID(), time.Now()
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.calling = 0
	}()
	if n.Context {
		args[0] = reflect.ValueOf(&ctx).Elem()
	}
	return guard.Call(func() error {
		_, err := n.invoke(args) // nothing but the error
		return err
	})
}
