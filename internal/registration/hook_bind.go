// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"context"
	"reflect"
)

// Bind returns the hook of one instance. results are the results of the constructor.
// injected are the values of the Params of s that hooks need, in order. The hook is nil if
// a result that it takes is a nil pointer or interface.
func (h *Hook) Bind(s *Spec, results, injected []reflect.Value) func(context.Context) error {
	t := h.Func.Type()
	args := make([]reflect.Value, t.NumIn())
	for i := range args {
		args[i] = reflect.New(t.In(i)).Elem()
	}
	own := len(s.Params) - len(injected)
	var contexts []reflect.Value
	for _, a := range h.Args {
		to := args[a.At]
		if len(a.Path) > 0 {
			to = to.FieldByIndex(a.Path)
		}
		switch a.Source {
		case HookContext:
			contexts = append(contexts, to)
		case HookParam:
			to.Set(injected[a.Param-own])
		case HookResult:
			v := resultAt(results, a.Arg, a.Field)
			if isNil(v) {
				return nil
			}
			to.Set(v)
		}
	}
	return func(ctx context.Context) error {
		for _, to := range contexts {
			to.Set(reflect.ValueOf(&ctx).Elem())
		}
		out := h.call(args)
		if !h.HasErr {
			return nil
		}
		err, _ := out[0].Interface().(error)
		return err
	}
}

// resultAt returns a result, or a field of a result struct.
func resultAt(results []reflect.Value, arg int, field []int) reflect.Value {
	if len(field) == 0 {
		return results[arg]
	}
	return results[arg].FieldByIndex(field)
}

// isNil reports whether v is a nil interface, or a nil pointer, in an interface or not.
func isNil(v reflect.Value) bool {
	if v.Kind() == reflect.Interface && !v.IsNil() {
		v = v.Elem()
	}
	return (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil()
}

func (h *Hook) call(args []reflect.Value) []reflect.Value {
	if h.Func.Type().IsVariadic() {
		return h.Func.CallSlice(args)
	}
	return h.Func.Call(args)
}
