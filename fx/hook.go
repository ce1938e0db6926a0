// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"context"
	"reflect"

	"go.uber.org/fx/internal/callstack"

	"github.com/facet-go/facet/graph"
	"github.com/facet-go/facet/hooks"
)

// Hook is a start hook and a stop hook that belong together: OnStop is called if OnStart
// succeeded. Either may be nil.
type Hook struct {
	OnStart func(context.Context) error
	OnStop  func(context.Context) error

	startName string // of the function given to StartHook, or ""
	stopName  string
	place     graph.Place // of Append
}

// name is what events call the function of the hook.
func (h *Hook) name(isStop bool) string {
	name, f := h.startName, h.OnStart
	if isStop {
		name, f = h.stopName, h.OnStop
	}
	if name == "" {
		name = callstack.FuncName(f)
	}
	return name
}

// HookFunc is a function that StartHook and StopHook take.
type HookFunc interface {
	~func() | ~func() error | ~func(context.Context) | ~func(context.Context) error
}

// StartHook returns a hook with a start function.
func StartHook[T HookFunc](start T) Hook {
	f, name := hookFunc(start)
	return Hook{OnStart: f, startName: name}
}

// StopHook returns a hook with a stop function.
func StopHook[T HookFunc](stop T) Hook {
	f, name := hookFunc(stop)
	return Hook{OnStop: f, stopName: name}
}

// StartStopHook returns a hook with both functions.
func StartStopHook[T1 HookFunc, T2 HookFunc](start T1, stop T2) Hook {
	f, startName := hookFunc(start)
	g, stopName := hookFunc(stop)
	return Hook{OnStart: f, OnStop: g, startName: startName, stopName: stopName}
}

// hookFunc returns a function in the form of a hook, and its name. Of nil that is nil.
func hookFunc[T HookFunc](f T) (hook func(context.Context) error, name string) {
	v := reflect.ValueOf(f)
	if v.IsNil() {
		return nil, ""
	}
	switch t := v.Type(); {
	case t.NumIn()+t.NumOut() == 0:
		hook = hooks.Func(convert[func()](v))
	case t.NumIn() == 0:
		hook = hooks.Func(convert[func() error](v))
	case t.NumOut() == 0:
		hook = hooks.Func(convert[func(context.Context)](v))
	default:
		hook = convert[func(context.Context) error](v)
	}
	return hook, callstack.FuncName(f)
}

// convert returns a function as the type that T underlies.
func convert[T any](v reflect.Value) T {
	f, _ := v.Convert(reflect.TypeFor[T]()).Interface().(T)
	return f
}
