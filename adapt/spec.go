// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package adapt

import (
	"reflect"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/internal/registration"
	"github.com/facet-go/facet/provide"
)

// Spec is what one registration needs and provides: its parameters, results and hooks, and
// where it was written. A Spec with Detached provides only to parameters that a [Wiring]
// names it for.
type Spec = registration.Spec

// Wiring names the providers of the parameters of a Spec, by their position in Params. A
// nil provider lets the container find it. If the app does not have a provider, or it does
// not provide the key, the parameter has none. Value groups cannot be wired.
type Wiring = registration.Wiring

// Key identifies a value: a type, and a name or a group.
type Key = registration.Key

// Param is one value that a function needs.
type Param = registration.Param

// Result is one key that a constructor provides, or of which a decorator provides a new
// version.
type Result = registration.Result

// Module is a named part of an app. Specs with the same *Module are in one module.
type Module = registration.Module

// Hook is a start or stop hook that belongs to a Spec, with the sources of its arguments.
type Hook = registration.Hook

// HookArg fills one parameter of a Hook, or one field of a parameter struct.
type HookArg = registration.HookArg

// HookSource is the source of an argument of a Hook.
type HookSource = registration.HookSource

// The sources of arguments of a Hook.
const (
	HookContext = registration.HookContext // the context of the hook
	HookResult  = registration.HookResult  // a result of the constructor
	HookParam   = registration.HookParam   // a parameter, which must be in Spec.Params
)

// Constructor reads a constructor and its options. The place is where it was registered.
// If there are problems, the Spec is nil or marked as broken.
func Constructor(f any, place graph.Place, opts ...provide.Option) (*Spec, []*graph.Problem) {
	return registration.Constructor(f, place, opts...)
}

// Value reads a value with its static type, which may be an interface, and its options.
func Value(v any, t reflect.Type, place graph.Place, opts ...provide.Option) (*Spec, []*graph.Problem) {
	return registration.Value(v, t, place, opts...)
}

// Decorator reads a function that returns new versions of provided values.
func Decorator(f any, place graph.Place, opts ...provide.Option) (*Spec, []*graph.Problem) {
	return registration.Decorator(f, place, opts...)
}

// Invoke reads a function that every build calls. It is a root of the graph.
func Invoke(f any, place graph.Place) (*Spec, []*graph.Problem) {
	return registration.Invoke(f, place)
}
