// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/provide"
)

// Decorate registers a function that makes a new version of what others give, for
// the module in whose options it stands and those below: of each of its results.
// Its parameters are what it needs; of a key that it decorates it is given the
// version before. Several chain in listing order. A slice with a group tag, as a
// field of a result struct, decorates a whole value group.
//
// To decorate what nobody gives is a registration error.
func Decorate(decorator any, opts ...provide.Option) Option {
	at := graph.Caller(1)
	return &option{name: "Decorate", given: named{decorator}, do: func(r *registry) {
		r.add(provide.Decorator(decorator, at, opts...))
	}}
}

// Replace registers a constructor in the place of those that give the same keys,
// which are never called. It must give all that they gave and anything listed still
// needs. It replaces for all who see what it replaces. To replace what nobody gives,
// or what is replaced already, is a registration error; so is to have it private, in
// whatever way that has no effect.
func Replace(constructor any, opts ...provide.Option) Option {
	at := graph.Caller(1)
	return &option{name: "Replace", given: named{constructor}, do: func(r *registry) {
		r.replace(provide.Constructor(constructor, at, opts...))
	}}
}

// ReplaceValue is [Replace] with a value, under its static type T.
func ReplaceValue[T any](v T, opts ...provide.Option) Option {
	at := graph.Caller(1)
	t := reflect.TypeFor[T]()
	return &option{name: "ReplaceValue", given: t, do: func(r *registry) {
		r.replace(provide.Value(v, t, at, opts...))
	}}
}

// Private makes all that the module in whose options it stands provides private: it
// is seen in that module and in those below, and nowhere else.
func Private() Option {
	at := graph.Caller(1)
	return &option{name: "Private()", do: func(r *registry) {
		if r.module == nil {
			r.problem("bad-option", "Private() applies to a module, and stands in none; list it among the options of facet.Module", at)
			return
		}
		r.module.Private = true
	}}
}

// Populate fills what the pointers point to with values of the app, on every build:
// plain types, or parameter structs for names, groups and optional values. It is a
// root, as Invoke is.
func Populate(targets ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Populate", do: func(r *registry) {
		for _, target := range targets {
			r.add(provide.Populate(target, at))
		}
	}}
}
