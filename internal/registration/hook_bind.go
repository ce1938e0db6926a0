// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"context"
	"reflect"
)

// Bind returns the hook of one instance. results are the results of the constructor.
// injected are the values of the Params of s that hooks need, in order.
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
			v := results[a.Arg]
			if len(a.Field) > 0 {
				v = v.FieldByIndex(a.Field)
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

func (h *Hook) call(args []reflect.Value) []reflect.Value {
	if h.Func.Type().IsVariadic() {
		return h.Func.CallSlice(args)
	}
	return h.Func.Call(args)
}
