// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// Hook is a function that OnStart or OnStop adds to a constructor. Its arguments are
// the zero values of its parameters, except those that Args fills in. A variadic
// parameter stays empty.
type Hook struct {
	Stop   bool // it is a stop hook, not a start hook
	Func   reflect.Value
	Args   []HookArg   // by position, with the fields of parameter structs
	HasErr bool        // Func returns an error; otherwise it returns nothing
	Place  graph.Place // of the option
}

// HookArg fills one parameter of a hook, or one field of a parameter struct.
type HookArg struct {
	Source HookSource
	At     int   // position of the hook's parameter, from 0
	Path   []int // the field indexes through parameter structs; nil for a plain parameter
	Arg    int   // of HookResult: position of the constructor's result, from 0
	Field  []int // of HookResult: the field indexes through result structs; nil for a plain result
	Param  int   // of HookParam: index into Spec.Params
}

// HookSource is the source of an argument of a hook.
type HookSource uint8

// The sources of arguments.
const (
	HookContext HookSource = iota // the context of the hook
	HookResult                    // a result of the constructor
	HookParam                     // the container, as for the parameters of the constructor
)

var hookSources = []string{"context", "result", "parameter"}

// String returns the source in lower case.
func (s HookSource) String() string { return hookSources[s] }

// OnStart is the option provide.OnStart, written at a line.
func OnStart(fn any, at graph.Place) Option { return onHook("OnStart", fn, at) }

// OnStop is the option provide.OnStop, written at a line.
func OnStop(fn any, at graph.Place) Option { return onHook("OnStop", fn, at) }

func onHook(name string, fn any, at graph.Place) Option {
	hook := Hook{Stop: name == "OnStop", Func: reflect.ValueOf(fn), Place: at}
	return option{name + "(" + hook.Name() + ")", func(c *config) { c.hooks = append(c.hooks, hook) }}
}

// Name returns the short name of the function.
func (h Hook) Name() string {
	switch {
	case !h.Func.IsValid():
		return "nil"
	case h.Func.Kind() != reflect.Func, h.Func.IsNil():
		return h.Func.Type().String()
	default:
		return graph.ShortName(graph.FuncName(h.Func.Pointer()))
	}
}

// String returns the option and the name: "OnStop sql.(*DB).Close".
func (h Hook) String() string { return h.optionName() + " " + h.Name() }

func (h Hook) optionName() string {
	if h.Stop {
		return "OnStop"
	}
	return "OnStart"
}

// where describes the position of a parameter of the hook.
func (h Hook) where(at int, path []int) string {
	return where("parameter", h.Func.Type().In(at), at, path) + " of " + h.String()
}

// fault returns why the function cannot be called, or "".
func (h Hook) fault() (slug, text string) {
	switch {
	case !h.Func.IsValid():
		return "nil-function", "cannot call an untyped nil; give a function, and do not call it here"
	case h.Func.Kind() != reflect.Func:
		return "not-a-function", fmt.Sprintf("cannot call a value of type %v; give a function, and do not call it here", h.Func.Type())
	case h.Func.IsNil():
		return "nil-function", fmt.Sprintf("cannot call a nil %v; set the function before it is listed", h.Func.Type())
	default:
		return "", ""
	}
}
