// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"
	"strconv"

	"go.uber.org/dig"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// What dig sees of a node. That is a function of the same signature, unless its
// results have other keys, or something asks for its token, or it is ordered
// behind other nodes.

// token is the result by which dig is asked for a node, whatever its keys are. Its
// names cannot clash with a user's: nobody else has the type.
type token struct{}

var tokenType = reflect.TypeFor[token]()

// signature returns the type of the node's function.
func (n *node) signature() reflect.Type {
	if n.Kind == graph.KindValue {
		return reflect.FuncOf(nil, []reflect.Type{n.Value.Type()}, false)
	}
	return n.Func.Type()
}

// inputs returns the parameters that dig is to fill: those of the node's function,
// without the context of a call, and none of what lives already.
func (b *Build) inputs(n *node) (in []reflect.Type, variadic bool) {
	if b.c.instances.of(n.index) != nil {
		return nil, false
	}
	if !n.plain {
		return nil, false // construct fills them all
	}
	sig := n.signature()
	for i := range sig.NumIn() {
		if i > 0 || !n.Context {
			in = append(in, sig.In(i))
		}
	}
	return in, sig.IsVariadic()
}

func (n *node) outputs() []reflect.Type {
	sig := n.signature()
	out := make([]reflect.Type, sig.NumOut())
	for i := range out {
		out[i] = sig.Out(i)
	}
	return out
}

// retold tells whether dig must see other results than the signature says: keys
// that mean not the same to all are none that dig knows.
func (b *Build) retold(n *node) bool {
	if n.Rekeyed || n.Eager || n.Kind == graph.KindDecorator || b.asked[n.index] {
		return true
	}
	return slices.ContainsFunc(n.Results, func(r provide.Result) bool { return b.c.varied[r.Key] })
}

// behind returns the nodes that dig is to be asked for by their tokens when it
// makes n: those that it is ordered behind in this build, and if dig cannot fill
// its parameters, those that do. What lives is there already.
func (b *Build) behind(n *node) []int {
	if n.plain && len(n.after) == 0 || b.c.instances.of(n.index) != nil {
		return nil
	}
	var nodes []int
	add := func(node int) {
		if b.cl.has(node) && !slices.Contains(nodes, node) {
			nodes = append(nodes, node)
		}
	}
	for _, o := range n.after {
		add(o.node)
	}
	if !n.plain {
		n.dependencies(false, func(dep, _ int) { add(dep) })
	}
	return nodes
}

// intake returns the parameters of the function that dig is given for n: a struct
// of the tokens that it is asked for, if any, and what it is to fill.
func (b *Build) intake(n *node) (in []reflect.Type, variadic bool) {
	in, variadic = b.inputs(n)
	if behind := b.behind(n); len(behind) > 0 {
		in = append([]reflect.Type{tokens(behind)}, in...)
	}
	return in, variadic
}

// arguments returns those of n's own function, from what dig passes.
func (b *Build) arguments(n *node, args []reflect.Value) []reflect.Value {
	switch {
	case n.Kind == graph.KindValue || b.c.instances.of(n.index) != nil:
		return nil
	case !n.plain:
		return n.blanks()
	case len(b.behind(n)) > 0:
		args = args[1:]
	}
	if n.Context { // which dig does not know; Call fills it in
		args = slices.Insert(args, 0, reflect.Value{})
	}
	return args
}

// blanks returns an argument to be filled for each parameter of n's function.
func (n *node) blanks() []reflect.Value {
	t := n.Func.Type()
	args := make([]reflect.Value, t.NumIn())
	for i := range args {
		args[i] = reflect.New(t.In(i)).Elem()
	}
	return args
}

// wrapper returns the function that dig is given for n.
func (b *Build) wrapper(n *node) any {
	retold := b.retold(n)
	if b.untouched(n, retold) {
		return reflect.MakeFunc(n.Func.Type(), func(args []reflect.Value) []reflect.Value {
			return b.construct(n, args)
		}).Interface()
	}
	in, variadic := b.intake(n)
	out := n.outputs()
	var result reflect.Type // of one struct for all, or nil
	if retold {
		result = b.resultStruct(n)
		out = []reflect.Type{result}
	}
	f := func(args []reflect.Value) []reflect.Value {
		values := b.construct(n, b.arguments(n, args))
		if result != nil {
			values = []reflect.Value{b.fillResult(n, result, values)}
		}
		return values
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, variadic), f).Interface()
}

// untouched tells whether dig may see the very signature of n's function.
func (b *Build) untouched(n *node, retold bool) bool {
	return n.plain && !retold && n.Kind != graph.KindValue && !n.Context && len(n.after) == 0 &&
		b.c.instances.of(n.index) == nil
}

// tokens returns a parameter struct that asks for the tokens of nodes.
func tokens(nodes []int) reflect.Type {
	fields := make([]reflect.StructField, len(nodes))
	for i, node := range nodes {
		fields[i] = tokenField(node)
	}
	return structOf(reflect.TypeFor[dig.In](), fields)
}

func tokenField(node int) reflect.StructField {
	name := strconv.Itoa(node)
	return reflect.StructField{Name: "Token" + name, Type: tokenType, Tag: tag("name", "#"+name)}
}

// resultStruct returns a result struct with a field for each key of n, and for its
// token.
func (b *Build) resultStruct(n *node) reflect.Type {
	fields := make([]reflect.StructField, 0, len(n.Results)+1)
	for i, r := range n.Results {
		if b.known(n, r) {
			fields = append(fields, resultField(i, r))
		}
	}
	if len(fields) == 0 || n.Eager || b.asked[n.index] {
		fields = append(fields, tokenField(n.index))
	}
	return structOf(reflect.TypeFor[dig.Out](), fields)
}

// known tells whether dig knows a result by its key.
func (b *Build) known(n *node, r provide.Result) bool {
	return n.Kind != graph.KindDecorator && !b.c.varied[r.Key]
}

// fillResult makes a result struct of what the function of n returned.
func (b *Build) fillResult(n *node, result reflect.Type, values []reflect.Value) reflect.Value {
	inst := instance{out: values}
	s := reflect.New(result).Elem()
	at := 0
	for _, r := range n.Results {
		if b.known(n, r) {
			at++
			s.Field(at).Set(inst.value(r))
		}
	}
	return s
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
