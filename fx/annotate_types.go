// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"errors"
	"fmt"
	"reflect"
)

// asType is one argument of As: an interface, or nil for Self.
type asType struct{ t reflect.Type }

// String returns the name of the interface, or "self".
func (a asType) String() string {
	if a.t == nil {
		return "self"
	}
	return a.t.String()
}

type selfType struct{}

// Self among the arguments of As keeps the type of the result at that position.
func Self() any { return &selfType{} }

// As provides the results under interfaces that they implement, by position: As(new(I)).
// Given several times, it provides them under each.
func As(interfaces ...any) Annotation {
	return annotation(func(a *annotated) error {
		types := make([]asType, len(interfaces))
		for i, given := range interfaces {
			if _, ok := given.(*selfType); ok {
				continue
			}
			t := reflect.TypeOf(given)
			if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Interface {
				return fmt.Errorf("fx.As: argument must be a pointer to an interface: got %v", t)
			}
			types[i].t = t.Elem()
		}
		a.as = append(a.as, types)
		return nil
	})
}

// From asks for other types than those of the parameters, by position: From(new(*T)). Each
// must implement the interface that is the type of the parameter.
func From(interfaces ...any) Annotation {
	return annotation(func(a *annotated) error {
		if len(a.from) > 0 {
			return errors.New("cannot apply more than one line of From")
		}
		f := reflect.TypeOf(a.target)
		for i, given := range interfaces {
			if f != nil && f.Kind() == reflect.Func && f.IsVariadic() && i == f.NumIn()-1 {
				return errors.New("fx.From: cannot annotate a variadic argument")
			}
			t := reflect.TypeOf(given)
			if t == nil || t.Kind() != reflect.Pointer {
				return fmt.Errorf("fx.From: argument must be a pointer to a type that implements some interface: got %v", t)
			}
			a.from = append(a.from, t.Elem())
		}
		return nil
	})
}
