// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package provide

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// Populate reads a pointer that every build fills with a value of the app: the
// Spec is that of an invoked function that takes what target points to and stores
// it there. If that is a parameter struct, its fields are filled one by one, and
// those that stand for nothing are left alone.
func Populate(target any, place graph.Place) (*Spec, []*graph.Problem) {
	r := read(graph.KindInvoke, place, "populate")
	if v := reflect.ValueOf(target); r.target(v) {
		t := v.Type().Elem()
		r.extra().Title = "populate " + graph.TypeName(t)
		r.named = true
		r.spec.Func = reflect.MakeFunc(reflect.FuncOf([]reflect.Type{t}, nil, false), r.spec.store(v.Elem()))
		r.params()
	}
	return r.end()
}

// target tells whether v can be filled.
func (r *reader) target(v reflect.Value) bool {
	switch {
	case !v.IsValid():
		r.problem("nil-target", "cannot populate an untyped nil; give a pointer to a variable")
	case v.Kind() != reflect.Pointer:
		r.problem("not-a-pointer", fmt.Sprintf("cannot populate a value of type %v; give a pointer to a variable of that type", v.Type()))
	case v.IsNil():
		r.problem("nil-target", fmt.Sprintf("cannot populate a nil %v; give a pointer to a variable", v.Type()))
	case v.Type().Elem().Implements(errorType):
		r.problem("error-target", fmt.Sprintf("cannot populate a variable of type %v, which is an error, and nobody can provide one", v.Type().Elem()))
	default:
		return true
	}
	return false
}

// store returns a function that copies what the parameters stand for.
func (s *Spec) store(into reflect.Value) func([]reflect.Value) []reflect.Value {
	return func(args []reflect.Value) []reflect.Value {
		for _, p := range s.Params {
			if len(p.Field) == 0 {
				into.Set(args[0])
			} else {
				into.FieldByIndex(p.Field).Set(args[0].FieldByIndex(p.Field))
			}
		}
		return nil
	}
}
