// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"fmt"
	"reflect"

	"go.uber.org/dig"
)

// In makes a struct that embeds it a parameter struct: its fields are parameters. It is
// dig.In.
type In = dig.In

// Out makes a struct that embeds it a result struct: its fields are results. It is
// dig.Out.
type Out = dig.Out

var (
	embeddedIn  = reflect.StructField{Name: "In", Type: reflect.TypeFor[In](), Anonymous: true}
	embeddedOut = reflect.StructField{Name: "Out", Type: reflect.TypeFor[Out](), Anonymous: true}
)

// Populate stores values of the app in the variables that the targets point to. A target
// may be annotated with ParamTags.
func Populate(targets ...any) Option {
	from := originOf()
	fields := []reflect.StructField{embeddedIn}
	variables := make([]reflect.Value, len(targets))
	for i, target := range targets {
		if target == nil {
			return Error(fmt.Errorf("failed to Populate: target %v is nil", i+1))
		}
		var tag reflect.StructTag
		if a, ok := target.(annotated); ok {
			target, tag = a.target, tagAt(a.paramTags, 0)
		}
		v := reflect.ValueOf(target)
		if v.Kind() != reflect.Pointer {
			return Error(fmt.Errorf("failed to Populate: target %v is not a pointer type, got %T", i+1, target))
		}
		variables[i] = v.Elem()
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("Field%d", i), Type: variables[i].Type(), Tag: tag})
	}
	return store("fx.Populate", from, fields, variables)
}

// Extract fills the exported fields of the struct that target points to.
//
// Deprecated: use [Populate].
func Extract(target any) Option {
	from := originOf()
	v := reflect.ValueOf(target)
	if t := v.Type(); t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return Error(fmt.Errorf("Extract expected a pointer to a struct, got a %v", t))
	}
	v = v.Elem()
	fields := []reflect.StructField{embeddedIn}
	var variables []reflect.Value
	for i := range v.NumField() {
		f := v.Type().Field(i)
		// An embedded field of an unexported type is unexported in fx, whatever it points to.
		if !f.IsExported() {
			continue
		}
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("Field%d", i), Type: f.Type, Tag: f.Tag})
		variables = append(variables, v.Field(i))
	}
	return store("fx.Extract", from, fields, variables)
}

// store returns an invoked function that takes a parameter struct and sets each variable
// to a field of it. The first field is In.
func store(title string, from origin, fields []reflect.StructField, variables []reflect.Value) Option {
	t := reflect.FuncOf([]reflect.Type{reflect.StructOf(fields)}, nil, false)
	f := reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		for i, v := range variables {
			v.Set(args[0].Field(i + 1))
		}
		return nil
	}).Interface()
	return invokeAs(title, functions("Invoke", []any{f}), from, []any{f})
}
