// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package fx

import (
	"reflect"
)

// given is a value of Supply or Replace.
type given struct {
	value      any
	typ        reflect.Type
	annotation *annotated // of Annotate, or nil
	name       string     // of Annotated
	group      string     // of Annotated
}

// givenValue takes the value out of its annotations. It panics for a value that cannot be
// provided, as fx does.
func givenValue(v any, option string) given {
	g := given{value: v}
	switch a := v.(type) {
	case annotated:
		g.annotation, g.value = &a, a.target
	case Annotated:
		if option == "fx.Supply" {
			g.name, g.group, g.value = a.Name, a.Group, a.Target
		}
	}
	switch g.value.(type) {
	case nil:
		panic("untyped nil passed to " + option)
	case error:
		panic("error value passed to " + option)
	}
	g.typ = reflect.TypeOf(g.value)
	return g
}

func givenValues(values []any, option string) []given {
	all := make([]given, len(values))
	for i, v := range values {
		all[i] = givenValue(v, option)
	}
	return all
}

// constructor returns a function that returns the value.
func (g given) constructor() any {
	results := []reflect.Value{reflect.ValueOf(g.value)}
	t := reflect.FuncOf(nil, []reflect.Type{g.typ}, false)
	return reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value { return results }).Interface()
}

// valueTypes formats an option with values.
func valueTypes(name string, all []given) func() string {
	return func() string {
		return "fx." + name + "(" + listOf(all, func(g given) string { return g.typ.String() }) + ")"
	}
}

// Supply registers values under their dynamic types, or as Annotate says.
func Supply(values ...any) Option {
	from := originOf()
	rest, private := withoutPrivate(values)
	all := givenValues(rest, "fx.Supply")
	return &option{valueTypes("Supply", all), func(m *module) {
		for _, g := range all {
			m.provides = append(m.provides, &registration{kind: kindSupply, module: m, target: g, typ: g.typ, origin: from, private: private})
		}
	}}
}

// Replace registers values in place of those that are provided under the same types, for
// the module that lists it and the modules in it.
func Replace(values ...any) Option {
	from := originOf()
	all := givenValues(values, "fx.Replace")
	return &option{valueTypes("Replace", all), func(m *module) {
		for _, g := range all {
			m.decorators = append(m.decorators, &registration{kind: kindReplace, module: m, target: g, typ: g.typ, origin: from})
		}
	}}
}
