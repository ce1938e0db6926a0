// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package facet

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/internal/text"
	"github.com/facet-go/facet/provide"
)

// provided is the option Provide. It is smaller than option, as an app has many of it.
type provided struct {
	constructor any
	more        []any
	at          place
}

func (o *provided) apply(r *registry) {
	if len(o.more) == 0 && reflect.ValueOf(o.constructor).Kind() == reflect.Func {
		r.add(registration.Constructor(o.constructor, o.at))
		return
	}
	constructors, opts := make([]any, 0, 1), []provide.Option(nil)
	for i, arg := range slices.Concat([]any{o.constructor}, o.more) {
		switch arg := arg.(type) {
		case provide.Option:
			opts = append(opts, arg)
		case []provide.Option:
			opts = append(opts, arg...)
		case Option:
			r.problem("bad-option", fmt.Sprintf("argument %d of Provide is the option %v of the app; list it by itself, next to Provide", i+1, arg), o.at)
		case nil:
			r.problem("nil-function", fmt.Sprintf("argument %d of Provide is nil; give a constructor or an option of package provide", i+1), o.at)
		default:
			constructors = append(constructors, arg)
		}
	}
	switch {
	case len(constructors) == 1:
		r.add(registration.Constructor(constructors[0], o.at, opts...))
		return
	case len(opts) > 0:
		r.problem("bad-option", fmt.Sprintf("Provide is given %s and %v; an option applies to one constructor, so give that a Provide of its own",
			text.Count(len(constructors), "constructor"), opts[0]), o.at)
	}
	for _, constructor := range constructors {
		spec, problems := registration.Constructor(constructor, o.at)
		if spec != nil && len(opts) > 0 {
			spec.Broken = true // nothing else is said of it
		}
		r.add(spec, problems)
	}
}

// String returns the option as it is written, without the package.
func (o *provided) String() string {
	names := make([]string, 0, 1)
	for _, arg := range slices.Concat([]any{o.constructor}, o.more) {
		switch arg.(type) {
		case provide.Option, []provide.Option:
		default:
			names = append(names, funcName(arg))
		}
	}
	return "Provide(" + strings.Join(names, ", ") + ")"
}

// Provide registers constructors: functions that take their dependencies as parameters
// and return what they provide, with an error as an optional last result. A build calls
// each at most once, and only if something needs its results. The arguments are
// constructors, or one constructor and its options of package provide:
//
//	facet.Provide(NewConfig, NewDB, NewServer)
//	facet.Provide(NewCache, provide.As[Store](), provide.Name("fast"))
//
// A []provide.Option counts as its options.
//
//go:noinline
func Provide(constructor any, more ...any) Option {
	// If this were inlined, a function with a hundred Provides would have a long
	// inlining table, and to find the caller would take three times as long.
	return &provided{constructor, more, graph.Caller(1)}
}

// Supply registers values under their dynamic types. For an interface, a name or a
// group use [Value].
func Supply(values ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Supply", arg: valueCount(len(values)), do: func(r *registry) {
		for i, v := range values {
			switch v := v.(type) {
			case Option:
				r.problem("bad-option", fmt.Sprintf("argument %d of Supply is the option %v of the app; list it by itself, next to Supply", i+1, v), at)
			case provide.Option:
				r.problem("bad-option", fmt.Sprintf("argument %d of Supply is the option %v of a constructor; for a value with options use facet.Value", i+1, v), at)
			default:
				r.add(registration.Value(v, reflect.TypeOf(v), at))
			}
		}
	}}
}

// Value registers v under its static type T, which may be an interface.
func Value[T any](v T, opts ...provide.Option) Option {
	at := graph.Caller(1)
	t := reflect.TypeFor[T]()
	return &option{name: "Value", arg: t, do: func(r *registry) {
		r.add(registration.Value(v, t, at, opts...))
	}}
}

// Invoke registers functions that every build calls, in listing order, after their
// dependencies are constructed. They are the roots of the graph: a build constructs
// what they need and nothing else. A function may return an error as its last result,
// which fails the build.
func Invoke(functions ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Invoke", arg: funcNames(functions), do: func(r *registry) {
		for _, f := range functions {
			r.add(registration.Invoke(f, at))
		}
	}}
}

// Populate stores values of the app in the variables that the pointers point to, on
// every build: plain types, or parameter structs for names, groups and optional values.
// It is a root, as Invoke is.
func Populate(targets ...any) Option {
	at := graph.Caller(1)
	return &option{name: "Populate", do: func(r *registry) {
		for _, target := range targets {
			r.add(registration.Populate(target, at))
		}
	}}
}

// EmptyGroups says that the value groups with these names are meant as they are: without a
// member, or without a reader. Otherwise a group that is read and has no member is a
// warning of a build and a problem of [App.Validate], if a group that nothing reads has a
// similar name, or the same name and a type that implements the other.
func EmptyGroups(names ...string) Option {
	return &option{name: "EmptyGroups", arg: names, do: func(r *registry) {
		if r.settings.emptyGroups == nil {
			r.settings.emptyGroups = map[string]bool{}
		}
		for _, name := range names {
			r.settings.emptyGroups[name] = true
		}
	}}
}

// Decorate registers a function whose results replace the provided values of the same
// keys, for consumers in the module that lists it and in the modules inside that. The
// parameters are the dependencies of the function; a parameter of a decorated key
// receives the previous value. Several decorators of a key chain in listing order. A
// slice with a group tag, as a field of a result struct, decorates a whole value group.
//
// A decorator of a key without a provider is a registration error.
func Decorate(decorator any, opts ...provide.Option) Option {
	at := graph.Caller(1)
	return &option{name: "Decorate", arg: funcNames{decorator}, do: func(r *registry) {
		r.add(registration.Decorator(decorator, at, opts...))
	}}
}

// Replace registers a constructor in place of those that provide the same keys, which
// are never called. It must provide every key of theirs that is still needed. It applies
// to every consumer that sees the replaced constructors. A replacement of a key without
// a provider, or of a key that is already replaced, is a registration error. So is a
// private replacement whose privacy has no effect.
func Replace(constructor any, opts ...provide.Option) Option {
	at := graph.Caller(1)
	return &option{name: "Replace", arg: funcNames{constructor}, do: func(r *registry) {
		r.replace(registration.Constructor(constructor, at, opts...))
	}}
}

// ReplaceValue is [Replace] with a value, under its static type T.
func ReplaceValue[T any](v T, opts ...provide.Option) Option {
	at := graph.Caller(1)
	t := reflect.TypeFor[T]()
	return &option{name: "ReplaceValue", arg: t, do: func(r *registry) {
		r.replace(registration.Value(v, t, at, opts...))
	}}
}

// Private makes everything that a module provides private: it is visible in the module
// that lists Private and in the modules inside that, and nowhere else. Outside of a
// module it is a registration error.
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

// Direct constructs without dig: builds call the constructors in a loop over the
// construction order, which facet knows from its own graph. Calls, their order, values
// and errors are the same as by default. A build takes less time. Its time grows with
// the number of constructors, while dig's check for cycles grows with the square of
// that. Stacks of constructors have fewer frames.
//
// By default facet gives dig the constructors with what each needs and provides, and
// dig finds the order. Direct applies to every build of the app, those of [App.Do] too,
// wherever it is listed. It may be listed twice.
func Direct() Option {
	at := graph.Caller(1)
	return &option{name: "Direct()", do: func(r *registry) {
		r.setLast("Direct", at)
		r.settings.direct = true
	}}
}
