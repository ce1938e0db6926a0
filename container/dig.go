// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package container

import (
	"reflect"
	"slices"

	"go.uber.org/dig"
)

// digExecutor is the default executor: dig resolves. It gives a new dig container one
// provider for each missing node, a function from what that needs to what it gives, and
// invokes one function that needs the roots. dig checks for cycles, finds the order, and
// calls each provider once.
//
// dig knows each node by a type of its own, its token. The types of the results would not
// do: which node gives a key depends on the module that asks, a decorator gives the key
// that it takes, and order-only edges pass no value. Values and living instances need no call,
// so dig does not see them.
//
// dig's check for cycles takes time that grows with the square of the number of nodes, here
// as in a program that uses dig itself: a few percent of a build of some thousands, a
// sixth of one of 20,000. [Config].Direct has no such part.
func digExecutor(b *Build, construct func(*node) error) error {
	r := newResolution(b)
	var failed error
	for _, n := range b.missing {
		// After a failure the remaining providers do nothing, and dig gets no error: it
		// would search the whole error again for each consumer on the way out, which takes time
		// that grows with the square of the depth.
		r.provide(r.token(n.index), r.needs(n), func() {
			if failed == nil {
				failed = construct(n)
			}
		})
	}
	if !r.invoke(r.of(b.closure.roots)) {
		return errRefused
	}
	return failed
}

// resolution is one container of dig, with the tokens by which it knows what is missing.
type resolution struct {
	b       *Build
	dig     *dig.Container
	at      dig.ProvideOption // one location for all; dig would look one up for each
	tokens  []reflect.Type    // by place in construction order; nil for what dig does not see
	joins   int
	refused bool
}

func newResolution(b *Build) *resolution {
	r := &resolution{
		b: b, dig: dig.New(dig.DeferAcyclicVerification()),
		at:     dig.LocationForPC(reflect.ValueOf(digExecutor).Pointer()),
		tokens: make([]reflect.Type, len(b.closure.order)),
	}
	for _, n := range b.missing {
		place := int(b.closure.position(n.index))
		r.tokens[place-1] = token(place)
	}
	return r
}

// token returns a type for each number. It has no size.
func token(number int) reflect.Type { return reflect.ArrayOf(number, reflect.TypeFor[struct{}]()) }

// token returns that of a node, nil if dig does not see it.
func (r *resolution) token(node int) reflect.Type {
	if place := r.b.closure.position(node); place > 0 {
		return r.tokens[place-1]
	}
	return nil
}

// of returns the tokens of nodes, of those that dig sees.
func (r *resolution) of(nodes []int) []reflect.Type {
	var list []reflect.Type
	for _, i := range nodes {
		if t := r.token(i); t != nil {
			list = append(list, t)
		}
	}
	return list
}

// needs returns the tokens of what is constructed before n: what it is ordered after, and
// what it depends on, by parameter.
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

// provide has dig call a function once it has what that needs.
func (r *resolution) provide(gives reflect.Type, needs []reflect.Type, call func()) {
	out := []reflect.Value{reflect.Zero(gives)}
	f := reflect.FuncOf(r.joined(needs), []reflect.Type{gives}, false)
	err := r.dig.Provide(reflect.MakeFunc(f, func([]reflect.Value) []reflect.Value {
		call()
		return out
	}).Interface(), r.at)
	r.refused = r.refused || err != nil
}

// invoke has dig make what is needed. It reports whether dig accepted all that it was
// given.
func (r *resolution) invoke(needs []reflect.Type) bool {
	f := reflect.FuncOf(r.joined(needs), nil, false)
	err := r.dig.Invoke(reflect.MakeFunc(f, func([]reflect.Value) []reflect.Value { return nil }).Interface())
	return err == nil && !r.refused
}

// maxParams is less than the 128 parameters and results that reflect.FuncOf allows.
const maxParams = 100

// joined returns tokens for all that is needed, at most maxParams: if there are more, each
// maxParams have one of their own, in the same order.
func (r *resolution) joined(needs []reflect.Type) []reflect.Type {
	if len(needs) <= maxParams {
		return needs
	}
	var joins []reflect.Type
	for some := range slices.Chunk(needs, maxParams) {
		r.joins++
		join := token(len(r.tokens) + r.joins)
		r.provide(join, some, func() {})
		joins = append(joins, join)
	}
	return r.joined(joins)
}
