// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"fmt"
	"reflect"
	"strconv"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/guard"
	"github.com/facet-go/facet/provide"
)

// token is the result that lets the build ask dig for one node, whatever its
// keys are. Its names cannot clash with a user's: nobody else has the type.
type token struct{}

var tokenType = reflect.TypeFor[token]()

// endOfBuild is the panic that carries a failure through dig's frames. The
// failure itself is in Build.err; dig's container is dropped anyway.
type endOfBuild struct{}

// run constructs the closure through a dig container of its own.
func (b *Build) run(cl *closure) {
	b.mu.Lock()
	b.goroutine = guard.GoroutineID()
	b.mu.Unlock()
	returned := false
	defer func() {
		if !returned {
			b.exited()
		}
	}()
	err := guard.Call(func() error { return b.execute(cl) })
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
func (b *Build) execute(cl *closure) error {
	d := dig.New(dig.DeferAcyclicVerification())
	// One location for all: dig would else look one up for each function.
	location := dig.LocationForPC(reflect.ValueOf((*Build).run).Pointer())
	if err := b.provideScoped(d, cl, location); err != nil {
		return err
	}
	// In registration order, in which dig will call the members of a group.
	for i, n := range b.c.nodes {
		if cl.has(i) && n.Kind != graph.KindInvoke {
			if err := b.provide(d, n, location); err != nil {
				return b.internal(n)
			}
		}
	}
	for _, i := range cl.roots {
		if err := b.invoke(d, b.c.nodes[i]); err != nil {
			return b.internal(b.c.nodes[i])
		}
	}
	return nil
}

// internal is the error when dig refuses what our graph accepted. That is a
// defect of facet, and dig's text would not help.
func (b *Build) internal(n *node) error {
	return b.constructError(n.index, 0, fmt.Errorf(
		"internal error: the executor refused %s; please report it with its signature %v", n.Name(), n.signature()))
}

// provideScoped gives dig a provider for each scoped type. The wrapper replaces
// what it returns by the node's own value.
func (b *Build) provideScoped(d *dig.Container, cl *closure, location dig.ProvideOption) error {
	given := map[reflect.Type]bool{}
	for _, i := range cl.order {
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
	if n.renamed() {
		return d.Provide(b.renamedWrapper(n).Interface(), location)
	}
	f := reflect.MakeFunc(n.signature(), func(args []reflect.Value) []reflect.Value { return b.construct(n, args) })
	switch {
	case n.Named != "":
		return d.Provide(f.Interface(), location, dig.Name(n.Named))
	case n.Grouped != "":
		return d.Provide(f.Interface(), location, dig.Group(n.Grouped))
	default:
		return d.Provide(f.Interface(), location)
	}
}

// invoke has dig call a root: the function itself, or for an eager constructor
// a function that asks for its token. dig sees no results: a last one that is an
// error type would be an error to it even when nil.
func (b *Build) invoke(d *dig.Container, n *node) error {
	in, variadic := n.inputs()
	call := func(args []reflect.Value) []reflect.Value {
		b.construct(n, args)
		return nil
	}
	if n.Kind != graph.KindInvoke {
		in, variadic = []reflect.Type{structOf(reflect.TypeFor[dig.In](), []reflect.StructField{n.tokenField()})}, false
		call = func([]reflect.Value) []reflect.Value { return nil }
	}
	return d.Invoke(reflect.MakeFunc(reflect.FuncOf(in, nil, variadic), call).Interface())
}

// signature returns the type of the node's function.
func (n *node) signature() reflect.Type {
	if n.Kind == graph.KindValue {
		return reflect.FuncOf(nil, []reflect.Type{n.Value.Type()}, false)
	}
	return n.Func.Type()
}

// inputs returns the parameters of the node's function.
func (n *node) inputs() (in []reflect.Type, variadic bool) {
	sig := n.signature()
	in = make([]reflect.Type, sig.NumIn())
	for i := range in {
		in[i] = sig.In(i)
	}
	return in, sig.IsVariadic()
}

// renamed tells whether dig must see other results than the signature says.
func (n *node) renamed() bool { return n.Rekeyed || n.Eager }

func (n *node) tokenField() reflect.StructField {
	return reflect.StructField{Name: "Token", Type: tokenType, Tag: tag("name", "#"+strconv.Itoa(n.index))}
}

// renamedWrapper wraps a node so that dig sees one result struct with a field for
// each key, and for the token of an eager node.
func (b *Build) renamedWrapper(n *node) reflect.Value {
	fields := make([]reflect.StructField, 0, len(n.Results)+1)
	for i, r := range n.Results {
		fields = append(fields, resultField(i, r))
	}
	if n.Eager || len(n.Results) == 0 {
		fields = append(fields, n.tokenField())
	}
	out := structOf(reflect.TypeFor[dig.Out](), fields)
	in, variadic := n.inputs()
	t := reflect.FuncOf(in, []reflect.Type{out}, variadic)
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		inst := instance{out: b.construct(n, args)}
		s := reflect.New(out).Elem()
		for i, r := range n.Results {
			s.Field(i + 1).Set(inst.value(r))
		}
		return []reflect.Value{s}
	})
}

func resultField(i int, r provide.Result) reflect.StructField {
	f := reflect.StructField{Name: "R" + strconv.Itoa(i), Type: r.Key.Type}
	switch {
	case r.Flatten:
		f.Type = reflect.SliceOf(r.Key.Type)
		f.Tag = tag("group", r.Key.Group+",flatten")
	case r.Key.Group != "":
		f.Tag = tag("group", r.Key.Group)
	case r.Key.Name != "":
		f.Tag = tag("name", r.Key.Name)
	}
	return f
}

func tag(key, value string) reflect.StructTag {
	return reflect.StructTag(key + ":" + strconv.Quote(value))
}

// structOf makes a struct that embeds dig.In or dig.Out as its first field.
func structOf(embedded reflect.Type, fields []reflect.StructField) reflect.Type {
	all := append([]reflect.StructField{{Name: embedded.Name(), Type: embedded, Anonymous: true}}, fields...)
	return reflect.StructOf(all)
}
