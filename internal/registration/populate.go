// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package registration

import (
	"fmt"
	"reflect"

	"github.com/facet-go/facet/graph"
)

// Populate reads a pointer that every build fills with a value of the app. The Spec is
// that of an invoked function that takes the value and stores it in the target. If the
// target is a parameter struct, its fields are filled one by one, and ignored fields
// keep their values.
func Populate(target any, place graph.Place) (*Spec, []*graph.Problem) {
	r := newReader(graph.KindInvoke, place, "populate")
	if v := reflect.ValueOf(target); r.checkTarget(v) {
		t := v.Type().Elem()
		r.spec.Title = "populate " + graph.TypeName(t)
		r.named = true
		r.spec.Func = reflect.MakeFunc(reflect.FuncOf([]reflect.Type{t}, nil, false), r.spec.store(v.Elem()))
		r.readParams()
	}
	return r.finish()
}

// checkTarget reports whether v can be populated.
func (r *reader) checkTarget(v reflect.Value) bool {
	switch {
	case !v.IsValid():
		r.addProblem("nil-target", "cannot populate an untyped nil; give a pointer to a variable")
	case v.Kind() != reflect.Pointer:
		r.addProblem("not-a-pointer", fmt.Sprintf("cannot populate a value of type %v; give a pointer to a variable of that type", v.Type()))
	case v.IsNil():
		r.addProblem("nil-target", fmt.Sprintf("cannot populate a nil %v; give a pointer to a variable", v.Type()))
	case v.Type().Elem().Implements(errorType):
		r.addProblem("error-target", fmt.Sprintf("cannot populate a variable of type %v, which is an error, and no constructor can provide an error", v.Type().Elem()))
	default:
		return true
	}
	return false
}

// store returns a function that copies the parameters of s to into.
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
