// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"

	"go.uber.org/fx/internal/callstack"

	"github.com/facet-go/facet/graph"
)

// origin is where an option was written.
type origin struct {
	stack callstack.Stack
	place graph.Place
}

// originOf returns the origin of the function that calls originOf's caller.
func originOf() origin { return origin{callstack.Take(2), graph.Caller(2)} }

// functions formats an option with functions.
func functions(name string, list []any) func() string {
	return func() string { return "fx." + name + "(" + listOf(list, callstack.FuncName) + ")" }
}

type privateOption struct{}

// Private among the arguments of Provide and Supply makes what they provide visible only
// in their module and the modules in it.
var Private = privateOption{}

// withoutPrivate returns the arguments without Private, and reports whether it was there.
func withoutPrivate(args []any) (rest []any, private bool) {
	for _, arg := range args {
		if _, ok := arg.(privateOption); ok {
			private = true
		} else {
			rest = append(rest, arg)
		}
	}
	return rest, private
}

// Provide registers constructors: functions that take what they need and return what they
// provide, with an error as an optional last result. Each is called once at most, and
// only if something needs its results.
func Provide(constructors ...any) Option {
	from := originOf()
	return &option{functions("Provide", constructors), func(m *module) {
		targets, private := withoutPrivate(constructors)
		for _, target := range targets {
			m.provides = append(m.provides, &registration{kind: kindProvide, module: m, target: target, origin: from, private: private})
		}
	}}
}

// Invoke registers functions that New calls, those of modules first. What they need is
// constructed, and nothing else.
func Invoke(funcs ...any) Option {
	return invokeAs("", functions("Invoke", funcs), originOf(), funcs)
}

// invokeAs registers invoked functions. The title replaces their names in the texts of
// facet; "" is none.
func invokeAs(title string, text func() string, from origin, funcs []any) Option {
	return &option{text, func(m *module) {
		for _, f := range funcs {
			m.invokes = append(m.invokes, &registration{kind: kindInvoke, module: m, target: f, origin: from, title: title})
		}
	}}
}

// Decorate registers functions that return new versions of provided values, for the module
// that lists them and the modules in it. A module may decorate a key once.
func Decorate(decorators ...any) Option {
	from := originOf()
	return &option{functions("Decorate", decorators), func(m *module) {
		for _, d := range decorators {
			m.decorators = append(m.decorators, &registration{kind: kindDecorate, module: m, target: d, origin: from})
		}
	}}
}

// Module groups options under a name. What its constructors provide is visible in the
// whole app, unless it is Private; decorators and loggers apply to the module.
func Module(name string, opts ...Option) Option {
	from := originOf()
	return &option{
		func() string { return fmt.Sprintf("fx.Module(%q, %v)", name, opts) },
		func(m *module) {
			child := newModule(m.app, m, name)
			child.trace = append([]string{fmt.Sprintf("%s (%s)", from.stack.Top(), name)}, m.trace...)
			for _, o := range opts {
				o.apply(child)
			}
			m.modules = append(m.modules, child)
		},
	}
}
