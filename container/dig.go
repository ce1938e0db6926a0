// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"

	"go.uber.org/dig"
)

// digExecutor is the default executor, in which dig resolves. It gives a new dig container
// one provider for each missing node, a function from the nodes that it needs to the node
// itself, and invokes one function that needs the roots. dig checks for cycles, finds the
// order, and calls each provider once.
//
// dig knows each node by a type of its own, its token. The types of the results cannot
// identify a node: the provider of a key depends on the module of the consumer, a
// decorator provides the key that it consumes, and order-only edges pass no value. Values
// and live instances need no call, so they have no token.
//
// The time of dig's check for cycles grows with the square of the number of nodes, as in
// a program that uses dig itself: a few percent of a build of some thousands, a sixth of
// one of 20,000. [Config].Direct does without it.
func digExecutor(b *Build, construct func(*node) error) error {
	r := newResolution(b)
	var failure error
	for _, n := range b.missing {
		// After a failure the remaining providers do nothing, and dig gets no error: it would
		// search the whole error again for each consumer, which takes time that grows with the
		// square of the depth.
		r.provide(r.token(n.index), r.needs(n), func() {
			if failure == nil {
				failure = construct(n)
			}
		})
	}
	if !r.invoke(r.tokensOf(b.closure.roots)) {
		return errRefused
	}
	return failure
}

// resolution is one container of dig, with the tokens of the missing nodes.
type resolution struct {
	b         *Build
	dig       *dig.Container
	location  dig.ProvideOption // one for all providers; dig would search each
	tokens    []reflect.Type    // by position in Build.closure; nil for nodes without a token
	joinCount int
	refused   bool
}

func newResolution(b *Build) *resolution {
	r := &resolution{
		b: b, dig: dig.New(dig.DeferAcyclicVerification()),
		location: dig.LocationForPC(reflect.ValueOf(digExecutor).Pointer()),
		tokens:   make([]reflect.Type, len(b.closure.order)),
	}
	for _, n := range b.missing {
		position := int(b.closure.position(n.index))
		r.tokens[position-1] = newToken(position)
	}
	return r
}

// newToken returns a type for each number. Its values have no size.
func newToken(number int) reflect.Type { return reflect.ArrayOf(number, reflect.TypeFor[struct{}]()) }

// token returns the token of a node, or nil.
func (r *resolution) token(node int) reflect.Type {
	if position := r.b.closure.position(node); position > 0 {
		return r.tokens[position-1]
	}
	return nil
}

// tokensOf returns the tokens of the nodes that have one.
func (r *resolution) tokensOf(nodes []int) []reflect.Type {
	var list []reflect.Type
	for _, i := range nodes {
		if t := r.token(i); t != nil {
			list = append(list, t)
		}
	}
	return list
}

// needs returns the tokens of the nodes that are constructed before n: its order-only
// predecessors, and its dependencies by parameter.
func (r *resolution) needs(n *node) []reflect.Type {
	list := make([]reflect.Type, 0, len(n.orderedAfter)+len(n.bindings))
	add := func(dep, _ int) {
		if t := r.token(dep); t != nil {
			list = append(list, t)
		}
	}
	for _, o := range n.orderedAfter {
		add(o.predecessor, 0)
	}
	n.dependencies(false, add)
	return list
}

// provide gives dig a provider that calls a function.
func (r *resolution) provide(token reflect.Type, needs []reflect.Type, call func()) {
	out := []reflect.Value{reflect.Zero(token)}
	f := reflect.FuncOf(r.joined(needs), []reflect.Type{token}, false)
	err := r.dig.Provide(reflect.MakeFunc(f, func([]reflect.Value) []reflect.Value {
		call()
		return out
	}).Interface(), r.location)
	r.refused = r.refused || err != nil
}

// invoke lets dig call the providers of tokens and of all that they need. It reports
// whether dig accepted everything.
func (r *resolution) invoke(tokens []reflect.Type) bool {
	f := reflect.FuncOf(r.joined(tokens), nil, false)
	err := r.dig.Invoke(reflect.MakeFunc(f, func([]reflect.Value) []reflect.Value { return nil }).Interface())
	return err == nil && !r.refused
}

// maxParams is less than the 128 parameters and results that reflect.FuncOf allows.
const maxParams = 100

// joined returns at most maxParams tokens that stand for all given tokens: if there are
// more, one new token for each maxParams of them, in the same order.
func (r *resolution) joined(tokens []reflect.Type) []reflect.Type {
	if len(tokens) <= maxParams {
		return tokens
	}
	var joins []reflect.Type
	for chunk := range slices.Chunk(tokens, maxParams) {
		r.joinCount++
		join := newToken(len(r.tokens) + r.joinCount)
		r.provide(join, chunk, func() {})
		joins = append(joins, join)
	}
	return r.joined(joins)
}
