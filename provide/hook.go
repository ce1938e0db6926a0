// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// Hook is a function that OnStart or OnStop adds to a constructor. Its arguments
// are the zero values of its parameters with Args filled in; a variadic parameter
// stays empty.
type Hook struct {
	Stop   bool // it is a stop hook, not a start hook
	Func   reflect.Value
	Args   []HookArg   // by position, fields of parameter structs in theirs
	HasErr bool        // the result of Func is an error; otherwise it has none
	Place  graph.Place // of the option
}

// HookArg fills one parameter of a hook, or one field of a parameter struct.
type HookArg struct {
	Source HookSource
	At     int   // position of the hook's parameter, from 0
	Path   []int // the way through parameter structs to the field, nil for none
	Arg    int   // of HookResult: position of the constructor's result, from 0
	Field  []int // of HookResult: the way through result structs, nil for none
	Param  int   // of HookParam: index into Spec.Params
}

// HookSource says where an argument of a hook comes from.
type HookSource uint8

// The sources of arguments.
const (
	HookContext HookSource = iota // the context of the hook
	HookResult                    // what the constructor returned
	HookParam                     // the container, as for a parameter of the constructor
)

var hookSources = []string{"context", "result", "parameter"}

// String returns the source in lower case.
func (s HookSource) String() string { return hookSources[s] }

// OnStart adds a start hook to a constructor whose code one does not own. fn takes
// at least one result of the constructor, by type; all else is injected, as into
// the constructor. The first parameter may be the context of the hook, and so may
// the second behind a result, as in method expressions: OnStart((*sql.DB).PingContext).
// fn returns nothing or an error. OnStart may be repeated; the order is kept.
//
// A parameter receives the result that it would be given if it were injected, or
// else the only result of its type, whatever its name or group. The field of a
// parameter struct receives the result with its type and name.
func OnStart(fn any) Option { return onHook("OnStart", fn, graph.Caller(1)) }

// OnStop adds a stop hook to a constructor whose code one does not own, as in
// OnStop((*sql.DB).Close). It is [OnStart] at the other end.
func OnStop(fn any) Option { return onHook("OnStop", fn, graph.Caller(1)) }

func onHook(word string, fn any, at graph.Place) Option {
	hook := Hook{Stop: word == "OnStop", Func: reflect.ValueOf(fn), Place: at}
	return option{word + "(" + hook.Name() + ")", func(c *config) { c.hooks = append(c.hooks, hook) }}
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
func (h Hook) String() string { return h.word() + " " + h.Name() }

func (h Hook) word() string {
	if h.Stop {
		return "OnStop"
	}
	return "OnStart"
}

// where describes a parameter of the hook.
func (h Hook) where(at int, path []int) string {
	return where("parameter", h.Func.Type().In(at), at, path) + " of " + h.String()
}

// fault says why the function cannot be called; "" is for one that can.
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
