// SPDX-FileCopyrightText: 2026 The facet authors
// SPDX-License-Identifier: MIT

package graph

import (
	"reflect"
	"runtime"
	"strconv"
	"strings"
)

// FuncName returns the full name of the function with that entry point, as in
// "github.com/acme/orders/api.NewServer". A method value loses its "-fm".
func FuncName(entry uintptr) string {
	f := runtime.FuncForPC(entry)
	if f == nil {
		return "unknown"
	}
	return strings.TrimSuffix(f.Name(), "-fm")
}

// PackagePath returns the import path in a full function name.
func PackagePath(function string) string {
	slash := strings.LastIndexByte(beforeTypes(function), '/') + 1
	dot := strings.IndexByte(function[slash:], '.')
	if dot < 0 {
		return function
	}
	// The linker escapes dots in the last element: gopkg.in/yaml%2ev3.
	return strings.ReplaceAll(function[:slash+dot], "%2e", ".")
}

// TypeName returns the name of a type with full import paths, as in
// "*github.com/acme/orders/store.Users". Unlike reflect.Type.String it tells
// apart two packages of the same last element.
func TypeName(t reflect.Type) string {
	if t.Name() != "" {
		if t.PkgPath() == "" {
			return t.Name()
		}
		return t.PkgPath() + "." + t.Name()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + TypeName(t.Elem())
	case reflect.Slice:
		return "[]" + TypeName(t.Elem())
	case reflect.Array:
		return "[" + strconv.Itoa(t.Len()) + "]" + TypeName(t.Elem())
	case reflect.Map:
		return "map[" + TypeName(t.Key()) + "]" + TypeName(t.Elem())
	case reflect.Func:
		return funcTypeName(t)
	default:
		return t.String()
	}
}

func funcTypeName(t reflect.Type) string {
	list := func(n int, at func(int) reflect.Type) string {
		names := make([]string, n)
		for i := range names {
			names[i] = TypeName(at(i))
		}
		return strings.Join(names, ", ")
	}
	name := "func(" + list(t.NumIn(), t.In) + ")"
	switch t.NumOut() {
	case 0:
		return name
	case 1:
		return name + " " + TypeName(t.Out(0))
	default:
		return name + " (" + list(t.NumOut(), t.Out) + ")"
	}
}

// ShortName cuts every import path in the name of a function or a type down to
// its last element, as a reader of code would write it: "*store.Users" for
// "*github.com/acme/orders/store.Users".
func ShortName(name string) string {
	var b strings.Builder
	start := 0 // of the path being read
	for i := range len(name) {
		switch c := name[i]; {
		case c == '/':
			start = i + 1
		case strings.IndexByte("[]*(){} ,<", c) >= 0:
			b.WriteString(name[start : i+1])
			start = i + 1
		}
	}
	b.WriteString(name[start:])
	return b.String()
}

// beforeTypes cuts off type arguments, which hold slashes of their own.
func beforeTypes(function string) string {
	if i := strings.IndexAny(function, "[ "); i >= 0 {
		return function[:i]
	}
	return function
}
