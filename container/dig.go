// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
)

// endOfBuild is the panic that carries a failure through dig's frames. The
// failure itself is in Build.err; dig's container is dropped anyway.
type endOfBuild struct{}

// run constructs the closure through a dig container of its own.
func (b *Build) run() {
	b.mu.Lock()
	b.goroutine = guard.GoroutineID()
	b.mu.Unlock()
	returned := false
	defer func() {
		if !returned {
			b.exited()
		}
	}()
	err := guard.Call(func() error { return b.execute() })
	returned = true
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
}

// exited runs when something on the goroutine of the build called
// runtime.Goexit: the function of a node, or one of Config.
func (b *Build) exited() {
	b.mu.Lock()
	node := b.running
	if node < 0 && b.err == nil {
		b.err = guard.ErrGoexit
	}
	b.mu.Unlock()
	if node >= 0 {
		b.leave(node, guard.ErrGoexit, nil)
	}
}

// execute returns an error, or panics with endOfBuild after setting Build.err.
func (b *Build) execute() error {
	d := dig.New(dig.DeferAcyclicVerification())
	// One location for all: dig would else look one up for each function.
	location := dig.LocationForPC(reflect.ValueOf((*Build).run).Pointer())
	if err := b.provideScoped(d, location); err != nil {
		return err
	}
	wanted := b.wanted()
	// In registration order, in which dig will call the members of a group.
	for i, n := range b.c.nodes {
		if wanted[i] {
			if err := b.provide(d, n, location); err != nil {
				return b.internal(n)
			}
		}
	}
	for _, i := range b.cl.roots {
		if b.c.instances.of(i) != nil {
			continue
		}
		if err := b.invoke(d, b.c.nodes[i]); err != nil {
			return b.internal(b.c.nodes[i])
		}
	}
	return nil
}

// wanted tells by node what dig has to know: what is to be constructed, and what
// that asks for, a token included. Behind what lives already dig need not look.
func (b *Build) wanted() []bool {
	wanted := make([]bool, len(b.c.nodes))
	b.asked = map[int]bool{}
	for _, i := range b.cl.order {
		n := b.c.nodes[i]
		if b.c.instances.of(i) != nil {
			continue
		}
		wanted[i] = n.Kind != graph.KindInvoke
		n.dependencies(false, func(dep, _ int) { wanted[dep] = true })
		for _, first := range b.behind(n) {
			wanted[first], b.asked[first] = true, true
		}
	}
	return wanted
}

// internal is the error when dig refuses what our graph accepted. That is a
// defect of facet, and dig's text would not help.
func (b *Build) internal(n *node) error {
	return b.constructError(n.index, 0, fmt.Errorf(
		"internal error: the executor refused %s; please report it with its signature %v", n.Name(), n.signature()))
}

// provideScoped gives dig a provider for each scoped type. The wrapper replaces
// what it returns by the node's own value.
func (b *Build) provideScoped(d *dig.Container, location dig.ProvideOption) error {
	given := map[reflect.Type]bool{}
	for _, i := range b.cl.order {
		n := b.c.nodes[i]
		for j, s := range n.needs {
			t := n.Params[j].Key.Type
			if s.from != fromScope || given[t] {
				continue
			}
			given[t] = true
			zero := []reflect.Value{reflect.Zero(t)}
			f := reflect.MakeFunc(reflect.FuncOf(nil, []reflect.Type{t}, false),
				func([]reflect.Value) []reflect.Value { return zero })
			if err := d.Provide(f.Interface(), location); err != nil {
				return b.internal(n)
			}
		}
	}
	return nil
}

func (b *Build) provide(d *dig.Container, n *node, location dig.ProvideOption) error {
	wrapper := b.wrapper(n)
	switch {
	case b.retold(n): // the fields of its one result say the keys
		return d.Provide(wrapper, location)
	case n.Named != "":
		return d.Provide(wrapper, location, dig.Name(n.Named))
	case n.Grouped != "":
		return d.Provide(wrapper, location, dig.Group(n.Grouped))
	default:
		return d.Provide(wrapper, location)
	}
}

// invoke has dig call a root: the function itself, or for an eager constructor
// a function that asks for its token. dig sees no results: a last one that is an
// error type would be an error to it even when nil.
func (b *Build) invoke(d *dig.Container, n *node) error {
	if n.Kind != graph.KindInvoke {
		in := []reflect.Type{tokens([]int{n.index})}
		nothing := func([]reflect.Value) []reflect.Value { return nil }
		return d.Invoke(reflect.MakeFunc(reflect.FuncOf(in, nil, false), nothing).Interface())
	}
	in, variadic := b.intake(n)
	call := func(args []reflect.Value) []reflect.Value {
		b.construct(n, b.arguments(n, args))
		return nil
	}
	return d.Invoke(reflect.MakeFunc(reflect.FuncOf(in, nil, variadic), call).Interface())
}
